public import JSONText
import WorkflowEngine
import WorkflowStore

/// What goes with a decision when it is carried out.
struct StepWork {
  /// The caller's key, which makes a repeat safe.
  var key: RequestKey?
  /// What was shown to somebody who agreed: another plan is not carried out.
  var shown: PlanAnswer?
  /// What a second person agrees to.
  var agreement: Agreement?
  /// Whether nobody may interfere from the start: what is decided depends on more than is checked
  /// when it is committed.
  var isAlone = false
}

/// Carrying decisions out on the store.
extension Conductor {
  /// How often a step is decided outside the write transaction; then inside, where nobody
  /// interferes.
  private static let freeTries = 3

  /// Decides a step on the records as they are now and carries it out.
  ///
  /// It is decided again where something that it read has changed meanwhile.
  func carryOut(_ work: StepWork, _ decide: (Snapshot) throws -> Decision) throws -> Decision {
    for _ in 0..<(work.isAlone ? 0 : Self.freeTries) {
      if let known = try repeated(work, decide) { return known }
      let (view, decision) = try store.read { ($0, try decided($0.snapshot, work, decide)) }
      if let done = try carryOut(decision, work, decidedOn: view) { return done }
    }
    var last: Decision?
    let report = try store.bulk(BulkOptions(stepsPerTransaction: 1)) { writer in
      last = try self.carryOut(work, writer, decide)
      return .finished
    }
    if let failure = report.failure { throw failure }
    guard let last else { preconditionFailure("a transaction ended without its only step") }
    return last
  }

  /// Carries out what was decided on a view; nil where it is to be decided again.
  private func carryOut(
    _ decision: Decision, _ work: StepWork, decidedOn view: StoreView
  ) throws -> Decision? {
    var decision = decision
    if isStale(decision, work) {
      decision.isStale = true
      return decision
    }
    switch decision.outcome {
    case .invalid: return decision
    case .blocked(let refusal):
      if leavesLine(refusal, decision) {
        try store.recordRefusal(refusal.names, of: attempt(decision, work, isRefusal: true))
      }
      return decision
    case .pending:
      guard let request = PendingRequest(decision.request, decision.outcome, in: decision.snapshot)
      else { return decision }
      let result = try store.keep(
        request.named(decision.names), hasOwnID: decision.request.target.hasOwnID,
        as: attempt(decision, work))
      return try note(result, in: decision, work) { try store.recordRefusal($0, of: $1) }
    case .allowed(let plan):
      switch try store.commit(plan, decidedOn: view, as: attempt(decision, work)) {
      case .committed(let lines):
        decision.lines = lines
        return decision
      case .conflict(.waiting): throw NoLongerWaiting()
      case .conflict: return nil
      }
    }
  }

  /// Decides and carries out inside a write transaction.
  func carryOut(
    _ work: StepWork, _ writer: BulkWriter, _ decide: (Snapshot) throws -> Decision
  ) throws -> Decision {
    if let known = try repeated(work, decide) { return known }
    var decision = try decided(writer.snapshot, work, decide)
    if isStale(decision, work) {
      decision.isStale = true
      return decision
    }
    switch decision.outcome {
    case .invalid: break
    case .blocked(let refusal):
      if leavesLine(refusal, decision) {
        try writer.refuse(refusal.names, of: attempt(decision, work, isRefusal: true))
      }
    case .pending:
      if var agreement = work.agreement {
        agreement.isLast = false
        guard let line = try writer.agree(agreement, as: attempt(decision, work)) else {
          throw NoLongerWaiting()
        }
        decision.lines = line...line
        break
      }
      guard let request = PendingRequest(decision.request, decision.outcome, in: decision.snapshot)
      else { break }
      let result = try writer.keep(
        request.named(decision.names), hasOwnID: decision.request.target.hasOwnID,
        as: attempt(decision, work))
      return try note(result, in: decision, work) { try writer.refuse($0, of: $1) } ?? decision
    case .allowed(let plan):
      let attempt = attempt(decision, work)
      if let agreement = attempt.agreement, try writer.agree(agreement, as: attempt) == nil {
        throw NoLongerWaiting()
      }
      decision.lines = try writer.write(plan, as: attempt)
    }
    return decision
  }

  /// The answer that was given under the key before; nil where there was none.
  private func repeated(
    _ work: StepWork, _ decide: (Snapshot) throws -> Decision
  ) throws -> Decision? {
    guard let key = work.key else { return nil }
    switch try store.knownRequest(key) {
    case .new: return nil
    case .different: throw KeyUsed(key: key.key)
    case .answered(let text):
      var decision = try store.read { try decide($0.snapshot) }
      decision.repeated = text.map { .text($0) } ?? .erased
      return decision
    }
  }

