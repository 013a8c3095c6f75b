import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Requests that wait for a second person, as the clock looks at them.
extension ClockRun {
  /// Ends requests that can never be carried out any more.
  ///
  /// - Parameter moment: when that came to be so; nil means when their records last changed.
  mutating func endLapsed(
    of records: Set<ReadRecord>?, at moment: Int64?, _ writer: BulkWriter
  ) throws {
    let conductor = conductor
    var ended: [(pending: PendingRequest, at: Int64)] = []
    waiting = try waiting.filter { pending in
      guard let type = conductor.definition.recordType(named: pending.name.recordType),
        records?.contains(ReadRecord(type: type.index, id: pending.name.recordID)) ?? true,
        let blocker = conductor.lapse(of: pending, in: writer.snapshot)
      else { return true }
      let time = try moment ?? conductor.lapseTime(pending) ?? end
      // It had expired before: that is its turn.
      if let expires = pending.expires, expires <= time { return true }
      if try writer.end(pending, as: .lapsed([blocker.code.rawValue]), by: .clock, at: time) {
        answer.ended.append(
          ClockAnswer.Ended(
            pending, reason: blocker.code.rawValue, blocker.sentence, at: time, in: definition))
        ended.append((pending, time))
      }
      return false
    }
    for (pending, time) in ended { noteEnd(of: pending, at: time, writer) }
  }

  /// A record that tells what waits has changed with a request that ended.
  private mutating func noteEnd(
    of pending: PendingRequest, at moment: Int64, _ writer: BulkWriter
  ) {
    guard let (type, _) = pending.flag(in: definition) else { return }
    let record = ReadRecord(type: type.index, id: pending.name.recordID)
    changedAt[record] = max(moment, changedAt[record] ?? .min)
    agenda.noteChanges([record], at: moment)
    addTimers(of: [record], writer)
  }

  /// When a request expires, as far as this tick looks.
  func expiry(of pending: PendingRequest) -> TimerKey? {
    guard let due = pending.expires, due <= end,
      let type = definition.recordType(named: pending.name.recordType),
      let event = type.event(named: pending.name.event),
      scope?.contains(ReadRecord(type: type.index, id: pending.name.recordID)) ?? true
    else { return nil }
    let following = type.events.first { next in
      next.transitions.contains { $0.expiredEvent == event.index }
    }
    return TimerKey(
      pending, recordType: type.index, event: (following ?? event).index, due: due)
  }

  /// Ends a request that has waited too long, in one step with what follows from that.
  mutating func expire(
    _ turn: ClockAgenda.Turn, _ number: Int, _ writer: BulkWriter
  ) throws {
    guard let pending = waiting.first(where: { $0.number == number }) else {
      return agenda.forget(turn.timer)
    }
    guard !pending.creates, let request = expiryRequest(turn, in: writer.snapshot) else {
      try end(pending, turn, writer)
      return
    }
    var decision = conductor.decide(request, on: writer.snapshot)
    let possibleSince = try lastChange(writer)
    if possibleSince > turn.moment { return agenda.postpone(turn, to: possibleSince) }
    if let plan = decision.plan {
      guard try end(pending, turn, writer) else { return }
      return try carryOut(plan, of: &decision, turn, writer)
    }
    // Nothing follows from it while the record is as it is.
    let isIdle = decision.refusal?.blockers.allSatisfy {
      $0.code == .wrongState || $0.code == .noWayApplies
    }
    if isIdle == true {
      try end(pending, turn, writer)
    } else {
      hold(turn, decision, writer)
    }
  }

  /// Ends a request; false where it does not wait any more: somebody has answered it, or it went with
  /// a record, since the waiting ones were read.
  @discardableResult
  mutating func end(
    _ pending: PendingRequest, _ turn: ClockAgenda.Turn, _ writer: BulkWriter
  ) throws -> Bool {
    waiting.removeAll { $0.number == pending.number }
    agenda.forget(turn.timer)
    heldEntries[turn.timer] = nil
    heldDecisions[turn.timer] = nil
    guard try writer.end(pending, as: .expired, by: .clock, at: turn.moment) else { return false }
    firings += 1
    answer.ended.append(ClockAnswer.Ended(expired: pending, at: turn.moment, in: definition))
    noteEnd(of: pending, at: turn.moment, writer)
    return true
  }

  /// What follows when a request has expired, as a step; nil where nothing does.
  func expiryRequest(_ turn: ClockAgenda.Turn, in snapshot: Snapshot) -> Request? {
    let type = definition.recordTypes[turn.timer.recordType]
    let record = snapshot.known(type: type.index, id: turn.timer.recordID)
    guard snapshot.presence(of: record) == .present,
      let asked = type.events[turn.timer.event].transitions.first?.expiredEvent
    else { return nil }
    var request = Request(
      recordType: type.index, event: turn.timer.event, target: .record(record), isConfirmed: true,
      actor: .clock, now: turn.moment, cause: .clock, due: turn.timer.due)
    request.expired = asked
    names?.beginDecision()
    if let names { request.nameNewRecord = { names.take(for: $0, $1) } }
    return request
  }
}
