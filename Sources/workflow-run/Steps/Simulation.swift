import CEL
import WorkflowEngine

/// The clock's work on a record and what it is related to, on records that are thrown away.
struct Simulation {
  struct Outcome {
    var timeline: [TimelineEntry] = []
    /// Whether an event that was to come first is refused: the clock was not started.
    var isRefused = false
    var isCutShort = false
  }

  let interpreter: Interpreter
  private let record: LookedAtRecord
  private let events: [Event]
  private let actor: Actor
  private let start: Int64
  private let end: Int64

  /// A record's relations may lead to very many.
  private static let mostRecords = 10_000

  init(_ record: LookedAtRecord, events: [Event], actor: Actor, from start: Int64, until end: Int64)
  {
    interpreter = Interpreter(record.definition)
    self.record = record
    self.events = events
    self.actor = actor
    self.start = start
    self.end = end
  }

  func run(on snapshot: Snapshot) -> Outcome {
    let conductor = Conductor(interpreter, on: MemoryGround(snapshot))
    var outcome = Outcome()
    var scope = related(in: snapshot)
    for event in events {
      let answer = conductor.ask(
        Command(
          recordType: record.type.index, event: event.index, target: .one(record.id),
          isConfirmed: true, actor: actor, now: start))
      for decision in answer.parts {
        outcome.timeline.append(TimelineEntry(decision, in: record.definition))
        for entry in decision.changeset?.entries ?? [] {
          guard let type = record.definition.recordType(named: entry.recordType) else { continue }
          scope.insert(.init(type: type.index, id: entry.recordID))
        }
      }
      if answer.verdict != .allowed {
        outcome.isRefused = true
        return outcome
      }
    }
    let report = conductor.play(
      from: start, until: end, scope: ClockAgenda.Scope(scope.union(related(in: snapshot))),
      wasHeldBack: { _ in false })
    outcome.timeline += report.timeline.map { TimelineEntry($0, in: record.definition) }
    outcome.isCutShort = report.isCutShort
    return outcome
  }

  // MARK: Related records

  /// The record, what its sets and theirs lead to, and what it points at, and that in turn.
  private func related(in snapshot: Snapshot) -> Set<ClockAgenda.Scope.Member> {
    let own = snapshot.known(type: record.type.index, id: record.id)
    var found: Set<RecordHandle> = [own]
    spread(from: own, into: &found, in: snapshot, along: members)
    var above: Set<RecordHandle> = [own]
    spread(from: own, into: &above, in: snapshot, along: references)
    return Set(
      found.union(above).map {
        .init(type: snapshot.type(of: $0).index, id: snapshot.id(of: $0))
      })
  }

  private func spread(
    from start: RecordHandle, into found: inout Set<RecordHandle>, in snapshot: Snapshot,
    along ways: (RecordHandle, Snapshot) -> [RecordHandle]
  ) {
    var waiting = [start]
    while let next = waiting.popLast(), found.count < Self.mostRecords {
      for record in ways(next, snapshot)
      where snapshot.presence(of: record) == .present && !snapshot.id(of: record).isEmpty
        && found.insert(record).inserted
      {
        waiting.append(record)
      }
    }
  }

  private func members(of record: RecordHandle, in snapshot: Snapshot) -> [RecordHandle] {
    snapshot.type(of: record).sets.flatMap { set -> [RecordHandle] in
      let value = interpreter.value(
        snapshot, record, member: set.name, actor: actor, now: start)
      if case .records(let records)? = value { return records }
      return []
    }
  }

  private func references(of record: RecordHandle, in snapshot: Snapshot) -> [RecordHandle] {
    let type = snapshot.type(of: record)
    return type.fields.enumerated().compactMap { slot, field in
      guard case .reference(let target) = field.type,
        case .reference(let id) = snapshot.storedValue(of: record, slot: slot)
      else { return nil }
      return snapshot.known(type: target, id: id)
    }
  }
}
