import CEL
import WorkflowEngine
import WorkflowStore

/// A timer that was due, and what became of it.
struct FiredTimer {
  var recordType: String
  var recordID: String
  var event: String
  /// When it became due, in microseconds.
  var due: Int64
  /// Names of what held it back; none where it fired.
  var blockedBy: [String]

  var dueText: String { Timestamp(microseconds: due).description }

  var json: JSON {
    .object([
      ("type", .string(recordType)), ("id", .string(recordID)), ("event", .string(event)),
      ("due", .string(dueText)), ("outcome", .string(blockedBy.isEmpty ? "allowed" : "blocked")),
      ("blocked_by", .strings(blockedBy)),
    ])
  }
}

/// Fires timers in the order in which they became due, those that become due through it included.
struct DueWork {
  let definition: WorkflowDefinition
  /// Microseconds since 1970-01-01T00:00:00Z.
  let at: Int64
  private let interpreter: Interpreter
  private let actor = Actor(user: "clock")

  /// A timer that sets itself again at once would never end.
  private static let mostFirings = 1_000_000

  init(definition: WorkflowDefinition, at: Int64) {
    self.definition = definition
    self.at = at
    interpreter = Interpreter(definition)
  }

  /// A timer in words that outlive a snapshot.
  private struct Key: Hashable {
    var due: Int64
    var recordType: Int
    var recordID: String
    var event: Int

    func precedes(_ other: Key) -> Bool {
      if due != other.due { return due < other.due }
      if recordID != other.recordID {
        return recordID.utf8.lexicographicallyPrecedes(other.recordID.utf8)
      }
      return (recordType, event) < (other.recordType, other.event)
    }
  }

  /// What is due, each decided on the records as they are.
  func look(_ store: any RecordStore) throws -> [FiredTimer] {
    guard interpreter.hasTimers else { return [] }
    let heldBack = try heldBack(in: store)
    return try store.read { view in
      keys(in: view.snapshot, until: at).map { key in
        timer(key, outcome(key, isHeldBack: heldBack.contains(key), in: view.snapshot))
      }
    }
  }

  func fire(_ store: any RecordStore) throws -> [FiredTimer] {
    guard interpreter.hasTimers else { return [] }
    let heldBack = try heldBack(in: store)
    var done: Set<Key> = []
    var fired: [FiredTimer] = []
    // What became due in ways that the changed records do not show comes in a further round.
    while !Interruption.wasAsked {
      var queue = try store.read { keys(in: $0.snapshot, until: at) }.filter { !done.contains($0) }
      if queue.isEmpty { break }
      queue.reverse()
      let bulk = try store.bulk(BulkOptions()) { writer in
        guard let key = queue.popLast(), !Interruption.wasAsked,
          fired.count < Self.mostFirings
        else { return .finished }
        guard done.insert(key).inserted, isStillDue(key, in: writer.snapshot) else { return .more }
        let isHeldBack = heldBack.contains(key)
        let outcome = outcome(key, isHeldBack: isHeldBack, in: writer.snapshot)
        fired.append(timer(key, outcome))
        try write(outcome, key, isHeldBack: isHeldBack, writer, queue: &queue)
        return .more
      }
      if let failure = bulk.failure { throw failure }
      if fired.count >= Self.mostFirings { break }
    }
    if !Interruption.wasAsked { try store.setLastTick(at) }
    return fired
  }

  private func write(
    _ outcome: Outcome, _ key: Key, isHeldBack: Bool, _ writer: BulkWriter, queue: inout [Key]
  ) throws {
    let type = definition.recordTypes[key.recordType]
    let attempt = Attempt(
      actor: actor, at: isHeldBack ? at : key.due, event: type.events[key.event].name,
      recordType: type.name, recordID: key.recordID, cause: .clock)
    switch outcome {
    case .allowed(let plan):
      let changed = plan.changedRecords
      try writer.write(plan, as: attempt)
      // The queue is kept in reverse: its last timer is the next.
      for new in keys(in: writer.snapshot, until: at, of: changed) where !queue.contains(new) {
        queue.insert(new, at: queue.firstIndex { $0.precedes(new) } ?? queue.endIndex)
      }
    // A timer that is held back stays due, and leaves no line in the history.
    case .pending, .blocked, .invalid: break
    }
  }

  /// Timers that were due when the clock last fired, and still are.
  private func heldBack(in store: any RecordStore) throws -> Set<Key> {
    guard let last = try store.lastTick() else { return [] }
    return try store.read { Set(keys(in: $0.snapshot, until: last)) }
  }

  private func keys(
    in snapshot: Snapshot, until time: Int64, of records: [RecordHandle]? = nil
  ) -> [Key] {
    interpreter.dueTimers(snapshot, until: time, records: records).map { timer in
      Key(
        due: timer.due, recordType: timer.recordType, recordID: snapshot.id(of: timer.record),
        event: timer.event)
    }
  }

  private func isStillDue(_ key: Key, in snapshot: Snapshot) -> Bool {
    guard let record = snapshot.find(type: key.recordType, id: key.recordID) else { return false }
    return keys(in: snapshot, until: at, of: [record]).contains(key)
  }

  private func outcome(_ key: Key, isHeldBack: Bool, in snapshot: Snapshot) -> Outcome {
    interpreter.step(
      snapshot,
      Request(
        recordType: key.recordType, event: key.event,
        target: .record(snapshot.known(type: key.recordType, id: key.recordID)),
        isConfirmed: true, actor: actor, now: isHeldBack ? at : key.due, cause: .clock,
        due: key.due))
  }

  private func timer(_ key: Key, _ outcome: Outcome) -> FiredTimer {
    let type = definition.recordTypes[key.recordType]
    var timer = FiredTimer(
      recordType: type.name, recordID: key.recordID, event: type.events[key.event].name,
      due: key.due, blockedBy: [])
    switch outcome {
    case .allowed, .pending: break
    case .blocked(let refusal): timer.blockedBy = refusal.names
    case .invalid(let request): timer.blockedBy = [request.message]
    }
    return timer
  }
}
