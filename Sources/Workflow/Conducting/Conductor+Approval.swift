public import WorkflowEngine
public import WorkflowStore

/// The second person's answer.
extension Conductor {
  /// Carries out what waits for a second person, deciding everything again; blocked where nothing
  /// waits, where this one may not, or where it cannot be done any more: then it waits on.
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
    guard pending.event(in: definition) != nil else {
      return try refuse(name, name.eventIsGone, .approve, by: second, at: now)
    }
    let names = NameBook(pending.names)
    let work = StepWork(agreement: Agreement(number: pending.number, second: second))
    let decision: Decision
    do {
      decision = try carryOut(work) { snapshot in
        guard var request = pending.request(on: snapshot, approvedBy: second, at: now) else {
          preconditionFailure("the event of a waiting request is not there any more")
        }
        names.beginDecision()
        if !pending.names.isEmpty { request.nameNewRecord = { names.take(for: $0, $1) } }
        var decision = self.decide(request, on: snapshot)
        try self.refuse(&decision, unlessSeen: seen, by: second, since: pending)
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
    return answer
  }

  /// Ends the waiting of a request without carrying it out.
  public func reject(
    _ name: PendingRequest.Name, by second: Actor, at now: Int64
  ) throws -> Answer {
    guard let pending = try store.waitingRequest(name) else {
      return try refuse(name, name.nothingPending, .reject, by: second, at: now)
    }
    if let blocker = pending.rejectionBlocker(second, in: definition) {
      return try refuse(name, Refusal(blockers: [blocker]), .reject, by: second, at: now)
    }
    guard try store.reject(pending, by: second, at: now) else {
      return try refuse(name, name.nothingPending, .reject, by: second, at: now)
    }
    var answer = self.answer(.reject, name, actor: second, at: now)
    answer.requestedBy = PersonAnswer(pending.actor)
    answer.isWritten = true
    return answer
  }

  /// Leaves a line about a second person's answer that was not taken.
  private func refuse(
    _ name: PendingRequest.Name, _ refusal: Refusal, _ purpose: Answer.Purpose, by second: Actor,
    at now: Int64
  ) throws -> Answer {
    var attempt = Attempt(
      actor: second, at: now, event: name.event, recordType: name.recordType,
      recordID: name.recordID)
    attempt.purpose = purpose == .reject ? .rejection : .approval
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
      event: "\(name.recordType).\(name.event)", label: nil, actor: PersonAnswer(actor),
      at: definition.timeText(now))
    answer.record = RecordAnswer(
      type: name.recordType, id: name.recordID, name: "\(name.recordType) \(name.recordID)")
    if let decision {
      AnswerMaker(interpreter: interpreter, actor: actor, now: now, viewer: viewer)
        .fill(&answer, with: decision)
    }
    return answer
  }
}

extension PendingRequest {
  func event(in definition: WorkflowDefinition) -> Event? {
    definition.recordType(named: name.recordType)?.event(named: name.event)
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
