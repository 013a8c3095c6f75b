public import WorkflowEngine

/// A store as the ground on which commands and ticks of the clock are carried out.
///
/// Each step is decided on a view, committed, and decided again where something that it read has changed; a refused
/// one leaves its line in the history.
public final class StoreGround: Ground {
  public let store: any RecordStore
  /// How often a step is decided before it is refused as stale.
  public var maximumTries = 8
  private let request: RequestKey?
  private var hasTakenKey = false

  /// - Parameter request: The caller's key for the command, which the first step that is committed takes.
  public init(_ store: any RecordStore, request: RequestKey? = nil) {
    self.store = store
    self.request = request
  }

  /// Keeps what is given again when the command is repeated, where it did anything.
  public func finish(answer: String) throws(StoreError) {
    if let request, hasTakenKey { try store.setAnswer(answer, ofRequest: request.key) }
  }

  public func read<Result>(_ body: (Snapshot) -> Result) throws(StoreError) -> Result {
    do { return try store.read { body($0.snapshot) } } catch { throw StoreError.from(error) }
  }

  public func carryOut(_ decide: (Snapshot) -> Decision) throws(StoreError) -> Decision {
    var tries = 0
    while true {
      tries += 1
      var decision: Decision
      let view: StoreView
      do {
        (decision, view) = try store.read { (decide($0.snapshot), $0) }
      } catch { throw StoreError.from(error) }
      switch decision.outcome {
      case .invalid: return decision
      case .blocked(let refusal):
        try store.recordRefusal(refusal.names, of: attempt(of: decision))
        return decision
      case .allowed(let plan):
        switch try store.commit(plan, decidedOn: view, as: attempt(of: decision)) {
        case .committed:
          hasTakenKey = request != nil
          return decision
        case .conflict where tries < maximumTries: continue
        case .conflict:
          decision.outcome = .blocked(
            Refusal(blockers: [
              Blocker(
                code: .stale,
                sentence: "\(decision.recordType) \(decision.recordID) kept changing while this was decided.")
            ]))
          return decision
        }
      }
    }
  }

  private func attempt(of decision: Decision) -> Attempt {
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
