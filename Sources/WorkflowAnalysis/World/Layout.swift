import CEL
import WorkflowEngine

/// How a situation is packed: for each word that can differ the bits it takes.
///
/// A situation is a few units of 32 bits. What a place holds is a number: the value's place among
/// those that have turned up there, so that nothing is lost.
final class Layout {
  enum Subject: Equatable {
    /// Whether a record is there.
    case presence(RecordHandle)
    case word(RecordHandle, slot: Int)
    /// Which of the scope's moments it is.
    case clock
  }

  struct Place: BitwiseCopyable {
    var unit: Int32
    var shift: UInt32
    var mask: UInt32
  }

  private(set) var subjects: [Subject] = []
  private(set) var places: [Place] = []
  /// For each place the domain of its values.
  private var domains: [Int] = []
  private var words: [[Int64]] = []
  private var numbers: [[Int64: Int]] = []
  private var bits: [Int] = []
  /// How many units a situation takes.
  private(set) var unitCount = 1
  /// Raised whenever places move: what was packed before has to be packed anew.
  private(set) var generation = 0

  /// A set of values that places share: what is a number at one is the same at the others.
  ///
  /// - Parameters:
  ///   - known: the words that may be expected, the first one first.
  ///   - spare: how many others there is room for at once.
  func addDomain(known: [Int64], spare: Int = 0) -> Int {
    words.append(known)
    numbers.append(
      Dictionary(known.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }))
    bits.append(Self.bits(for: max(known.count + spare, 2)))
    return words.count - 1
  }

  func add(_ subject: Subject, domain: Int) -> Int {
    subjects.append(subject)
    domains.append(domain)
    return subjects.count - 1
  }

  /// The word that a number at a place stands for.
  @inline(__always)
  func word(of number: Int, at place: Int) -> Int64 { words[domains[place]][number] }

  private static func bits(for count: Int) -> Int {
    var bits = 1
    while 1 << bits < count { bits += 1 }
    return bits
  }

  /// Gives every place its bits; none lies across two units.
  func arrange() {
    places = Array(repeating: Place(unit: 0, shift: 0, mask: 0), count: subjects.count)
    var used: [Int] = []
    for number in subjects.indices {
      let size = bits[domains[number]]
      let unit = used.firstIndex { $0 + size <= 32 } ?? used.count
      if unit == used.count { used.append(0) }
      places[number] = Place(
        unit: Int32(unit), shift: UInt32(used[unit]), mask: UInt32((UInt64(1) << size) - 1))
      used[unit] += size
    }
    unitCount = max(used.count, 1)
    generation += 1
  }

  /// The number of a word at a place; a word that is new there gets the next one.
  ///
  /// Nil where its bits no longer suffice and `widen` must make room first.
  func number(of word: Int64, at place: Int) -> Int? {
    let domain = domains[place]
    if let known = numbers[domain][word] { return known }
    let number = words[domain].count
    guard number < 1 << bits[domain] else { return nil }
    words[domain].append(word)
    numbers[domain][word] = number
    return number
  }

  /// Gives a place, and those that share its values, one more bit.
  func widen(_ place: Int) {
    bits[domains[place]] += 1
    arrange()
  }

  /// Whether a place could take no more values within a unit.
  func isFull(_ place: Int) -> Bool { bits[domains[place]] >= 24 }
}
