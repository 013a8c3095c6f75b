public import JSONText
public import WorkflowEngine

/// What a step changes, as values: a tree of steps, each with the record it is about.
public struct PlanAnswer: Codable, Sendable, Equatable {
  /// What happens to each record, in the order in which it happens.
  public var steps: [Step]
  /// Members of a set that a cascade left as they are.
  public var leftAlone: [Untouched]
  /// Members of a set that a cascade with `skip_blocked` passed over.
  public var skipped: [Skipped]
  /// What is sent.
  public var messages: [Message]
  /// What is shown and recorded while the step goes on.
  public var warnings: [Remark]
  /// What somebody has to see to afterwards.
  public var reminders: [Remark]
  /// What is asked before it is carried out; null where nothing is.
  @OrNull public var prompt: PromptAnswer?

  enum CodingKeys: String, CodingKey {
    case steps
    case leftAlone = "left_alone"
    case skipped, messages, warnings, reminders, prompt
  }

  /// What happened to one record.
  public struct Step: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// What becomes of the record.
    public var kind: Changeset.Entry.Kind
    /// Nil where an effect or a reaction of another record's event did it.
    @OrNull public var event: String?
    /// What brought it about: somebody, another record, the clock, or nothing but its condition.
    public var cause: Cause
    /// The step it followed from, by its place in `steps`.
    @OrNull public var parent: Int?
    /// Its fields and regions that have another value.
    public var changes: [Change]
  }

  /// A changed value: a field or a region before and after.
  public struct Change: Codable, Sendable, Equatable {
    /// The name.
    public var field: String
    /// Whether it is a region and not a field.
    public var isState: Bool
    /// The value before; null where there was none.
    public var old: JSON
    /// The value after; null where there is none.
    public var new: JSON

    enum CodingKeys: String, CodingKey {
      case field
      case isState = "state"
      case old, new
    }
  }

  /// A record that was left alone: a member of a set that a cascade came across and did not change.
  public struct Untouched: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// The event that it would have had.
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

  /// A record that was passed over: a member of a set whose own event is blocked.
  public struct Skipped: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// The event that is blocked.
    public var event: String
    /// The step whose effect came across it, by its place in `steps`.
    public var step: Int
    /// Every reason.
    public var blockers: [BlockerAnswer]
  }

  /// A message of a plan: what is put into the outbox.
  public struct Message: Codable, Sendable, Equatable {
    /// The message's name in the definition.
    public var name: String
    /// The key that makes it one: a second one with it is not sent.
    public var key: String
    /// The record type of the record that sends it.
    public var type: String
    /// That record's id.
    public var id: String
    /// Its fields by their names.
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
  /// Its name in the definition.
  public var name: String
  /// What is said.
  public var sentence: String

  init(_ said: Said) {
    name = said.name
    sentence = said.sentence
  }
}

/// What is asked before a step is carried out.
public struct PromptAnswer: Codable, Sendable, Equatable {
  /// The question.
  public var text: String
  /// More about it; null where there is no more.
  @OrNull public var details: String?
  /// What can be answered; the first is the yes.
  public var buttons: [String]
  /// The inputs that are shown with it.
  public var inputs: [Input]

  /// An input of a question: an input with the value it has.
  public struct Input: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// What the definition calls it; null where it says nothing.
    @OrNull public var label: String?
    /// The value; null where there is none.
    public var value: JSON
  }
}

extension PlanAnswer {
  /// Takes out the sentences: they were made for somebody who sees more than others.
  mutating func hideSentences() {
    for index in warnings.indices { warnings[index].sentence = Sight.mark }
    for index in reminders.indices { reminders[index].sentence = Sight.mark }
    for index in skipped.indices {
      for place in skipped[index].blockers.indices {
        skipped[index].blockers[place].sentence = Sight.mark
        skipped[index].blockers[place].facts = []
      }
    }
    prompt = nil
  }
}
