import CEL
import WorkflowEngine
import WorkflowStore

/// Fires timers in the order in which they became due, those that become due through it included.
struct DueWork {
  let definition: WorkflowDefinition
  /// The tick's time, in microseconds.
  let at: Int64
  /// Nil for one tick; otherwise the clock ticks on, at each moment at which something becomes due.
  var until: Int64?
  private let interpreter: Interpreter

  /// A timer that sets itself again at once would never end.
  private static let mostFirings = 1_000_000

  init(definition: WorkflowDefinition, at: Int64, until: Int64? = nil) {
    self.definition = definition
    self.at = at
    self.until = until
    interpreter = Interpreter(definition)
  }

  /// What is due, each decided on the records as they are; with an end, what would follow until
  /// then.
  func look(_ store: any RecordStore) throws -> [TimelineEntry] {
    guard interpreter.hasTimers else { return [] }
    let heldBack = try heldBack(in: store)
    return try store.read { view in
      if until != nil { return play(on: view.snapshot, heldBack) }
      var agenda = agenda(heldBack)
      _ = agenda.lookAtAll(in: view.snapshot)
      var entries: [TimelineEntry] = []
      while let turn = agenda.next(in: view.snapshot) {
        let outcome = outcome(turn, in: view.snapshot)
        entries.append(TimelineEntry(turn, outcome, changeset: nil, in: definition))
      }
      return entries
    }
  }

  /// A run on records that are thrown away.
  private func play(on snapshot: Snapshot, _ heldBack: Set<TimerKey>) -> [TimelineEntry] {
    let report = Conductor(interpreter, on: MemoryGround(snapshot)).play(
      from: at, until: until ?? at, wasHeldBack: heldBack.contains)
    return report.timeline.map { TimelineEntry($0, in: definition) }
  }

  func fire(_ store: any RecordStore) throws -> [TimelineEntry] {
    guard interpreter.hasTimers else { return [] }
    var agenda = agenda(try heldBack(in: store))
    var entries: [TimelineEntry] = []
    var told: Set<TimerKey> = []
    var count = 0
    // What became due in ways that the changed records do not show comes in a further round.
    while !Interruption.wasAsked, count < Self.mostFirings {
      let hasMore = try store.read { agenda.lookAtAll(in: $0.snapshot) }
      if !hasMore { break }
      let bulk = try store.bulk(BulkOptions()) { writer in
        guard !Interruption.wasAsked, count < Self.mostFirings,
          let turn = agenda.next(in: writer.snapshot)
        else { return .finished }
        count += 1
        let outcome = outcome(turn, in: writer.snapshot)
        let isNew = told.insert(turn.timer).inserted
        if outcome.isAllowed || isNew {
          entries.append(entry(turn, outcome, in: writer.snapshot))
        }
        try write(outcome, turn, writer, &agenda)
        return .more
      }
      if let failure = bulk.failure { throw failure }
    }
    if !Interruption.wasAsked { try store.setLastTick(until ?? at) }
    return entries
  }

  private func agenda(_ heldBack: Set<TimerKey>) -> ClockAgenda {
    ClockAgenda(interpreter, from: at, until: until ?? at, wasHeldBack: heldBack.contains)
  }

  private func write(
    _ outcome: Outcome, _ turn: ClockAgenda.Turn, _ writer: BulkWriter, _ agenda: inout ClockAgenda
  ) throws {
    let type = definition.recordTypes[turn.timer.recordType]
    switch outcome {
    case .allowed(let plan):
      let changed = plan.changedRecords
      try writer.write(
        plan,
        as: Attempt(
          actor: Actor(user: "clock"), at: turn.now, event: type.events[turn.timer.event].name,
          recordType: type.name, recordID: turn.timer.recordID, cause: .clock))
      agenda.noteFired()
      agenda.lookAt(changed, in: writer.snapshot)
    // A timer that is held back stays due, and leaves no line in the history.
    case .pending, .blocked, .invalid: agenda.noteHeldBack(turn.timer)
    }
  }

  /// Timers that were due when the clock last fired, and still are.
  private func heldBack(in store: any RecordStore) throws -> Set<TimerKey> {
    guard let last = try store.lastTick() else { return [] }
    return try store.read { view in
      Set(
        interpreter.dueTimers(view.snapshot, until: last).map {
          TimerKey(
            recordType: $0.recordType, recordID: view.snapshot.id(of: $0.record), event: $0.event,
            due: $0.due)
        })
    }
  }

  private func outcome(_ turn: ClockAgenda.Turn, in snapshot: Snapshot) -> Outcome {
    interpreter.step(
      snapshot,
      Request(
        recordType: turn.timer.recordType, event: turn.timer.event,
        target: .record(snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)),
        isConfirmed: true, actor: Actor(user: "clock"), now: turn.now, cause: .clock,
        due: turn.timer.due))
  }

  /// What followed is only told where somebody reads a timeline.
  private func entry(
    _ turn: ClockAgenda.Turn, _ outcome: Outcome, in snapshot: Snapshot
  ) -> TimelineEntry {
    var changeset: Changeset?
    if until != nil, case .allowed(let plan) = outcome { changeset = snapshot.changeset(of: plan) }
    return TimelineEntry(turn, outcome, changeset: changeset, in: definition)
  }
}

extension Outcome {
  fileprivate var isAllowed: Bool {
    switch self {
    case .allowed: true
    case .pending, .blocked, .invalid: false
    }
  }
}
