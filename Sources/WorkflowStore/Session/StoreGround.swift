public import WorkflowEngine

/// A store as the ground on which commands and ticks of the clock are carried out.
///
/// What is asked for and refused leaves a line in the history; a timer that is held back leaves
/// none.
public final class StoreGround: Ground {
  public typealias Failure = any Error

  public let store: any RecordStore
  /// How often a step is decided before it is given up as stale.
  public var maximumTries = 8

  private let request: RequestKey?
  private var hasTakenKey = false
  private var agreement: Agreement?

  /// - Parameter request: The caller's key for the command, which the first step that is committed
  ///   takes.
  public init(_ store: any RecordStore, request: RequestKey? = nil) {
    self.store = store
    self.request = request
  }

  /// Keeps what is given again when the command is repeated, where it did anything.
  public func finish(answer: String) throws {
    if let request, hasTakenKey { try store.setAnswer(answer, ofRequest: request.key) }
  }

  public func read<Result>(_ body: (Snapshot) -> Result) throws -> Result {
    try store.read { body($0.snapshot) }
  }

  public func carryOut(_ decide: (Snapshot) -> Decision) throws -> Decision {
    var tries = 0
    while true {
      tries += 1
      var (view, decision) = try store.read { ($0, decide($0.snapshot)) }
      switch decision.outcome {
      case .invalid: return decision
      case .blocked(let refusal):
        if decision.request.cause == .asked {
          var attempt = attempt(decision)
          if let approver = decision.request.approver { attempt.actor = approver }
          try store.recordRefusal(refusal.names, of: attempt)
        }
        return decision
      case .pending: return try keep(decision)
      case .allowed(let plan):
        let result = try store.commit(plan, decidedOn: view, as: attempt(decision))
        if result.isCommitted {
          hasTakenKey = request != nil
          return decision
        }
        if tries < maximumTries { continue }
        decision.outcome = .blocked(Refusal(blockers: [stale]))
        decision.changeset = nil
        return decision
      }
    }
  }

  private func keep(_ decision: Decision) throws -> Decision {
    guard let request = PendingRequest(decision.request, decision.outcome, in: decision.snapshot)
    else { return decision }
    var decision = decision
    let result = try store.keep(
      request, hasOwnID: decision.request.target.hasOwnID, as: attempt(decision))
    switch result {
    case .kept(let kept, _):
      hasTakenKey = self.request != nil
      decision.recordID = kept.name.recordID
    case .waiting(let other):
      decision.outcome = .blocked(other.alreadyPending)
      try store.recordRefusal(other.alreadyPending.names, of: attempt(decision))
    case .requestKeyUsed: decision.outcome = .blocked(Refusal(blockers: [stale]))
    }
    return decision
  }

  public func pendingRequest(_ name: PendingRequest.Name) throws -> PendingRequest? {
    try store.waitingRequest(name)
  }

  public func carryOut(
    approved pending: PendingRequest, _ decide: (Snapshot) -> Decision
  ) throws -> Decision {
    agreement = nil
    defer { agreement = nil }
    return try carryOut { snapshot in
      let decision = decide(snapshot)
      agreement = decision.request.approver.map { Agreement(number: pending.number, second: $0) }
      return decision
    }
  }

  public func reject(_ pending: PendingRequest, by second: Actor, at now: Int64) throws {
    _ = try store.reject(pending, by: second, at: now)
  }

  private var stale: Blocker {
    Blocker(code: .stale, cause: .keptChanging)
  }

  private func attempt(_ decision: Decision) -> Attempt {
    let request = decision.request
    let type = store.definition.recordTypes[request.recordType]
    var attempt = Attempt(
      actor: request.actor, at: request.now, event: type.events[request.event].name,
      recordType: type.name, recordID: decision.recordID.isEmpty ? nil : decision.recordID,
      cause: request.cause, request: self.request)
    attempt.isFollowUp = hasTakenKey
    attempt.agreement = agreement
    return attempt
  }
}
