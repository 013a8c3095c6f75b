import CEL
import WorkflowEngine

/// The events that may write something on which the goal, or a refusal on the way, depends.
///
/// What depends on what is found out from the steps themselves: the words that they have read. An
/// event is filled in when it first becomes a candidate, and anew when more of its edits matter.
struct RouteCandidates {
  private let world: RouteWorld
  private let table: WriterTable
  private var filling: RouteFilling
  private var definition: WorkflowDefinition { world.definition }

  /// Everything that is tried, in the order in which it became worth trying.
  private(set) var moves: [RouteMove] = []
  /// Timers that may help: the events by their records.
  private(set) var timers: [(record: RecordHandle, event: Int)] = []
  /// What the goal and the refusals depend on.
  private(set) var words: Set<RecordWord> = []
  private var typeWords: Set<Word> = []
  private var sets: Set<RecordSetKey> = []
  private var presences: Set<RecordHandle> = []
  private var types: Set<Int> = []
  private var candidates: [Candidate: Int] = [:]
  private var entries: [Entry] = []
  private var waiting: [RecordWord] = []
  /// Whether something was left out that might have helped.
  private(set) var isBounded = false
  private let readsActor: Bool

  /// How many records are tried where any of a type could be meant.
  private static let mostAny = 16

  private struct Candidate: Hashable {
    let target: RouteMove.Target?
    let type: Int
    let event: Int
    /// What is made for a set: its owner stands in the input.
    var owner: RecordSetKey?
  }

  private struct Entry {
    var candidate: Candidate
    var target: RouteMove.Target
    var given = RouteFilling.Filled()
    var isGoal = false
    var slots: Set<Int> = []
    var made: Set<RouteFilling.Filled> = []
  }

  init(_ world: RouteWorld, _ table: WriterTable, _ filling: RouteFilling) {
    self.world = world
    self.table = table
    self.filling = filling
    readsActor = !world.definition.usedVariables.isDisjoint(with: ["actor.user", "actor.roles"])
  }

  var isSampled: Bool { filling.isSampled || readsActor && !moves.isEmpty }

  /// The event that the route is for, with what is given.
  mutating func addGoal(_ request: Request) {
    let target: RouteMove.Target
    switch request.target {
    case .record(let record): target = .record(record)
    case .new(let id): target = .new(id: id ?? world.freeID(type: request.recordType))
    }
    add(
      Candidate(target: target, type: request.recordType, event: request.event), target,
      RouteFilling.Filled(inputs: request.inputs, edits: request.edits), isGoal: true)
  }

  // MARK: What was read

  /// Takes over what the world has read since it last forgot.
  mutating func noteReads() {
    let (words, presences) = (world.readWords, world.readPresences)
    let (sets, types) = (world.readSets, world.readTypes)
    world.forget()
    for word in words { note(word) }
    for record in presences { note(presence: record) }
    for set in sets { note(set) }
    for type in types { note(type: type) }
    while let word = waiting.popLast() { addWriters(of: word) }
  }

  mutating func note(_ word: RecordWord) {
    guard words.insert(word).inserted else { return }
    typeWords.insert(Word(type: world.snapshot.type(of: word.record).index, slot: word.slot))
    waiting.append(word)
  }

  private mutating func note(presence record: RecordHandle) {
    guard presences.insert(record).inserted else { return }
    let type = world.snapshot.type(of: record).index
    for writer in table.removers[type] ?? [] { follow(writer, from: record) }
  }

  private mutating func note(_ set: RecordSetKey) {
    guard sets.insert(set).inserted else { return }
    typeWords.insert(Word(type: set.type, slot: set.slot))
    addCreating(type: set.type, for: set)
    addMakers(of: set.type, for: set.owner)
    for member in world.members(of: set) {
      note(RecordWord(record: member, slot: set.slot))
      note(presence: member)
    }
    let writers = table.writers[Word(type: set.type, slot: set.slot)] ?? []
    guard !writers.isEmpty else { return }
    for record in some(world.every(ofType: set.type)) {
      note(RecordWord(record: record, slot: set.slot))
    }
  }

  private mutating func note(type: Int) {
    guard types.insert(type).inserted else { return }
    addCreating(type: type, for: nil)
    addMakers(of: type, for: nil)
    for record in some(world.every(ofType: type)) { note(presence: record) }
  }

  private mutating func some(_ records: [RecordHandle]) -> ArraySlice<RecordHandle> {
    if records.count > Self.mostAny { isBounded = true }
    return records.prefix(Self.mostAny)
  }

  // MARK: Who writes it

