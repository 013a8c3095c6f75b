public import WorkflowEngine
public import WorkflowStore

/// Answers to what waits: the second person's, and a second thought of the first.
extension Conductor {
  /// Carries out what waits for a second person, deciding everything again; pending where others must
  /// agree, too. Blocked where nothing waits, where this one may not, or where it cannot be done: then
  /// it waits on, unless it never can be any more.
  ///
  /// - Parameter seen: the record as this one has seen it; where it has changed since the first
  ///   person asked, they must have.
  public func approve(
    _ name: PendingRequest.Name, by second: Actor, at now: Int64, seen: SeenRecord? = nil,
    observe: (Decision) -> Void = { _ in }
  ) throws -> Answer {
    guard let pending = try store.waitingRequest(name) else {
      return try refuse(name, name.nothingPending, .approve, by: second, at: now)
    }
    guard let event = pending.event(in: definition) else {
      return try refuse(name, name.eventIsGone, .approve, by: second, at: now)
    }
    if let refusal = expiry(of: pending, at: now, .nothingPending) {
      return try refuse(name, refusal, .approve, by: second, at: now)
    }
    if let refusal = try endIfLapsed(pending, at: now) {
      return try refuse(name, refusal, .approve, by: second, at: now)
    }
    let names = NameBook(pending.names)
    let work = StepWork(
      agreement: Agreement(number: pending.number, second: second),
      isAlone: event.transitions.contains { $0.approval.map { $0.count > 1 } ?? false })
    let decision: Decision
    do {
      decision = try carryOut(work) { snapshot in
        guard var request = pending.request(on: snapshot, approvedBy: second, at: now) else {
          preconditionFailure("the event of a waiting request is not there any more")
        }
        request.agreed = try self.agreements(to: pending, with: second).count
        names.beginDecision()
        if !pending.names.isEmpty { request.nameNewRecord = { names.take(for: $0, $1) } }
        var decision = self.decide(request, on: snapshot)
        try self.refuse(&decision, unlessSeen: seen, by: second, since: pending)
        try self.leaveToOthers(&decision, pending, by: second)
        decision.answer = self.answer(
          .approve, name, actor: request.actor, at: now, viewer: second, decision)
        return decision
      }
    } catch is NoLongerWaiting {
      return try refuse(name, name.nothingPending, .approve, by: second, at: now)
    }
    observe(decision)
    var answer =
      decision.answer
      ?? self.answer(.approve, name, actor: pending.actor, at: now, viewer: second, decision)
    answer.approver = PersonAnswer(second)
    answer.isWritten = decision.isDone
    answer.history = decision.lines.map(LinesAnswer.init)
    if decision.pending != nil { answer.waitsAs = "\(name.recordType):\(name.recordID)" }
    return answer
  }

  /// Ends the waiting of a request without carrying it out.
  public func reject(
    _ name: PendingRequest.Name, by second: Actor, at now: Int64
  ) throws -> Answer {
    try end(name, .rejected, .reject, by: second, at: now) {
      $0.rejectionBlocker(second, in: self.definition)
    }
  }

  /// Takes a request back that waits; blocked for anybody but the one who asked.
  public func withdraw(
    _ name: PendingRequest.Name, by first: Actor, at now: Int64
  ) throws -> Answer {
    try end(name, .withdrawn, .withdraw, by: first, at: now) {
      $0.withdrawalBlocker(first, in: self.definition)
    }
  }

  private func end(
    _ name: PendingRequest.Name, _ end: WaitingEnd, _ purpose: Answer.Purpose, by actor: Actor,
    at now: Int64, unless blocker: (PendingRequest) -> Blocker?
  ) throws -> Answer {
    guard let pending = try store.waitingRequest(name) else {
      return try refuse(name, name.nothingPending, purpose, by: actor, at: now)
    }
    if let refusal = expiry(of: pending, at: now, .nothingPending) {
      return try refuse(name, refusal, purpose, by: actor, at: now)
    }
    if let blocker = blocker(pending) {
      return try refuse(name, Refusal(blockers: [blocker]), purpose, by: actor, at: now)
    }
    guard try store.end(pending, as: end, by: actor, at: now) else {
      return try refuse(name, name.nothingPending, purpose, by: actor, at: now)
    }
    var answer = self.answer(purpose, name, actor: actor, at: now)
    answer.requestedBy = PersonAnswer(pending.actor)
    answer.isWritten = true
    return answer
  }

  /// Leaves a line about an answer to what waits that was not taken.
  private func refuse(
    _ name: PendingRequest.Name, _ refusal: Refusal, _ purpose: Answer.Purpose, by second: Actor,
    at now: Int64
  ) throws -> Answer {
    var attempt = Attempt(
      actor: second, at: now, event: name.event, recordType: name.recordType,
      recordID: name.recordID)
    attempt.purpose = purpose.attempted
    try store.recordRefusal(refusal.names, of: attempt)
    var answer = self.answer(purpose, name, actor: second, at: now)
    answer.outcome = .blocked
    answer.refusal = AnswerMaker(interpreter: interpreter, actor: second, now: now)
      .refusal(refusal, in: nil)
    answer.isWritten = false
    return answer
  }

  private func answer(
    _ purpose: Answer.Purpose, _ name: PendingRequest.Name, actor: Actor, at now: Int64,
    viewer: Actor? = nil, _ decision: Decision? = nil
  ) -> Answer {
    var answer = Answer(
      purpose: purpose, workflow: DefinitionAnswer(definition),
      event: "\(name.recordType).\(name.event)",
      label: definition.recordType(named: name.recordType)?.event(named: name.event)?.soleLabel,
      actor: PersonAnswer(actor), at: definition.timeText(now))
    answer.record = RecordAnswer(
      type: name.recordType, id: name.recordID, name: "\(name.recordType) \(name.recordID)")
    if let decision {
      AnswerMaker(interpreter: interpreter, actor: actor, now: now, viewer: viewer)
        .fill(&answer, with: decision)
    }
    return answer
  }
}

extension Answer.Purpose {
  /// What was attempted, as the history tells it.
  fileprivate var attempted: Attempt.Purpose {
    switch self {
    case .dryRun, .apply: .step
    case .approve: .approval
    case .reject: .rejection
    case .withdraw: .withdrawal
    }
  }
}

extension PendingRequest.Name {
  /// The refusal where the definition has no such event any more.
  fileprivate var eventIsGone: Refusal {
    Refusal(blockers: [
      Blocker(code: .nothingPending, cause: .eventGone(event: event, recordType: recordType))
    ])
  }
}
