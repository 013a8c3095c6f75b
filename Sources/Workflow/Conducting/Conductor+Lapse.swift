import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Requests that wait for what can no longer happen, or have waited too long.
extension Conductor {
  /// Why what waits can never happen any more; nil where it may, now or later.
  func lapse(of pending: PendingRequest, in snapshot: Snapshot) -> Blocker? {
    guard !pending.creates, let type = definition.recordType(named: pending.name.recordType),
      let event = pending.event(in: definition)
    else { return nil }
    let record = snapshot.known(type: type.index, id: pending.name.recordID)
    guard snapshot.presence(of: record) == .present else { return nil }
    return interpreter.never(event, of: record, in: snapshot)
  }

  /// That a request has waited too long; nil where it has not.
  func expiry(of pending: PendingRequest, at now: Int64, _ code: BlockCode) -> Refusal? {
    guard let expires = pending.expires, expires <= now else { return nil }
    return Refusal(blockers: [
      Blocker(
        code: code,
        cause: .requestExpired(
          event: pending.name.event, pending.name.record, user: pending.actor.user,
          at: LocalTime.text(expires, definition.timeZone)))
    ])
  }

  /// Ends the waiting of a request that can no longer be carried out; the reason, or nil where it
  /// waits on.
  func endIfLapsed(_ pending: PendingRequest, at now: Int64) throws -> Refusal? {
    guard let blocker = try store.read({ self.lapse(of: pending, in: $0.snapshot) }) else {
      return nil
    }
    _ = try store.end(
      pending, as: .lapsed([blocker.code.rawValue]), by: .clock, at: try lapseTime(pending) ?? now)
    return Refusal(blockers: [blocker])
  }

  /// When the states of its record last changed since it was asked; nil where they did not: then the
  /// definition did.
  func lapseTime(_ pending: PendingRequest) throws -> Int64? {
    try store.lines(since: pending).last { $0.changes.contains(where: \.isState) }?.at
  }
}

extension PendingRequest {
  func event(in definition: WorkflowDefinition) -> Event? {
    definition.recordType(named: name.recordType)?.event(named: name.event)
  }
}

extension WorkflowDefinition {
  /// Whether anything may wait for a second person.
  var hasApprovals: Bool {
    recordTypes.contains { type in
      type.events.contains { $0.transitions.contains { $0.approval != nil } }
    }
  }
}
