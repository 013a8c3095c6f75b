import CEL
import WorkflowEngine

/// A world that comes into being as a step reads it: each first reading is a choice.
///
/// Words branch over their cells, references over nothing, a new record and those that are there,
/// sets over their sizes. Each path of choices stands for all worlds that agree with it.
final class LazyWorld: WordSupply {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  let cells: CellTable
  let sorter: ProgramSorter
  var formulas: [ObjectIdentifier: ProofFormula] = [:]
  var supposed = Suppositions()
  var script = ChoiceScript()

  /// Records by type that paths use one after another.
  private var pool: [[RecordHandle]]
  private var usedOfType: [Int]
  /// The records of this path, in the order in which they came.
  private(set) var records: [RecordHandle] = []
  private var sets: [SetKey: [RecordHandle]] = [:]
  /// Owners that a record's unread reference does not lead to.
  private var excluded: [Unread: Set<Int64>] = [:]

  /// Types whose records are all known, because all of them were looked at.
  private var complete: Set<Int> = []

  /// Whether formulas that read sets are evaluated on sets of up to two further members; otherwise
  /// they may come out any way.
  var looksIntoSets = false
  /// Whether this search, so far, depends on how many members the sets were given.
  var wasBounded = false

  private struct SetKey: Hashable {
    let owner: Int32
    let type: Int
    let slot: Int
  }

  private struct Unread: Hashable {
    let record: Int32
    let slot: Int
  }

  /// By type: how many further members of a set a step may have to meet.
  private let membersNeeded: [Int]
  /// Words of which it matters by themselves that they are changed.
  private let waking: Set<Word>
  /// Types whose records do something by themselves when they are changed.
  private let stirred: Set<Int>
  /// The computed texts that a condition compares a field with, by key.
  var computed: [String: ProofFormula] = [:]

  /// - Parameter membersNeeded: by type; two where nothing is known.
  init(_ definition: WorkflowDefinition, now: Int64, membersNeeded: [Int]? = nil) {
    self.definition = definition
    self.membersNeeded = membersNeeded ?? definition.recordTypes.map { _ in 2 }
    waking = definition.wakingWords
    stirred = definition.stirredTypes
    snapshot = Snapshot(definition: definition)
    interpreter = Interpreter(definition, limits: Self.limits)
    cells = CellTable(definition, now: now)
    sorter = ProgramSorter(definition)
    pool = definition.recordTypes.map { _ in [] }
    usedOfType = definition.recordTypes.map { _ in 0 }
    snapshot.supply = self
    let compared = definition.comparedExpressions
    for assigned in definition.assigned {
      guard case .formula(let formula) = assigned.value else { continue }
      let found = self.formula(formula.program)
      if compared.contains(found.key) { computed[found.key] = found }
    }
  }

  /// Conditions that may come out any way could hold for ever: a step that reaches one of these
  /// limits leaves the question open.
  private static let limits: InterpreterLimits = {
    var limits = InterpreterLimits()
    limits.automaticTransitions = 6
    limits.stepTransitions = 200
    limits.reactionRounds = 4
    return limits
  }()

  /// Forgets the world of the path before.
  func begin() {
    for index in usedOfType.indices { usedOfType[index] = 0 }
    records.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
    excluded.removeAll(keepingCapacity: true)
    complete.removeAll(keepingCapacity: true)
    supposed.forget()
  }

  func choose(_ count: Int) -> Int { count <= 1 ? 0 : script.choose(count) }

  /// A record of which nothing is known but its type.
  func makeRecord(type: Int) -> RecordHandle {
    let used = usedOfType[type]
    usedOfType[type] += 1
    if used == pool[type].count {
      let name = definition.recordTypes[type].name
      pool[type].append(snapshot.place(type: type, id: "\(name)~\(used + 1)"))
    }
    let record = pool[type][used]
    for slot in definition.recordTypes[type].fields.indices {
      snapshot.setUnread(record, slot: slot)
    }
    records.append(record)
    return record
  }

  private func records(ofType type: Int) -> [RecordHandle] {
    records.filter { snapshot.type(of: $0).index == type }
  }

  // MARK: Words

  func word(of record: RecordHandle, slot: Int) -> Int64 {
    let type = snapshot.type(of: record)
    let field = type.fields[slot]
    if let region = type.regions.first(where: { $0.slot == slot }) {
      return state(of: record, region, in: type)
    }
    if field.isInternal { return internalWord(of: record, slot, in: type) }
    switch field.type {
    case .reference(let target): return reference(of: record, slot, field, target)
    case .list, .links, .entries: return list(of: record, slot, field)
    case .plain, .choice:
      let values = values(of: field.type, mayBeEmpty: !field.mustHaveValue)
      return snapshot.word(values[choose(values.count)], as: field.type)
    }
  }

  /// The cells of a type, with nothing first where that may be.
  func values(of type: FieldType, mayBeEmpty: Bool) -> [StoredValue] {
    (mayBeEmpty ? [.null] : []) + cells.values(of: type, in: definition)
  }

