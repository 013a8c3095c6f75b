public import JSONText
public import WorkflowEngine

/// What became of a request: the whole, and each record. Its encoding is the documented JSON.
public struct Answer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public static let format = 1

  /// What was asked of the library.
  public enum Purpose: String, Codable, CaseIterable, Sendable {
    case dryRun = "dry-run"
    case apply, approve, reject, withdraw
  }

  /// What became of it.
  public enum Outcome: String, Codable, CaseIterable, Sendable {
    case allowed
    /// It waits for a second person.
    case pending
    case blocked
    /// Of several records some were done and some blocked.
    case partlyBlocked = "partly_blocked"
    /// It speaks of something that does not exist.
    case invalid
    /// The records have changed since the plan was shown that somebody agreed to.
    case stale
  }

  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// What was asked of the program; `decide` answers as `dry-run`.
  public var purpose: Purpose
  /// The definition that decided.
  public var workflow: DefinitionAnswer
  /// `service.reactivate`.
  public var event: String
  /// What the definition calls the event.
  public var label: String?
  /// Who asked.
  public var actor: PersonAnswer
  /// The time of the request.
  public var at: String
  /// The record, where one was asked for.
  public var record: RecordAnswer?
  /// `pending` waits for a second person; `partly_blocked` says that of several records some were
  /// done and some blocked, `invalid` that something does not exist, `stale` that the records have
  /// changed since the plan was shown that somebody agreed to.
  public var outcome: Outcome
  /// Who must still agree, where it is pending.
  public var approval: ApprovalAnswer?
  /// Everything that the step changes, or would change.
  public var plan: PlanAnswer?
  public var refusal: RefusalAnswer?
  /// What has to be done before, where a refused request was asked with it and one was found.
  public var route: RouteAnswer?
  /// The name that does not exist, where the outcome is `invalid`.
  public var invalid: InvalidAnswer?
  /// Where several records were asked for: how many of which kind.
  public var counts: Counts?
  /// The second person.
  public var approver: PersonAnswer?
  /// Who had asked for what was rejected or withdrawn.
  public var requestedBy: PersonAnswer?
  /// Whether anything was written but a line about a refusal; nil where nothing was to be.
  public var isWritten: Bool?
  /// True where somebody ended the work before every record had its turn.
  public var isInterrupted: Bool?
  /// Where several records were asked for: what is asked about them.
  public var question: ManyQuestion?
  /// Where several records were asked for: what became of each.
  public var results: [ResultAnswer]?
  /// The record under which a request waits: `refund:R1`.
  public var waitsAs: String?
  /// The lines of the history that were written.
  public var history: LinesAnswer?
  /// Whether the request had been answered before under its key: nothing was decided.
  public var isRepeated: Bool?
  /// The first answer of a repeated request; `null` where it held data that was erased since.
  public var firstAnswer: JSON?
  /// Why the rest of many records was not looked at.
  public var failure: FailureAnswer?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case workflow, event, label, actor, at, record, outcome, approval, plan, route, invalid, counts
    case approver
    case requestedBy = "requested_by"
    case isWritten = "written"
    case isInterrupted = "interrupted"
    case question, results
    case waitsAs = "waits_as"
    case history
    case isRepeated = "repeated"
    case firstAnswer = "answer"
    case failure = "error"
  }

  init(
    purpose: Purpose, workflow: DefinitionAnswer, event: String, label: String?,
    actor: PersonAnswer,
    at: String, outcome: Outcome = .allowed
  ) {
    self.purpose = purpose
    self.workflow = workflow
    self.event = event
    self.label = label
    self.actor = actor
    self.at = at
    self.outcome = outcome
  }

  /// Every reason that was given for the whole.
  public var blockers: [BlockerAnswer] { refusal?.blockers ?? [] }
}

extension Answer {
  // A refusal's members stand beside the others: both are of one mapping.

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    purpose = try container.decode(Purpose.self, forKey: .purpose)
    workflow = try container.decode(DefinitionAnswer.self, forKey: .workflow)
    event = try container.decode(String.self, forKey: .event)
    label = try container.decodeIfPresent(String.self, forKey: .label)
    actor = try container.decode(PersonAnswer.self, forKey: .actor)
    at = try container.decode(String.self, forKey: .at)
    record = try container.decodeIfPresent(RecordAnswer.self, forKey: .record)
    outcome = try container.decode(Outcome.self, forKey: .outcome)
    approval = try container.decodeIfPresent(ApprovalAnswer.self, forKey: .approval)
    plan = try container.decodeIfPresent(PlanAnswer.self, forKey: .plan)
    let names = try decoder.container(keyedBy: RefusalAnswer.CodingKeys.self)
    refusal = names.contains(.blockers) ? try RefusalAnswer(from: decoder) : nil
    route = try container.decodeIfPresent(RouteAnswer.self, forKey: .route)
    invalid = try container.decodeIfPresent(InvalidAnswer.self, forKey: .invalid)
    counts = try container.decodeIfPresent(Counts.self, forKey: .counts)
    approver = try container.decodeIfPresent(PersonAnswer.self, forKey: .approver)
    requestedBy = try container.decodeIfPresent(PersonAnswer.self, forKey: .requestedBy)
    isWritten = try container.decodeIfPresent(Bool.self, forKey: .isWritten)
    isInterrupted = try container.decodeIfPresent(Bool.self, forKey: .isInterrupted)
    question = try container.decodeIfPresent(ManyQuestion.self, forKey: .question)
    results = try container.decodeIfPresent([ResultAnswer].self, forKey: .results)
    waitsAs = try container.decodeIfPresent(String.self, forKey: .waitsAs)
    history = try container.decodeIfPresent(LinesAnswer.self, forKey: .history)
    isRepeated = try container.decodeIfPresent(Bool.self, forKey: .isRepeated)
    firstAnswer = try container.decodeIfPresent(JSON.self, forKey: .firstAnswer)
    failure = try container.decodeIfPresent(FailureAnswer.self, forKey: .failure)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(format, forKey: .format)
    try container.encode(purpose, forKey: .purpose)
    try container.encode(workflow, forKey: .workflow)
    try container.encode(event, forKey: .event)
    try container.encodeIfPresent(label, forKey: .label)
    try container.encode(actor, forKey: .actor)
    try container.encode(at, forKey: .at)
    try container.encodeIfPresent(record, forKey: .record)
    try container.encode(outcome, forKey: .outcome)
    try container.encodeIfPresent(approval, forKey: .approval)
    try container.encodeIfPresent(plan, forKey: .plan)
    try refusal?.encode(to: encoder)
    try container.encodeIfPresent(route, forKey: .route)
    try container.encodeIfPresent(invalid, forKey: .invalid)
    try container.encodeIfPresent(counts, forKey: .counts)
    try container.encodeIfPresent(approver, forKey: .approver)
    try container.encodeIfPresent(requestedBy, forKey: .requestedBy)
    try container.encodeIfPresent(isWritten, forKey: .isWritten)
    try container.encodeIfPresent(isInterrupted, forKey: .isInterrupted)
    try container.encodeIfPresent(question, forKey: .question)
    try container.encodeIfPresent(results, forKey: .results)
    try container.encodeIfPresent(waitsAs, forKey: .waitsAs)
    try container.encodeIfPresent(history, forKey: .history)
    try container.encodeIfPresent(isRepeated, forKey: .isRepeated)
    try container.encodeIfPresent(firstAnswer, forKey: .firstAnswer)
    try container.encodeIfPresent(failure, forKey: .failure)
  }
}
