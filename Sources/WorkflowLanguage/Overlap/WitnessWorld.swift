import CEL
import WorkflowEngine

/// Records on which the engine itself evaluates what a situation asks.
///
/// A class, because one snapshot is changed from one choice of values to the next.
final class WitnessWorld {
  let situation: Situation
  let resolver: PathResolver
  let ways: [Way]
  let snapshot: Snapshot
  let own: RecordHandle
  private let interpreter: Interpreter
  private var records: [[Int]: RecordHandle] = [:]
  private var letters: [Character: Int] = [:]
  /// The sample that each variable has now; -1 before it has one.
  private var current: [Int]
  private var members: [Int: [RecordHandle]] = [:]
  private var spares: [Int: [RecordHandle]] = [:]
  private var texts: [[Int]: Set<String>] = [:]
  private(set) var now: Int64
  private(set) var roles: Set<String> = []
  private(set) var user = "someone"
  private(set) var cause: String?
  private(set) var inputs: [[Value]]
  /// By way: what own fields keep of them, by their slots.
  private var kept: [[Int: StoredValue]]
  private(set) var actor = Actor(user: "someone")

  init(_ situation: Situation, resolver: PathResolver, ways: [Way]) {
    self.situation = situation
    self.resolver = resolver
    self.ways = ways
    let definition = resolver.definition
    snapshot = Snapshot(definition: definition)
    interpreter = Interpreter(definition)
    current = Array(repeating: -1, count: situation.variables.count)
    inputs = ways.map { Array(repeating: .null, count: $0.inputs.count) }
    kept = ways.map { _ in [:] }
    now = Scale(unit: .timestamp).base(.timestamp)
    own = snapshot.place(type: resolver.type.index, id: "\(WitnessWorld.letter(resolver.type))1")
    letters[WitnessWorld.letter(resolver.type)] = 1
    records[[]] = own
    interpreter.fillPlainDefaults(snapshot, own)
    interpreter.fillStates(snapshot, own, except: [])
  }

  private static func letter(_ type: RecordType) -> Character {
    type.name.uppercased().first ?? "R"
  }

  private func place(_ type: RecordType) -> RecordHandle {
    let letter = WitnessWorld.letter(type)
    letters[letter, default: 0] += 1
    let record = snapshot.place(type: type.index, id: "\(letter)\(letters[letter] ?? 1)")
    interpreter.fillPlainDefaults(snapshot, record)
    interpreter.fillStates(snapshot, record, except: [])
    return record
  }

  // MARK: Evaluating

  /// The truth of an atom's key, for samples of its variables.
  func truth(_ atom: Situation.Atom, _ chosen: [Int]) -> Truth {
    switch atom.test {
    case .assumed:
      guard let variable = atom.variables.first,
        case .flag(let holds) = sample(variable, chosen)
      else { return .cannotTell }
      return holds ? .yes : .no
    case .nested(let inner, let outer, let state):
      let isInside = sample(outer, chosen) == .choice(state)
      return isInside == (sample(inner, chosen) != .null) ? .yes : .no
    case .compared(let comparison, let left, let right):
      return situation.truth(comparison, left, right, chosen)
    case .evaluated(let program, let part, let way, let isOpposite):
      for variable in atom.variables { assign(variable, chosen[variable]) }
      let truth = withFrame(way) { program.truth(ofPart: part, $0) }
      switch truth {
      case .cannotTell: return .cannotTell
      case .yes: return isOpposite ? .no : .yes
      case .no: return isOpposite ? .yes : .no
      }
    }
  }

  private func sample(_ variable: Int, _ chosen: [Int]) -> Sample {
    situation.variables[variable].samples[chosen[variable]]
  }

