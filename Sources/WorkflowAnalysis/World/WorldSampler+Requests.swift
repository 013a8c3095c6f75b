import CEL
package import WorkflowEngine

/// Something that is asked of a world that was drawn.
package struct SampledRequest: Sendable {
  package enum Target: Sendable {
    case new
    /// Places in the world.
    case records([Int])
    case all
    /// The clock fires what is due.
    case clock
    /// A record is looked at, by its place in the world.
    case view(Int)
    /// One of the lists of a type is looked at, by its place there.
    case list(Int)
  }

  package var recordType = 0
  package var event = 0
  package var target = Target.clock
  package var inputs: [NamedValue] = []
  package var edits: [NamedValue] = []
  package var isConfirmed = true
  package var roles: [String] = []
  /// When, in microseconds.
  package var at = Scope.morning

  package init(recordType: Int = 0, event: Int = 0) {
    self.recordType = recordType
    self.event = event
  }
}

extension WorldSampler {
  /// A request of a world: what was asked of it, perhaps with other values, or mostly of the event
  /// that is named.
  ///
  /// - Parameter focus: a type and one of its events.
  package mutating func request(
    of moment: SampledMoment, focus: (type: Int, event: Int)?
  ) -> SampledRequest? {
    if let asked = moment.request, dice.isBelow(60) { return varied(asked, moment.records) }
    let records = moment.records
    let isTimed = focus.map {
      definition.recordTypes[$0.type].events[$0.event].transitions.contains(where: \.isTimed)
    }
    if hasTimers, dice.isBelow(isTimed == true ? 50 : 15), let tick = tick(of: records) {
      return tick
    }
    if dice.isBelow(15) { return look(at: records) }
    guard let (type, event) = event(of: records, focus) else { return nil }
    let asked = event.transitions.filter(\.isAskedFor)
    let present = records.indices.filter { records[$0].type == type.index }
    let creates = asked.contains(where: \.creates) && (present.isEmpty || dice.isBelow(50))
    let ways = asked.filter { $0.creates == creates }
    guard creates || !present.isEmpty, !ways.isEmpty else { return nil }
    var request = SampledRequest(recordType: type.index, event: event.index)
    if creates {
      request.target = .new
    } else if dice.isBelow(8) {
      request.target = dice.isBelow(50) ? .all : .records(present)
    } else {
      request.target = .records([dice.pick(present) ?? present[0]])
    }
    fill(&request, ways, records)
    let roles = ways.flatMap(\.roles)
    request.roles =
      dice.isBelow(75)
      ? Array(Set(roles)).sorted() : dice.isBelow(50) ? [] : dice.pick(roles).map { [$0] } ?? []
    request.isConfirmed = dice.isBelow(85)
    return request
  }

  /// What was asked, half of the time with something changed.
  private mutating func varied(
    _ asked: SampledRequest, _ records: [PlacedRecord]
  ) -> SampledRequest {
    guard dice.isBelow(50) else { return asked }
    var request = asked
    switch asked.target {
    case .clock: request.at += (dice.pick([-1, 1]) ?? 1) * Scope.day
    case .view, .list: break
    case .new, .records, .all:
      let creates = if case .new = asked.target { true } else { false }
      let event = definition.recordTypes[asked.recordType].events[asked.event]
      switch Int.random(in: 0..<6, using: &dice) {
      case 0: request.isConfirmed.toggle()
      case 1: request.roles = []
      case 2, 3:
        if let index = request.inputs.indices.randomElement(using: &dice),
          let value = dice.pick(neighbours(of: request.inputs[index].value))
        {
          request.inputs[index].value = value
        }
      default:
        request.inputs = []
        request.edits = []
        fill(&request, event.transitions.filter { $0.creates == creates }, records)
      }
    }
    return request
  }

  /// A record, or a list of a type of which there are records.
  private mutating func look(at records: [PlacedRecord]) -> SampledRequest? {
    guard let place = records.indices.randomElement(using: &dice) else { return nil }
    let type = definition.recordTypes[records[place].type]
    var request = SampledRequest(recordType: type.index)
    let list = type.lists.indices.randomElement(using: &dice)
    request.target = list.flatMap { dice.isBelow(60) ? .list($0) : nil } ?? .view(place)
    return request
  }

  private var hasTimers: Bool {
    definition.recordTypes.contains { $0.transitions.contains(where: \.isTimed) }
  }

  /// An event that can be asked of some record there is, or that creates one.
  private mutating func event(
    of records: [PlacedRecord], _ focus: (type: Int, event: Int)?
  ) -> (RecordType, Event)? {
    let types = Set(records.map(\.type))
    let all = definition.recordTypes.filter { !$0.isInline }.flatMap { type in
      type.events.filter { event in
        event.transitions.contains {
          $0.isAskedFor && ($0.creates || types.contains(type.index))
        }
      }.map { (type, $0) }
    }
    let meant = all.filter { $0.0.index == focus?.type && $0.1.index == focus?.event }
    if let event = meant.first, dice.isBelow(50) { return event }
    return dice.pick(all)
  }

  private mutating func fill(
    _ request: inout SampledRequest, _ ways: [Transition], _ records: [PlacedRecord]
  ) {
    let type = definition.recordTypes[request.recordType]
    var seen: Set<String> = []
    for input in ways.flatMap(\.inputs) where seen.insert(input.name).inserted {
      guard dice.isBelow(input.isRequired && input.defaultValue == nil ? 95 : 60) else { continue }
      let word = input.field.map { Word(type: type.index, slot: $0) }
      let values = values(of: input.type, among: records) {
        samples.values(of: input, word: word)
      }.filter { $0 != .null }
      if let value = dice.pick(values) { request.inputs.append(NamedValue(input.name, value)) }
    }
    for slot in Set(ways.flatMap(\.edits)).sorted() where dice.isBelow(30) {
      let field = type.fields[slot]
      let values = values(of: field.type, among: records) {
        samples.values(of: Word(type: type.index, slot: slot))
      }
      if let value = dice.pick(values) { request.edits.append(NamedValue(field.name, value)) }
    }
  }

  /// A tick at the due time of a timer, or a day before or after it.
  private mutating func tick(of records: [PlacedRecord]) -> SampledRequest? {
    let snapshot = snapshot(of: records)
    let due = Interpreter(definition).dueTimers(
      snapshot, until: Scope.morning + 800 * Scope.day, isForeseen: true
    ).map(\.due).filter { $0 >= Scope.morning }
    guard let time = dice.pick(due) else { return nil }
    var request = SampledRequest()
    request.at = max(Scope.morning, time + (dice.pick([-1, 0, 0, 0, 1]) ?? 0) * Scope.day)
    return request
  }
}
