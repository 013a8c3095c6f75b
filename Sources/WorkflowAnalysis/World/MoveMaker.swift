import CEL
import WorkflowEngine

/// Makes everything that may be asked of the records of a world, with the values that matter.
struct MoveMaker {
  let definition: WorkflowDefinition
  let records: [PlacedRecord]
  let relevance: Relevance
  let samples: Samples
  let moments: Int
  /// Values of a goal or of records that are there already, by word.
  var further: [Word: [StoredValue]] = [:]

  /// How many ways of filling in one event are tried.
  static let maximumFillings = 256

  func moves() -> [Move] {
    var moves: [Move] = []
    for (index, record) in records.enumerated() {
      let type = definition.recordTypes[record.type]
      for event in type.events { moves += self.moves(event, of: type, record: index) }
    }
    let hasTimers = definition.recordTypes.contains { $0.transitions.contains(where: \.isTimed) }
    if hasTimers { moves.append(ofClock(.tick)) }
    if moments > 1 { moves.append(ofClock(.wait)) }
    return moves
  }

  private func ofClock(_ kind: Move.Kind) -> Move {
    Move(kind: kind, recordType: 0, event: 0, record: -1, isNew: false, actor: Self.clock)
  }

  static let clock = Actor(user: "clock")

  private func moves(_ event: Event, of type: RecordType, record: Int) -> [Move] {
    var moves: [Move] = []
    let asked = event.transitions.filter { $0.isAsked && $0.notSupported == nil }
    for isNew in [false, true] {
      let ways = asked.filter { $0.creates == isNew }
      guard !ways.isEmpty else { continue }
      for filling in fillings(of: ways, type: type) {
        for actor in actors(for: ways) {
          moves.append(
            Move(
              kind: .ask, recordType: type.index, event: event.index, record: record, isNew: isNew,
              inputs: filling.inputs, edits: filling.edits, actor: actor,
              approver: approver(for: ways)))
        }
      }
    }
    // That it was asked for, and when, is left open: it may expire whenever it follows from that.
    if event.transitions.contains(where: { $0.expiredEvent != nil }) {
      moves.append(
        Move(
          kind: .expire, recordType: type.index, event: event.index, record: record, isNew: false,
          actor: Self.clock))
    }
    // What was asked for, and with which values, is left open, too.
    if event.pendingSlot != nil {
      moves.append(
        Move(
          kind: .turn, recordType: type.index, event: event.index, record: record, isNew: false,
          actor: Actor(user: "first")))
    }
    return moves
  }

  // MARK: People

  /// One person for each role that is asked for; somebody without any where none is.
  private func actors(for ways: [Transition]) -> [Actor] {
    var roles: [String] = []
    for role in ways.flatMap({ $0.roles.prefix(1) }) where !roles.contains(role) {
      roles.append(role)
    }
    let people = roles.isEmpty ? [Actor(user: "first")] : [Actor(user: "first", roles: roles)]
    guard readsActor else { return people }
    return people.flatMap { [$0, Actor(user: "second", roles: $0.roles)] }
  }

  private var readsActor: Bool {
    !definition.usedVariables.isDisjoint(with: ["actor.user", "actor.roles"])
  }

  private func approver(for ways: [Transition]) -> Actor? {
    ways.approvingRoles.map { Actor(user: "another", roles: $0) }
  }

  // MARK: Filling in

  struct Filling {
    var inputs: [NamedValue] = []
    var edits: [NamedValue] = []
  }

