import CEL
import WorkflowEngine

/// The values that stand for all values of a type: those that conditions compare with, and one
/// between each two; where a value is compared with the one before the step, also those that are
/// set.
///
/// They are the same for all slots of a type, so that a value that is copied stands for the same
/// ones elsewhere.
struct CellTable {
  private var wholes: [ScalarType: [Int64]] = [:]
  private let points: [ScalarType: Set<Int64>]
  private let decimalPoints: Set<Decimal>
  private var decimals: [Decimal] = []
  /// The texts that conditions name.
  private(set) var texts: [String] = []

  init(_ definition: WorkflowDefinition, now: Int64) {
    let today = Int64(
      definition.timeZone.civilDate(of: Timestamp(microseconds: now)).daysSinceEpoch)
    var numbers: [ScalarType: Set<Int64>] = [.date: [today], .timestamp: [now]]
    var exact: Set<Decimal> = [Decimal(0)]
    var words: Set<String> = []
    for formula in definition.decidingFormulas {
      for value in formula.program.outline.atoms.filter({ !$0.comparesNames(in: definition) })
        .flatMap(\.constants)
      {
        switch value {
        case .int(let number):
          numbers[.integer, default: []].insert(number)
          exact.insert(Decimal(Int(number)))
        case .decimal(let number):
          exact.insert(number)
        case .date(let date): numbers[.date, default: []].insert(Int64(date.daysSinceEpoch))
        case .timestamp(let time): numbers[.timestamp, default: []].insert(time.microseconds)
        case .duration(let span): numbers[.duration, default: []].insert(span.microseconds)
        case .string(let text): words.insert(text)
        default: continue
        }
      }
    }
    for value in definition.valuesSetBesideBefore {
      switch value {
      case .word(let number, .decimal): exact.insert(Decimal(packed: number))
      case .word(let number, let type):
        numbers[type, default: []].insert(number)
        if type == .integer { exact.insert(Decimal(Int(number))) }
      case .text(let text): words.insert(text)
      default: continue
      }
    }
    points = numbers
    decimalPoints = exact
    for (type, found) in numbers { wholes[type] = Self.between(found.sorted()) }
    decimals = Self.between(exact.sorted())
    texts = words.sorted()
  }

  /// How many values a type may have before it is too much to try.
  static let maximum = 40

  private static func between(_ sorted: [Int64]) -> [Int64] {
    guard let first = sorted.first, let last = sorted.last else { return [0] }
    var all = [first &- 1]
    for (index, value) in sorted.enumerated() {
      all.append(value)
      let next = index + 1 < sorted.count ? sorted[index + 1] : last &+ 2
      if next > value &+ 1 { all.append(value &+ 1) }
    }
    return all
  }

  private static func between(_ sorted: [Decimal]) -> [Decimal] {
    guard let first = sorted.first, let last = sorted.last else { return [Decimal(0)] }
    let one = Decimal(1)
    var all = [first.subtracting(one) ?? first]
    for (index, value) in sorted.enumerated() {
      all.append(value)
      if index + 1 < sorted.count {
        let sum = value.adding(sorted[index + 1])
        if let middle = sum?.divided(by: Decimal(2)) { all.append(middle) }
      } else {
        all.append(last.adding(one) ?? last)
      }
    }
    return all
  }

  /// Whether a word is a value of its own, not one that stands for those around it.
  func isPoint(_ word: Int64, as type: FieldType, _ snapshot: Snapshot) -> Bool {
    if word == Scalar.null { return true }
    switch type {
    case .plain(.text):
      guard case .text(let text) = snapshot.storedValue(word, as: type) else { return false }
      return texts.contains(text)
    case .plain(.decimal): return decimalPoints.contains(Decimal(packed: word))
    case .plain(.boolean), .choice, .reference: return true
    case .plain(let scalar): return points[scalar]?.contains(word) == true
    case .list, .links, .entries: return false
    }
  }

  /// Whether two words of a type lie in the same cell, also where one of them is no value that stands
  /// for its cell, as one that is set may be.
  func share(_ one: Int64, _ other: Int64, as type: FieldType, _ snapshot: Snapshot) -> Bool {
    if one == other { return true }
    if isPoint(one, as: type, snapshot) || isPoint(other, as: type, snapshot) { return false }
    switch type {
    case .plain(.text): return true
    case .plain(.decimal):
      let values = [Decimal(packed: one), Decimal(packed: other)].sorted()
      return !decimalPoints.contains { values[0] < $0 && $0 < values[1] }
    case .plain(let scalar):
      let values = [one, other].sorted()
      return points[scalar]?.contains { values[0] < $0 && $0 < values[1] } != true
    case .choice, .reference, .list, .links, .entries: return false
    }
  }

  func values(of type: FieldType, in definition: WorkflowDefinition) -> [StoredValue] {
    switch type {
    case .choice(let choice): definition.choices[choice].values.map { .choice($0) }
    case .plain(.text): texts.map { .text($0) } + [.text("another text")]
    case .plain(.boolean): [.boolean(false), .boolean(true)]
    case .plain(.decimal): decimals.map { .decimal($0) }
    case .plain(.date):
      (wholes[.date] ?? [0]).map { .date(CivilDate(daysSinceEpoch: Int32(clamping: $0))) }
    case .plain(let scalar): (wholes[scalar] ?? [0]).map { .word($0, scalar) }
    case .list, .links, .entries, .reference: []
    }
  }
}

extension WorkflowDefinition {
  /// The constants that words are set to which a condition compares with themselves before the step.
  fileprivate var valuesSetBesideBefore: [StoredValue] {
    var compared: Set<Word> = []
    for formula in decidingFormulas {
      for atom in formula.program.outline.atoms {
        guard let path = atom.pathBesideBefore, let step = path.steps.last else { continue }
        let member = schema.recordTypes[step.recordType].members[step.member]
        if case .field(let slot, _, _) = member.kind {
          compared.insert(Word(type: step.recordType, slot: slot))
        }
      }
    }
    return assigned.compactMap { one in
      if case .constant(let value) = one.value, compared.contains(one.word) { value } else { nil }
    }
  }
}

extension Outline.Atom {
  /// Whether it compares a choice, or what brought the step about, with names.
  fileprivate func comparesNames(in definition: WorkflowDefinition) -> Bool {
    func isNamed(_ base: Outline.Base) -> Bool {
      guard case .path(let path) = base else { return false }
      guard let step = path.steps.last else { return path.slot == FrameSlot.cause }
      let type = definition.recordTypes[step.recordType]
      let member = definition.schema.recordTypes[step.recordType].members[step.member]
      guard let slot = type.slot(of: member.name), case .choice = type.fields[slot].type else {
        return false
      }
      return true
    }
    switch shape {
    case .comparison(.equal, let left, let right):
      return isNamed(left.base) || isNamed(right.base)
    case .membership(let term, _): return isNamed(term.base)
    case .comparison, .truth, .contains, .exists, .other: return false
    }
  }

  /// The path `x` of a comparison of `x` with `before.x`, whatever the comparison.
  var pathBesideBefore: Outline.Path? {
    guard case .comparison(_, let left, let right) = shape,
      left.offsets.isEmpty, right.offsets.isEmpty,
      case .path(let one) = left.base, case .path(let other) = right.base,
      one.steps == other.steps,
      Set([one.slot, other.slot]) == [FrameSlot.own, FrameSlot.before]
    else { return nil }
    return one
  }
}
