public import JSONText
public import WorkflowEngine

/// What a step changes, as values: a tree of steps, each with the record it is about.
public struct PlanAnswer: Codable, Sendable, Equatable {
  public var steps: [Step]
  /// Members of a set that a cascade left as they are.
  public var leftAlone: [Untouched]
  /// Members of a set that a cascade with `skip_blocked` passed over.
  public var skipped: [Skipped]
  public var messages: [Message]
  public var warnings: [Remark]
  public var reminders: [Remark]
  @OrNull public var prompt: PromptAnswer?

  enum CodingKeys: String, CodingKey {
    case steps
    case leftAlone = "left_alone"
    case skipped, messages, warnings, reminders, prompt
  }

  /// What happened to one record.
  public struct Step: Codable, Sendable, Equatable {
    public var type: String
    public var id: String
    public var kind: Changeset.Entry.Kind
    /// Nil where an effect or a reaction of another record's event did it.
    @OrNull public var event: String?
    public var cause: Cause
    /// The step it followed from, by its place in `steps`.
    @OrNull public var parent: Int?
    public var changes: [Change]
  }

  public struct Change: Codable, Sendable, Equatable {
    public var field: String
    /// Whether it is a region and not a field.
    public var isState: Bool
    public var old: JSON
    public var new: JSON

    enum CodingKeys: String, CodingKey {
      case field
      case isState = "state"
      case old, new
    }
  }

  public struct Untouched: Codable, Sendable, Equatable {
    public var type: String
    public var id: String
    public var event: String
    /// The step whose effect came across it.
    public var step: Int
    /// The state it is in: `deactivated`; nil where the type has none.
    @OrNull public var state: String?
    /// Whether that is where the event would have led.
    public var isThere: Bool

    enum CodingKeys: String, CodingKey {
      case type, id, event, step, state
      case isThere = "already"
    }
  }

  public struct Skipped: Codable, Sendable, Equatable {
    public var type: String
    public var id: String
    public var event: String
    public var step: Int
    public var blockers: [BlockerAnswer]
  }

  public struct Message: Codable, Sendable, Equatable {
    public var name: String
    public var key: String
    public var type: String
    public var id: String
    public var fields: JSON
    /// Whether a message with this key was sent before: this one is not sent again; nil if not.
    public var isRepeated: Bool?

    enum CodingKeys: String, CodingKey {
      case name, key, type, id, fields
      case isRepeated = "repeated"
    }
  }
}

/// A warning or a reminder.
public struct Remark: Codable, Sendable, Hashable {
  public var name: String
  public var sentence: String

  init(_ said: Said) {
    name = said.name
    sentence = said.sentence
  }
}

/// What is asked before a step is carried out.
public struct PromptAnswer: Codable, Sendable, Equatable {
  public var text: String
  @OrNull public var details: String?
  public var buttons: [String]
  public var inputs: [Input]

  public struct Input: Codable, Sendable, Equatable {
    public var name: String
    @OrNull public var label: String?
    public var value: JSON
  }
}
