/// What became of a command: a whole, and a result for each record.
public struct Answer {
  public enum Verdict: String, Sendable { case allowed, pending, blocked, invalid }

  public var verdict: Verdict
  /// The decisions, in the order in which they were made: one for each record.
  public var parts: [Decision]
  /// Why the whole is blocked.
  public var refusal: Refusal?
  /// What does not exist, where the verdict is `invalid`.
  public var invalid: InvalidRequest?

  public init(
    verdict: Verdict, parts: [Decision] = [], refusal: Refusal? = nil,
    invalid: InvalidRequest? = nil
  ) {
    self.verdict = verdict
    self.parts = parts
    self.refusal = refusal
    self.invalid = invalid
  }

  /// The records that were done.
  public var done: [Decision] { parts.filter(\.isDone) }

  /// The records that wait for a second person.
  public var waiting: [Decision] { parts.filter { $0.pending != nil } }

  /// The records that were not done.
  public var refused: [Decision] { parts.filter { !$0.isDone && $0.pending == nil } }

  static func blocked(_ blocker: Blocker) -> Answer {
    Answer(verdict: .blocked, refusal: Refusal(blockers: [blocker]))
  }
}

/// One step: what was asked, what came out, and the records it was decided on.
public struct Decision {
  public var request: Request
  public var recordType: String
  /// Empty where a record was to be created and could not be.
  public var recordID: String
  public var outcome: Outcome
  /// What the plan changes, in words of its own; taken before it was carried out.
  public var changeset: Changeset?
  /// The records that numbers in the outcome speak of.
  public var snapshot: Snapshot
  /// Ids for records that effects create, where the command brought any.
  public var names: [NewRecordName] = []

  public init(
    request: Request, recordType: String, recordID: String, outcome: Outcome,
    changeset: Changeset?, snapshot: Snapshot
  ) {
    self.request = request
    self.recordType = recordType
    self.recordID = recordID
    self.outcome = outcome
    self.changeset = changeset
    self.snapshot = snapshot
  }

  public var plan: Plan? {
    switch outcome {
    case .allowed(let plan): plan
    case .pending, .blocked, .invalid: nil
    }
  }

  /// What waits for a second person.
  public var pending: Pending? {
    switch outcome {
    case .pending(let pending): pending
    case .allowed, .blocked, .invalid: nil
    }
  }

  public var refusal: Refusal? {
    switch outcome {
    case .blocked(let refusal): refusal
    case .allowed, .pending, .invalid: nil
    }
  }

  public var isDone: Bool { plan != nil }
}