  private func state(of record: RecordHandle, _ region: Region, in type: RecordType) -> Int64 {
    if let parent = region.parent {
      let around = snapshot.storedWord(of: record, slot: type.regions[parent.region].slot)
      if around != Int64(parent.state) { return Scalar.null }
    }
    return Int64(choose(region.states.count))
  }

  /// What the engine keeps for itself: a state that was left, whether a request waits, or a time.
  private func internalWord(of record: RecordHandle, _ slot: Int, in type: RecordType) -> Int64 {
    if type.fields[slot].type == .boolean { return Int64(choose(2)) }
    if let region = type.regions.first(where: { $0.memories.contains(slot) }) {
      let chosen = choose(region.states.count + 1)
      return chosen == 0 ? Scalar.null : Int64(chosen - 1)
    }
    let values = values(of: .timestamp, mayBeEmpty: true)
    return snapshot.word(values[choose(values.count)], as: .timestamp)
  }

  private func reference(
    of record: RecordHandle, _ slot: Int, _ field: Field, _ target: Int
  ) -> Int64 {
    let type = snapshot.type(of: record).index
    var targets: [Int64?] = field.mustHaveValue ? [] : [Scalar.null]
    let barred = excluded[Unread(record: record.raw, slot: slot)] ?? []
    for known in records(ofType: target) where !barred.contains(Int64(known.raw)) {
      // Who is in a set was said when the set was looked at.
      if sets[SetKey(owner: known.raw, type: type, slot: slot)] == nil {
        targets.append(Int64(known.raw))
      }
    }
    if !complete.contains(target) || targets.isEmpty { targets.append(nil) }
    return targets[choose(targets.count)] ?? Int64(makeRecord(type: target).raw)
  }

  private func list(of record: RecordHandle, _ slot: Int, _ field: Field) -> Int64 {
    wasBounded = true
    switch field.type {
    case .list(let element):
      let values = values(of: element, mayBeEmpty: false)
      let chosen = choose(values.count + 1)
      if chosen == 0 { return Scalar.null }
      return snapshot.word(.list([values[chosen - 1]]), as: field.type)
    case .entries(let type), .links(let type):
      let members =
        complete.contains(type)
        ? records(ofType: type).filter { _ in choose(2) == 1 }.map { Int64($0.raw) }
        : (0..<choose(3)).map { _ in Int64(makeRecord(type: type).raw) }
      return members.isEmpty ? Scalar.null : snapshot.word(forList: members)
    case .plain, .choice, .reference:
      return Scalar.null
    }
  }

  func presence(of record: RecordHandle) -> RecordPresence { .unknown }

  /// What a word was before it is overwritten makes no difference where nothing follows by itself
  /// from the change, or something does from another one already: it counts as changed.
  func mustKnow(overwritten record: RecordHandle, slot: Int) -> Bool {
    let type = snapshot.type(of: record).index
    guard stirred.contains(type) else { return waking.contains(Word(type: type, slot: slot)) }
    return waking.contains(Word(type: type, slot: slot))
      || !interpreter.hasChanged(record, on: snapshot)
  }

  // MARK: Sets

  func members(at owner: RecordHandle, type: Int, slot: Int) -> [RecordHandle]? {
    let key = SetKey(owner: owner.raw, type: type, slot: slot)
    if let known = sets[key] { return known }
    guard case .reference = definition.recordTypes[type].fields[slot].type else {
      wasBounded = true
      sets[key] = []
      return []
    }
    var members: [RecordHandle] = []
    for record in records(ofType: type) {
      if let word = snapshot.peek(record, slot: slot) {
        if word == Int64(owner.raw) { members.append(record) }
        continue
      }
      let unread = Unread(record: record.raw, slot: slot)
      if excluded[unread]?.contains(Int64(owner.raw)) == true { continue }
      if choose(2) == 0 {
        excluded[unread, default: []].insert(Int64(owner.raw))
      } else {
        snapshot.setRaw(record, slot: slot, to: Int64(owner.raw))
        members.append(record)
      }
    }
    let further =
      complete.contains(type) ? 0 : choose(members.isEmpty ? membersNeeded[type] + 1 : 2)
    for _ in 0..<further {
      let record = makeRecord(type: type)
      snapshot.setRaw(record, slot: slot, to: Int64(owner.raw))
      members.append(record)
    }
    sets[key] = members
    return members
  }

  func all(ofType type: Int) -> [RecordHandle]? {
    wasBounded = true
    if complete.insert(type).inserted {
      for _ in 0..<choose(records(ofType: type).isEmpty ? 3 : 2) { _ = makeRecord(type: type) }
    }
    return records(ofType: type)
  }

  func holders(of word: Int64, type: Int, slot: Int) -> [RecordHandle]? { [] }

  /// That a value is taken refuses a step, and never breaks a rule.
  var leavesOutUniqueness: Bool { true }

  /// A member may be left alone because of uniqueness, or of a rule that is not the one asked about.
  func passesOver() -> Bool { choose(2) == 1 }
}
