public import WorkflowEngine

/// One step: what was asked, what came out, and the records it was decided on.
public struct Decision {
  public let request: Request
  public let recordType: String
  /// Empty where a record was to be created and could not be.
  public var recordID: String
  public var outcome: Outcome
  /// What the plan changes, in words of its own; taken before it was carried out.
  public var changeset: Changeset?
  /// The records that numbers in the outcome speak of.
  public let snapshot: Snapshot
  /// Ids for records that effects create, where the request brought any.
  public var names: [NewRecordName] = []
  /// How people call the record, where it is to be named in a question about several.
  var name: String?
  /// The step as a value, where one was wanted.
  var answer: Answer?
  /// Whether the plan is another one than was shown.
  var isStale = false
  /// The lines that it wrote into the history.
  public var lines: ClosedRange<Int>?
  /// The first answer under the request's key, where it had been answered before.
  var repeated: KnownAnswer?

  /// What was kept of an earlier answer.
  enum KnownAnswer {
    case text(String)
    /// It held data that was erased since.
    case erased
  }

  init(
    request: Request, recordType: String, recordID: String, outcome: Outcome, snapshot: Snapshot
  ) {
    self.request = request
    self.recordType = recordType
    self.recordID = recordID
    self.outcome = outcome
    self.snapshot = snapshot
  }

  /// Whether it had been answered before under its key: nothing was decided.
  public var isRepeated: Bool { repeated != nil }

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

  /// Makes a "no" of it, whatever it was.
  mutating func refuse(_ refusal: Refusal) {
    outcome = .blocked(refusal)
    changeset = nil
    answer = nil
  }

  public var isDone: Bool { plan != nil && !isStale }
}
