import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// What a tick of the clock did, or a simulation.
public struct ClockAnswer: Codable, Sendable, Equatable {
  /// The definition that decided.
  public var workflow: DefinitionAnswer
  /// The time of the tick.
  public var at: String
  /// The time of the tick before it.
  @OrNull public var lastTick: String?
  /// What fired, and what was held back for the first time, in their order.
  public var entries: [Entry] = []
  /// What is due and could not fire: it stays due.
  public var held: [Entry] = []
  /// Requests that waited for a second person and wait no longer, in their order.
  public var ended: [Ended] = []
  /// Whether the limit on firings was reached: the rest stays due.
  public var isCutShort = false
  /// Whether somebody ended it before everything had its turn.
  public var isInterrupted = false

  enum CodingKeys: String, CodingKey {
    case workflow, at
    case lastTick = "last_tick"
    case entries = "timeline"
    case held, ended
    case isCutShort = "cut_short"
    case isInterrupted = "interrupted"
  }

  init(workflow: DefinitionAnswer, at: String, lastTick: String?) {
    self.workflow = workflow
    self.at = at
    self.lastTick = lastTick
  }

  public var fired: [Entry] { entries.filter { !$0.isBlocked } }

  /// A request that waited for a second person and was ended by the clock.
  public struct Ended: Codable, Sendable, Equatable {
    /// When it came to wait in vain, or had waited too long.
    public var at: String
    /// The record type.
    public var type: String
    /// The record's id; of one to be created, the id it was to get.
    public var id: String
    /// The event that was asked for.
    public var event: String
    /// Who had asked.
    public var requestedBy: PersonAnswer
    /// Code of what ended it: `expired`, or why it can never happen any more.
    public var reason: String
    /// Why it ended.
    public var sentence: String

    enum CodingKeys: String, CodingKey {
      case at, type, id, event
      case requestedBy = "requested_by"
      case reason, sentence
    }

    init(
      _ pending: PendingRequest, reason: String, _ sentence: String, at time: Int64,
      in definition: WorkflowDefinition
    ) {
      at = definition.timeText(time)
      type = pending.name.recordType
      id = pending.name.recordID
      event = pending.name.event
      requestedBy = PersonAnswer(pending.actor)
      self.reason = reason
      self.sentence = sentence
    }

    /// The reason of a request that has waited too long.
    public static let expired = HistoryLine.Outcome.expired.rawValue

    init(expired pending: PendingRequest, at time: Int64, in definition: WorkflowDefinition) {
      self.init(
        pending, reason: Self.expired, "It has expired: nobody agreed in time.", at: time,
        in: definition)
    }
  }

  /// One thing that the clock, or somebody before it, brought about or could not.
  public struct Entry: Codable, Sendable, Equatable {
    /// When it happened.
    public var at: String
    /// When it became due; nil for what was asked for.
    @OrNull public var due: String?
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// The event.
    public var event: String
    /// Whether it happened.
    public var outcome: Outcome = .allowed
    /// Codes and names of what stands in the way.
    public var blockedBy: [String] = []
    /// What stands in the way.
    public var sentences: [String] = []
    /// What happened; nothing where nobody wanted to know.
    public var steps: [PlanAnswer.Step] = []
    /// What was sent; told where `steps` are.
    public var messages: [PlanAnswer.Message] = []
    /// What somebody has to see to; told where `steps` are.
    public var reminders: [Remark] = []

    /// Whether it happened.
    public enum Outcome: String, Codable, CaseIterable, Sendable { case allowed, blocked }

    enum CodingKeys: String, CodingKey {
      case at, due, type, id, event, outcome
      case blockedBy = "blocked_by"
      case sentences, steps, messages, reminders
    }

    init(type: String, id: String, event: String, at: String, due: String?) {
      self.at = at
      self.type = type
      self.id = id
      self.event = event
      self.due = due
    }

    public var isBlocked: Bool { outcome == .blocked }

    mutating func fill(with decision: Decision, _ maker: AnswerMaker, isDetailed: Bool) {
      switch decision.outcome {
      case .allowed, .pending: break
      case .blocked(let refusal):
        outcome = .blocked
        blockedBy = refusal.names
        sentences = refusal.blockers.map(\.sentence)
      case .invalid(let invalid):
        outcome = .blocked
        blockedBy = [BlockCode.inputInvalid.rawValue]
        sentences = [invalid.message]
      }
      guard isDetailed, let changeset = decision.changeset else { return }
      steps = maker.steps(of: changeset)
      messages = maker.messages(of: changeset)
      reminders = changeset.reminders.map(Remark.init)
    }
  }
}
