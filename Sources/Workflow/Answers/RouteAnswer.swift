public import JSONText
import WorkflowEngine

/// The operations that lead to a goal, one after another, as values.
public struct RouteAnswer: Codable, Sendable, Equatable {
  public struct Step: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
      case ask
      /// Time goes by, and the clock fires what is due by then.
      case wait
    }

    public var kind: Kind
    /// `service.reactivate`.
    @OrNull public var event: String?
    @OrNull public var id: String?
    public var inputs: JSON
    public var edits: JSON
    /// Who asks.
    @OrNull public var actor: PersonAnswer?
    /// Who agrees, where a second person is needed; the first of them where several must.
    @OrNull public var approver: PersonAnswer?
    /// All who agree.
    public var approvers: [PersonAnswer]
    /// When; after waiting, the moment that is waited for.
    public var at: String
    /// Whether what it does cannot be taken back.
    public var isIrreversible: Bool
    /// The same as lines for a shell, which work when they are pasted.
    public var lines: [String]

    public init(
      kind: Kind, event: String?, id: String?, inputs: JSON, edits: JSON, actor: PersonAnswer?,
      approvers: [PersonAnswer], at: String, isIrreversible: Bool, lines: [String]
    ) {
      self.kind = kind
      self.inputs = inputs
      self.edits = edits
      self.at = at
      self.isIrreversible = isIrreversible
      self.lines = lines
      self.event = event
      self.id = id
      self.actor = actor
      approver = approvers.first
      self.approvers = approvers
    }

    enum CodingKeys: String, CodingKey {
      case kind, event, id, inputs, edits, actor, approver, approvers, at
      case isIrreversible = "irreversible"
      case lines = "commands"
    }
  }

  public var steps: [Step]
  /// How many people are needed beside the one who asks.
  public var others: Int

  public init(steps: [Step], others: Int) {
    self.steps = steps
    self.others = others
  }

  enum CodingKeys: String, CodingKey {
    case steps
    case others = "other_people"
  }
}
