import CEL
public import WorkflowEngine
public import WorkflowStore

/// What the clock will do to a record, on a store that forgets.
public struct Simulation: Sendable {
  public var recordType: Int
  public var recordID: String
  /// Asked for first, in this order.
  public var requests: [WorkflowRequest]
  /// Who asks.
  public var actor: Actor
  public var start: Int64
  public var end: Int64

  public init(
    recordType: Int, recordID: String, requests: [WorkflowRequest], actor: Actor, start: Int64,
    end: Int64
  ) {
    self.recordType = recordType
    self.recordID = recordID
    self.requests = requests
    self.actor = actor
    self.start = start
    self.end = end
  }

  /// A record's relations may lead to very many.
  fileprivate static let mostRecords = 10_000
}

extension Conductor {
  /// Plays what the clock does to a record and what it is related to; nothing is kept.
  ///
  /// Looked at are the timers of the record, of what its sets lead to and theirs, of what it points
  /// at, and of whatever changes on the way.
  public func simulate(_ simulation: Simulation) throws -> SimulationAnswer {
    try forgetting { try $0.play(simulation) }
  }

  private func play(_ simulation: Simulation) throws -> SimulationAnswer {
    let own = ReadRecord(type: simulation.recordType, id: simulation.recordID)
    var scope = try related(to: own, simulation)
    var answer = SimulationAnswer(simulation, definition, name: try name(of: own, simulation))
    for request in simulation.requests {
      var request = request
      request.isConfirmed = true
      let done = try perform(request) { decision in
        answer.timeline.append(self.entry(decision))
        for entry in decision.changeset?.entries ?? [] {
          guard let type = self.definition.recordType(named: entry.recordType) else { continue }
          scope.insert(ReadRecord(type: type.index, id: entry.recordID))
        }
      }
      if done.outcome != .allowed {
        answer.isRefused = true
        return answer
      }
    }
    var options = TickOptions()
    options.scope = scope.union(try related(to: own, simulation))
    options.isDetailed = true
    options.notBefore = simulation.start
    options.now = simulation.start
    let tick = try tick(at: simulation.end, options)
    answer.timeline += tick.entries
    answer.ended = tick.ended
    answer.isCutShort = tick.isCutShort
    return answer
  }

  private func name(of record: ReadRecord, _ simulation: Simulation) throws -> String {
    try store.read { view in
      self.interpreter.name(
        view.snapshot, of: view.snapshot.known(type: record.type, id: record.id),
        actor: simulation.actor, now: simulation.start)
    }
  }

  private func entry(_ decision: Decision) -> ClockAnswer.Entry {
    let type = definition.recordTypes[decision.request.recordType]
    var entry = ClockAnswer.Entry(
      type: type.name, id: decision.recordID, event: type.events[decision.request.event].name,
      at: definition.timeText(decision.request.now), due: nil)
    let maker = AnswerMaker(
      interpreter: interpreter, actor: decision.request.actor, now: decision.request.now)
    entry.fill(with: decision, maker, isDetailed: true)
    return entry
  }

  // MARK: Related records

  /// The record, what its sets and theirs lead to, and what it points at, and that in turn.
  private func related(
    to record: ReadRecord, _ simulation: Simulation
  ) throws -> Set<ReadRecord> {
    try store.read { view in
      let snapshot = view.snapshot
      let own = snapshot.known(type: record.type, id: record.id)
      var found: Set<RecordHandle> = [own]
      self.spread(from: own, into: &found, in: snapshot) { self.members(of: $0, $1, simulation) }
      var above: Set<RecordHandle> = [own]
      self.spread(from: own, into: &above, in: snapshot) { self.references(of: $0, $1) }
      return Set(
        found.union(above).map {
          ReadRecord(type: snapshot.type(of: $0).index, id: snapshot.id(of: $0))
        })
    }
  }

  private func spread(
    from start: RecordHandle, into found: inout Set<RecordHandle>, in snapshot: Snapshot,
    along ways: (RecordHandle, Snapshot) -> [RecordHandle]
  ) {
    var waiting = [start]
    while let next = waiting.popLast(), found.count < Simulation.mostRecords {
      for record in ways(next, snapshot)
      where snapshot.presence(of: record) == .present && !snapshot.id(of: record).isEmpty
        && found.insert(record).inserted
      {
        waiting.append(record)
      }
    }
  }

  private func members(
    of record: RecordHandle, _ snapshot: Snapshot, _ simulation: Simulation
  ) -> [RecordHandle] {
    snapshot.type(of: record).sets.flatMap { set -> [RecordHandle] in
      let value = interpreter.value(
        snapshot, record, member: set.name, actor: simulation.actor, now: simulation.start)
      if case .records(let records)? = value { return records }
      return []
    }
  }

  private func references(of record: RecordHandle, _ snapshot: Snapshot) -> [RecordHandle] {
    let type = snapshot.type(of: record)
    return type.fields.enumerated().compactMap { slot, field in
      guard case .reference(let target) = field.type,
        case .reference(let id) = snapshot.storedValue(of: record, slot: slot)
      else { return nil }
      return snapshot.known(type: target, id: id)
    }
  }
}