  private func isStale(_ decision: Decision, _ work: StepWork) -> Bool {
    guard let shown = work.shown else { return false }
    return decision.answer?.plan != shown
  }

  /// A request that was refused leaves a line, unless it named a record that never was; what the
  /// clock or a rule wanted leaves none.
  private func leavesLine(_ refusal: Refusal, _ decision: Decision) -> Bool {
    decision.request.cause == .asked && refusal.blockers.first?.code != .unknownRecord
  }

  /// Decides a step, which is refused while the same waits for a second person already.
  ///
  /// That is said first: nothing else that is mended would help. What needs no second person, because
  /// of its inputs or of what has changed, would otherwise be done, and once more by an approval.
  private func decided(
    _ snapshot: Snapshot, _ work: StepWork, _ decide: (Snapshot) throws -> Decision
  ) throws -> Decision {
    var decision = try decide(snapshot)
    let event = definition.recordTypes[decision.request.recordType].events[decision.request.event]
    guard work.agreement == nil, decision.request.cause == .asked,
      event.transitions.contains(where: { $0.approval != nil }),
      case .record = decision.request.target
    else { return decision }
    let name = PendingRequest.Name(
      recordType: decision.recordType, event: event.name, recordID: decision.recordID)
    guard let waiting = try store.waitingRequest(name), lapse(of: waiting, in: snapshot) == nil
    else {
      return decision
    }
    let refusal =
      expiry(of: waiting, at: decision.request.now, .alreadyPending) ?? waiting.alreadyPending
    switch decision.outcome {
    case .invalid: return decision
    case .allowed, .pending: decision.refuse(refusal)
    case .blocked(let found):
      decision.refuse(
        Refusal(
          reason: found.reason, blockers: refusal.blockers + found.blockers,
          alsoNeeded: found.alsoNeeded))
    }
    return decision
  }

  /// Takes over whether a request waits now; nil where it is to be decided again.
  private func note(
    _ result: KeepResult, in decision: Decision, _ work: StepWork,
    refuse: ([String], Attempt) throws -> Void
  ) throws -> Decision? {
    var decision = decision
    switch result {
    case .kept(let kept, let line):
      decision.recordID = kept.name.recordID
      decision.lines = line...line
    case .waiting(let other):
      try refuse(other.alreadyPending.names, attempt(decision, work, isRefusal: true))
      decision.refuse(other.alreadyPending)
    case .requestKeyUsed: return nil
    }
    return decision
  }

  /// What is given again when the request is repeated, by whomever: nothing of it is secret.
  private func keptAnswer(_ decision: Decision) -> String {
    guard var answer = decision.answer else { return "" }
    if definition.secrets.isEmpty { return JSON(answer).compact }
    let request = decision.request
    AnswerMaker(
      interpreter: interpreter, actor: request.actor, now: request.now, viewer: .nobody
    ).fill(&answer, with: decision)
    if Sight(definition, of: request.actor).opensSomething { answer.plan?.hideSentences() }
    return JSON(answer).compact
  }

  /// What the history says of a step.
  private func attempt(
    _ decision: Decision, _ work: StepWork, isRefusal: Bool = false
  ) -> Attempt {
    let request = decision.request
    let type = definition.recordTypes[request.recordType]
    var attempt = Attempt(
      actor: request.actor, at: request.now, event: type.events[request.event].name,
      recordType: type.name, recordID: decision.recordID.isEmpty ? nil : decision.recordID,
      cause: request.cause, request: isRefusal ? nil : work.key,
      answer: work.key == nil ? "" : keptAnswer(decision))
    attempt.agreement = isRefusal ? nil : work.agreement
    if isRefusal, work.agreement != nil {
      attempt.actor = work.agreement?.second ?? request.actor
      attempt.purpose = .approval
    }
    return attempt
  }
}

/// A request's key was used for another request.
struct KeyUsed: Error {
  var key: String

  var refusal: Refusal {
    Refusal(blockers: [
      Blocker(code: .stale, cause: .keyUsed(key))
    ])
  }
}

/// What a second person agreed to was answered by somebody else meanwhile.
struct NoLongerWaiting: Error {}

extension Request.Target {
  /// Whether the record was named.
  var hasOwnID: Bool {
    switch self {
    case .record: true
    case .new(let id): id != nil
    }
  }
}

extension PendingRequest {
  fileprivate func named(_ names: [NewRecordName]) -> PendingRequest {
    var request = self
    request.names = names
    return request
  }
}