  /// Whether every way is really enabled for a choice of samples, as the engine says.
  func isWitness(_ chosen: [Int]) -> Bool {
    for variable in situation.variables.indices { assign(variable, chosen[variable]) }
    return ways.indices.allSatisfy { way in
      let fits = ways[way].from.allSatisfy { test in
        interpreter.state(snapshot, own, slot: test.slot).map(test.contains) ?? false
      }
      return fits
        && withFrame(way) { frame in
          ways[way].conditions.allSatisfy { condition in
            switch condition {
            case .condition(let condition): interpreter.holds(condition, frame) == .yes
            case .declared(let rule): interpreter.holds(rule, frame) == .yes
            }
          }
        }
    }
  }

  private func withFrame<Result>(_ way: Int, _ body: (Frame) -> Result) -> Result {
    let stored = kept[way].map { slot, value in
      let former = snapshot.storedValue(of: own, slot: slot)
      snapshot.set(own, slot: slot, to: value)
      return (slot: slot, value: former)
    }
    defer { for (slot, value) in stored { snapshot.set(own, slot: slot, to: value) } }
    return interpreter.withFrame(snapshot, own, actor: actor, now: now, added: inputs[way]) {
      frame in
      if let cause { frame.slots[FrameSlot.cause] = .text(cause) }
      return body(frame)
    }
  }

  // MARK: Values