  private mutating func addWriters(of word: RecordWord) {
    let type = world.snapshot.type(of: word.record)
    guard !type.isInline else { return }
    for writer in ordered(table.writers[Word(type: type.index, slot: word.slot)] ?? []) {
      follow(writer, from: word.record)
    }
    for entry in entries.indices where entries[entry].target == .record(word.record) {
      extend(entry)
    }
  }

  /// Sets have no order of their own, and routes are to be the same each time.
  private func ordered(_ writers: Set<Writer>) -> [Writer] {
    func key(_ writer: Writer) -> (Int, Int, Int, Int) {
      switch writer.kind {
      case .event(let event): (writer.back.count, writer.type, 0, event)
      case .follower(let number): (writer.back.count, writer.type, 1, number)
      }
    }
    return writers.sorted { left, right in
      let (first, second) = (key(left), key(right))
      if first != second { return first < second }
      return left.back.map(\.sortKey).lexicographicallyPrecedes(right.back.map(\.sortKey))
    }
  }

  private mutating func follow(_ writer: Writer, from record: RecordHandle) {
    var reached = [record]
    for step in writer.back {
      var next: [RecordHandle] = []
      for one in reached { next += back(step, from: one) }
      reached = next
    }
    for one in reached { add(writer, of: one) }
  }

  private mutating func back(_ step: WayBack, from record: RecordHandle) -> [RecordHandle] {
    switch step {
    case .along(let slot):
      let word = world.peek(RecordWord(record: record, slot: slot))
      return word == Scalar.null ? [] : [RecordHandle(raw: Int32(truncatingIfNeeded: word))]
    case .elements(let slot):
      let word = world.peek(RecordWord(record: record, slot: slot))
      return world.snapshot.elements(ofList: word).map {
        RecordHandle(raw: Int32(truncatingIfNeeded: $0))
      }
    case .holders(let type, let slot):
      return world.members(of: RecordSetKey(owner: record, type: type, slot: slot))
    case .any(let type): return Array(some(world.every(ofType: type)))
    }
  }

  private mutating func add(_ writer: Writer, of record: RecordHandle) {
    switch writer.kind {
    case .event(let event):
      let target = RouteMove.Target.record(record)
      add(Candidate(target: target, type: writer.type, event: event), target)
    case .follower(let number):
      let follower = table.followers[number]
      for slot in follower.slots { note(RecordWord(record: record, slot: slot)) }
      for condition in follower.conditions + follower.formulas.map({ .formula($0) }) {
        noteReads(of: condition, record)
      }
    }
  }

  /// What a condition reads of a record as it is.
  private mutating func noteReads(of condition: Condition, _ record: RecordHandle) {
    guard world.isPresent(record) else { return }
    world.forget()
    _ = world.interpreter.holds(
      condition, world.snapshot, record, actor: filling.actor, now: world.situation.now)
    let (read, readSets) = (world.readWords, world.readSets)
    world.forget()
    for word in read { note(word) }
    for set in readSets { note(set) }
  }

  /// Events that make a record of a type, as a member of a set where there is one.
  private mutating func addCreating(type: Int, for set: RecordSetKey?) {
    let recordType = definition.recordTypes[type]
    for event in recordType.events {
      let ways = event.transitions.filter { $0.creates && $0.isAsked && $0.notSupported == nil }
      guard !ways.isEmpty else { continue }
      let target = RouteMove.Target.new(id: world.freeID(type: type))
      var given = RouteFilling.Filled()
      if let set, let input = ways.lazy.flatMap(\.inputs).first(where: { $0.field == set.slot }) {
        let value = StoredValue.reference(world.snapshot.id(of: set.owner))
        if case .reference = input.type { given.inputs = [NamedValue(input.name, value)] }
      }
      isBounded = true
      add(
        Candidate(target: nil, type: type, event: event.index, owner: set), target, given)
    }
  }

  /// Events whose effects make records of a type.
  private mutating func addMakers(of type: Int, for owner: RecordHandle?) {
    for writer in ordered(table.makers[type] ?? []) {
      guard case .event = writer.kind else { continue }
      isBounded = true
      if let owner, world.snapshot.type(of: owner).index == writer.type {
        add(writer, of: owner)
      } else {
        for record in some(world.every(ofType: writer.type)) { add(writer, of: record) }
      }
    }
  }

  // MARK: Moves