  private func fillings(of ways: [Transition], type: RecordType) -> [Filling] {
    var fillings = [Filling()]
    func extend(_ choices: [(inout Filling) -> Void]) {
      guard fillings.count * choices.count <= Self.maximumFillings, !choices.isEmpty else {
        if let first = choices.first { for index in fillings.indices { first(&fillings[index]) } }
        return
      }
      fillings = fillings.flatMap { filling in
        choices.map { choice in
          var extended = filling
          choice(&extended)
          return extended
        }
      }
    }
    var seen: Set<String> = []
    for way in ways {
      for input in way.inputs where seen.insert(input.name).inserted {
        extend(
          values(of: input, way: way, type: type).map { value in
            { filling in
              if let value { filling.inputs.append(NamedValue(input.name, value)) }
            }
          })
      }
    }
    var edited: Set<Int> = []
    for slot in ways.flatMap(\.edits)
    where edited.insert(slot).inserted && !seen.contains(type.fields[slot].name) {
      let word = Word(type: type.index, slot: slot)
      guard relevance.words.contains(word) else { continue }
      let name = type.fields[slot].name
      extend(
        [{ _ in }]
          + values(of: word).map { value in { $0.edits.append(NamedValue(name, value)) } })
    }
    return fillings
  }

  /// The values an input is tried with; nil leaves it out.
  private func values(of input: Input, way: Transition, type: RecordType) -> [StoredValue?] {
    let word = input.field.map { Word(type: type.index, slot: $0) }
    let matters =
      word.map(relevance.words.contains) == true || way.reads(input: input.name)
      || !input.checks.isEmpty
    var values: [StoredValue?]
    switch input.type {
    case .reference(let target): values = ids(of: target).map { .reference($0) }
    case .entries, .links, .list: values = samples.lists(of: input.type, ids: ids)
    case .plain, .choice:
      values = samples.values(of: input, word: word).filter { $0 != .null }
      if let word, let more = further[word] { values += more.filter { !values.contains($0) } }
    }
    let isLeftOut = !input.isRequired || input.defaultValue != nil
    if !matters { return isLeftOut ? [nil] : Array(values.prefix(1)) }
    if !way.creates, input.mayEmpty(type) { values.append(.null) }
    return (isLeftOut || input.when != nil ? [nil] : []) + values
  }

  private func values(of word: Word) -> [StoredValue] {
    let field = definition.recordTypes[word.type].fields[word.slot]
    if case .reference(let target) = field.type {
      return (field.isOptional ? [.null] : []) + ids(of: target).map { .reference($0) }
    }
    switch field.type {
    case .entries, .links, .list: return samples.lists(of: field.type, ids: ids)
    case .plain, .choice, .reference:
      break
    }
    let values = samples.values(of: word)
    return values + (further[word] ?? []).filter { !values.contains($0) }
  }

  private func ids(of type: Int) -> [String] {
    records.filter { $0.type == type }.map(\.id)
  }
}

extension [Transition] {
  /// What a second person needs to be, whichever of the ways is taken: one role for each; nil where
  /// nobody has to agree.
  var approvingRoles: [String]? {
    let approvals = compactMap(\.approval)
    if approvals.isEmpty { return nil }
    var seen: Set<String> = []
    return approvals.compactMap(\.roles.first).filter { seen.insert($0).inserted }
  }
}

extension Transition {
  /// Whether a person or a caller may ask for it.
  var isAsked: Bool {
    switch occasion {
    case .asked: true
    case .sent, .clock, .automatic, .done, .expired: false
    }
  }

  /// Whether anything that the transition decides, or brings about, reads an input.
  func reads(input name: String) -> Bool {
    var formulas = when?.formulas ?? []
    formulas += guards.flatMap(\.declared.formulas)
    for input in inputs {
      formulas += input.when?.formulas ?? []
      formulas += input.checks.flatMap(\.formulas)
    }
    formulas += effects.flatMap(\.allFormulas)
    formulas += approval?.when?.formulas ?? []
    return formulas.contains { $0.program.uses(variable: name) }
  }
}

extension Effect {
  /// Every formula in it and in the effects inside it, but for those of messages.
  var allFormulas: [Formula] {
    var all = when?.formulas ?? []
    if case .each(let loop) = target {
      all += [loop.records] + (loop.condition?.formulas ?? [])
      if let orderBy = loop.orderBy { all.append(orderBy) }
    }
    let parts = kind.parts
    for case .formula(let formula) in parts.assignments.map(\.value) { all.append(formula) }
    if let records = parts.records { all.append(records) }
    all += parts.given.flatMap(\.formulas)
    return all + parts.inner.flatMap(\.allFormulas)
  }
}
