/// A set of places in a list: cells of a column, rows of a table.
struct PlaceSet: Hashable {
  private var words: [UInt64]
  /// How many places the list has.
  let capacity: Int
  /// The words outside of which there are none.
  private var used: Range<Int> = 0..<0

  init(capacity: Int) {
    self.capacity = capacity
    words = Array(repeating: 0, count: PlaceSet.width(capacity))
  }

  init(all capacity: Int) {
    self.init(capacity: capacity)
    insert(0..<capacity)
  }

  /// How many words the set takes.
  static func width(_ capacity: Int) -> Int { (capacity + 63) / 64 }

  static func == (one: PlaceSet, other: PlaceSet) -> Bool { one.words == other.words }

  func hash(into hasher: inout Hasher) { hasher.combine(words) }

  func contains(_ place: Int) -> Bool { words[place >> 6] >> UInt64(place & 63) & 1 != 0 }

  mutating func insert(_ place: Int) {
    let word = place >> 6
    words[word] |= 1 << UInt64(place & 63)
    used =
      used.isEmpty
      ? word..<word + 1 : min(used.lowerBound, word)..<max(used.upperBound, word + 1)
  }

  mutating func insert(_ places: Range<Int>) {
    guard let first = places.first, let last = places.last else { return }
    let (low, high) = (first >> 6, last >> 6)
    for word in low...high {
      let from: UInt64 = word == low ? ~0 << UInt64(first & 63) : ~0
      let to: UInt64 = word == high ? ~0 >> UInt64(63 - (last & 63)) : ~0
      words[word] |= from & to
    }
    used =
      used.isEmpty ? low..<high + 1 : min(used.lowerBound, low)..<max(used.upperBound, high + 1)
  }

  var isEmpty: Bool { used.allSatisfy { words[$0] == 0 } }

  var count: Int { used.reduce(0) { $0 + words[$1].nonzeroBitCount } }

  var isFull: Bool { count == capacity }

  var first: Int? {
    used.first { words[$0] != 0 }.map { $0 << 6 + words[$0].trailingZeroBitCount }
  }

  /// The places in their order.
  var elements: [Int] {
    var found: [Int] = []
    for word in used {
      var rest = words[word]
      while rest != 0 {
        found.append(word << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return found
  }

  func meets(_ other: PlaceSet) -> Bool {
    let range = used.clamped(to: other.used)
    for word in range where words[word] & other.words[word] != 0 { return true }
    return false
  }

  /// How many words have to be looked at to find out whether two sets meet, at most.
  func work(with other: PlaceSet) -> Int { used.clamped(to: other.used).count }

  func holds(_ other: PlaceSet) -> Bool {
    other.used.allSatisfy { other.words[$0] & ~words[$0] == 0 }
  }

  func common(with other: PlaceSet) -> PlaceSet {
    var set = self
    for word in used { set.words[word] &= other.words[word] }
    return set
  }
}
