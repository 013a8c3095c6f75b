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
          try store.recordRefusal(refusal.names, of: attempt(decision))
        }
        return decision
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

  private var stale: Blocker {
    Blocker(
      code: .stale, sentence: "What this was decided on kept changing: nothing was done.")
  }

  private func attempt(_ decision: Decision) -> Attempt {
    let request = decision.request
    let type = store.definition.recordTypes[request.recordType]
    var attempt = Attempt(
      actor: request.actor, at: request.now, event: type.events[request.event].name,
      recordType: type.name, recordID: decision.recordID.isEmpty ? nil : decision.recordID,
      cause: request.cause, request: self.request)
    attempt.isFollowUp = hasTakenKey
    return attempt
  }
}