  private func assign(_ variable: Int, _ sample: Int) {
    guard current[variable] != sample else { return }
    current[variable] = sample
    let described = situation.variables[variable]
    let value = described.samples[sample]
    switch described.source {
    case .member(let slots): assign(value, to: slots, described)
    case .now: if case .number(let number) = value { now = number }
    case .today:
      if case .word(let day, .date) = stored(value, described) {
        let date = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: day))
        let zone = resolver.definition.timeZone
        now = zone.utcSeconds(ofLocal: date, secondOfDay: 43_200) * 1_000_000
      }
    case .user:
      if case .text(let text) = value { user = text }
      renewActor()
    case .role(let role):
      if value == .flag(true) { roles.insert(role) } else { roles.remove(role) }
      renewActor()
    case .cause: if case .text(let text) = value { cause = text }
    case .element(let slots, let text):
      if value == .flag(true) {
        texts[slots, default: []].insert(text)
      } else {
        texts[slots]?.remove(text)
      }
      guard let slot = slots.last else { return }
      let list = (texts[slots] ?? []).sorted().map { StoredValue.text($0) }
      snapshot.set(record(at: slots.dropLast()), slot: slot, to: .list(list))
    case .input: assignInput(value, described)
    case .gathering(let set):
      if case .members(let number) = value { gather(set, number) }
    case .expression, .condition: break
    }
  }

  private func renewActor() { actor = Actor(user: user, roles: roles.sorted()) }

  /// The record that references lead to; it is made when it is first needed.
  private func record(at slots: some Collection<Int>) -> RecordHandle {
    let path = Array(slots)
    if let record = records[path] { return record }
    guard case .reference(let type)? = resolver.field(path)?.field.type else { return own }
    let record = place(resolver.definition.recordTypes[type])
    records[path] = record
    return record
  }

  private func assign(_ value: Sample, to slots: [Int], _ variable: Variable) {
    guard let slot = slots.last else { return }
    let owner = record(at: slots.dropLast())
    switch value {
    case .record: refer(owner, slot, to: record(at: slots))
    case .same(let path): refer(owner, slot, to: record(at: path))
    case .null, .flag, .choice, .number, .text, .members:
      if variable.kind != .other { snapshot.set(owner, slot: slot, to: stored(value, variable)) }
    }
  }

  private func refer(_ owner: RecordHandle, _ slot: Int, to target: RecordHandle) {
    snapshot.set(owner, slot: slot, to: .reference(snapshot.id(of: target)))
  }

  /// The same input may be read by several ways.
  private func assignInput(_ value: Sample, _ variable: Variable) {
    guard case .input(let first, let index) = variable.source else { return }
    let input = ways[first].inputs[index]
    for way in ways.indices where way >= first {
      let place =
        way == first
        ? index
        : ways[way].inputs.firstIndex {
          $0.isGiven(like: input, in: resolver.definition)
        }
      if let place {
        inputs[way][place] = formulaValue(value, variable, ways[way].inputs[place].type)
        if let slot = ways[way].inputs[place].field { kept[way][slot] = stored(value, variable) }
      }
    }
  }

  private func formulaValue(
    _ sample: Sample, _ variable: Variable, _ type: FieldType
  ) -> Value {
    let stored = stored(sample, variable)
    if case .choice(let name) = stored, case .choice(let choice) = type,
      let index = resolver.definition.choices[choice].values.firstIndex(of: name)
    {
      return .choice(type: Int32(choice), index: Int32(index))
    }
    return stored.plainValue ?? .null
  }

  /// A sample as a field of the variable's kind stores it.
  func stored(_ sample: Sample, _ variable: Variable) -> StoredValue {
    switch (sample, variable.kind) {
    case (.flag(let flag), _): return .boolean(flag)
    case (.text(let text), _): return .text(text)
    case (.choice(let place), _): return choiceName(place, variable).map { .choice($0) } ?? .null
    case (.number(let number), .ordered(let unit)):
      let scale = situation.families[variable.family]?.scale ?? Scale(unit: unit)
      return scale.stored(number, as: unit)
    case (.null, _), (.number, _), (.record, _), (.same, _), (.members, _): return .null
    }
  }

  private func choiceName(_ place: Int, _ variable: Variable) -> String? {
    let type: FieldType?
    switch variable.source {
    case .member(let slots): type = resolver.field(slots)?.field.type
    case .input(let way, let index): type = ways[way].inputs[index].type
    case .now, .today, .user, .cause, .role, .element, .gathering, .expression, .condition:
      type = nil
    }
    guard case .choice(let choice)? = type else { return nil }
    return resolver.definition.choices[choice].values[place]
  }

  // MARK: Members of sets

  private func gather(_ set: Int, _ number: Int) {
    guard let gathering = situation.gatherings[set]?[number] else { return }
    let recordSet = resolver.type.sets[set]
    let memberType = resolver.definition.recordTypes[recordSet.memberType]
    switch recordSet.source {
    case .referencing(let slot):
      let reference = StoredValue.reference(snapshot.id(of: own))
      fill(set, gathering, memberType) { [snapshot] member, belongs in
        snapshot.set(member, slot: slot, to: belongs ? reference : .null)
      }
    case .linking(let slot):
      let link = StoredValue.list([.reference(snapshot.id(of: own))])
      fill(set, gathering, memberType) { [snapshot] member, belongs in
        snapshot.set(member, slot: slot, to: belongs ? link : .list([]))
      }
    case .stored(let slot):
      if case .entries = resolver.type.fields[slot].type {
        snapshot.set(own, slot: slot, to: .entries(gathering.members))
      } else {
        fill(set, gathering, memberType) { _, _ in }
        let ids = (members[set] ?? []).map { StoredValue.reference(snapshot.id(of: $0)) }
        snapshot.set(own, slot: slot, to: .list(ids))
      }
    case .everything, .reaching: break
    }
  }

  /// Gives a set as many members as the gathering has; those it had before wait for their turn.
  private func fill(
    _ set: Int, _ gathering: Gathering, _ type: RecordType,
    _ attach: (RecordHandle, _ belongs: Bool) -> Void
  ) {
    for member in members[set] ?? [] { attach(member, false) }
    var pool = spares[set] ?? []
    while pool.count < gathering.members.count { pool.append(place(type)) }
    spares[set] = pool
    let present = Array(pool.prefix(gathering.members.count))
    for (member, values) in zip(present, gathering.members) {
      for (name, value) in values {
        if let slot = type.slot(of: name) { snapshot.set(member, slot: slot, to: value) }
      }
      attach(member, true)
    }
    members[set] = present
  }

  /// The members that a set has now.
  func memberIDs(_ set: Int) -> [String] { (members[set] ?? []).map { snapshot.id(of: $0) } }

  /// The id of the record that references lead to.
  func id(at slots: [Int]) -> String { snapshot.id(of: record(at: slots)) }
}