  private mutating func add(
    _ candidate: Candidate, _ target: RouteMove.Target,
    _ given: RouteFilling.Filled = RouteFilling.Filled(), isGoal: Bool = false
  ) {
    guard candidates[candidate] == nil else { return }
    candidates[candidate] = entries.count
    entries.append(Entry(candidate: candidate, target: target, given: given, isGoal: isGoal))
    let event = definition.recordTypes[candidate.type].events[candidate.event]
    if case .record(let record) = target, event.transitions.contains(where: \.isTimed) {
      timers.append((record, candidate.event))
    }
    // Asking and waiting until nobody has agreed is not tried.
    if event.transitions.contains(where: { $0.expiredEvent != nil }) { isBounded = true }
    extend(entries.count - 1, isFirst: true)
  }

  /// Fills an event in, as far as that was not done.
  private mutating func extend(_ number: Int, isFirst: Bool = false) {
    let entry = entries[number]
    let type = definition.recordTypes[entry.candidate.type]
    let isNew: Bool
    if case .new = entry.target { isNew = true } else { isNew = false }
    let event = type.events[entry.candidate.event]
    let ways = event.transitions.filter {
      $0.isAsked && $0.notSupported == nil && $0.creates == isNew
    }
    guard !ways.isEmpty else { return }
    var circumstances = RouteFilling.Circumstances()
    circumstances.slots = slots(of: ways, entry.target)
    guard isFirst || circumstances.slots != entry.slots else { return }
    circumstances.words = typeWords
    circumstances.given = entry.given
    circumstances.values = values(of: entry.target)
    circumstances.ids = { [world, words] type in Self.ids(of: type, world, words) }
    entries[number].slots = circumstances.slots
    let filled = filling.fillings(of: ways, type: type, circumstances)
    for one in filled where entries[number].made.insert(one).inserted {
      for actor in filling.actors(for: ways, readsActor: readsActor) {
        moves.append(
          RouteMove(
            type: type.index, event: event.index, target: entry.target, inputs: one.inputs,
            edits: one.edits, actor: actor, approver: filling.approver(for: ways),
            isGoal: entry.isGoal))
      }
    }
  }

  /// The edits that matter.
  private func slots(of ways: [Transition], _ target: RouteMove.Target) -> Set<Int> {
    let edits = Set(ways.flatMap(\.edits))
    guard case .record(let record) = target else {
      let type = ways[0].recordType
      return edits.filter { typeWords.contains(Word(type: type, slot: $0)) }
    }
    return edits.filter { words.contains(RecordWord(record: record, slot: $0)) }
  }

  /// Values of words that matter, and of everything that can be computed of the record itself.
  private func values(of target: RouteMove.Target) -> [FieldType: [StoredValue]] {
    var values: [FieldType: [StoredValue]] = [:]
    // What is secret is not suggested.
    let sight = Sight(world.definition, of: filling.actor)
    func add(_ value: StoredValue, _ type: FieldType) {
      if value != .null, !(values[type] ?? []).contains(value) {
        values[type, default: []].append(value)
      }
    }
    if case .record(let record) = target, world.isPresent(record) {
      let type = world.snapshot.type(of: record)
      world.forget()
      for formula in type.formulas where !formula.type.isFinite {
        if sight.hides(formula.name, of: type) { continue }
        let value = world.interpreter.value(
          world.snapshot, record, member: formula.name, actor: filling.actor,
          now: world.situation.now)
        if case .value(let value)? = value { add(value, formula.type) }
      }
      world.forget()
    }
    let known = words.sorted { ($0.record.raw, $0.slot) < ($1.record.raw, $1.slot) }
    for word in known {
      let type = world.snapshot.type(of: word.record)
      guard !type.isInline, !type.fields[word.slot].isInternal else { continue }
      let field = type.fields[word.slot]
      if sight.hides(slot: word.slot, of: type) { continue }
      guard field.region == nil, !field.type.isFinite else { continue }
      add(world.snapshot.storedValue(world.peek(word), as: field.type), field.type)
    }
    return values
  }

  /// Records that may be pointed at: those that matter, then a few others.
  private static func ids(
    of type: Int, _ world: RouteWorld, _ words: Set<RecordWord>
  ) -> [String] {
    let snapshot = world.snapshot
    let relevant = Set(words.map(\.record)).filter { snapshot.type(of: $0).index == type }
      .filter(world.isPresent).sorted { $0.raw < $1.raw }
    let others = world.every(ofType: type).filter { !relevant.contains($0) }.prefix(4)
    return (relevant.prefix(mostAny) + others).map { snapshot.id(of: $0) }
  }
}

extension WayBack {
  fileprivate var sortKey: Int {
    switch self {
    case .along(let slot): slot
    case .elements(let slot): 1_000 + slot
    case .holders(let type, let slot): 1_000_000 * (type + 1) + slot
    case .any(let type): 1_000_000_000 + type
    }
  }
}
