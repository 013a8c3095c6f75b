public import JSONText

/// A record as a person sees it: what it holds, what its menu offers, and why not the rest. Its
/// encoding is the documented JSON.
public struct ShowAnswer: Codable, Sendable, Equatable {
  public var format = Answer.format
  public var purpose = "show"
  public var record: RecordVersion
  /// `service S1 "Weekly pickup"`.
  public var name: String
  /// Badges of its states, and those whose condition holds.
  public var badges: [String]
  @OrNull public var rowColor: String?
  /// Stored fields and regions by their names.
  public var fields: JSON
  /// Computed fields and sets by their names; `{"unknown": "why"}` where one cannot be told.
  public var computed: JSON
  /// Those among the computed that are sets, whose values are ids.
  public var sets: [String]
  public var waiting: [WaitingAnswer]
  public var menu: [Offer]
  public var notOffered: [NotOffered]
  /// What the clock does to it next, and what it could not do.
  public var timers: [Timer]
  /// When the clock last fired what was due.
  @OrNull public var lastTick: String?
  /// The definition that the record last moved under.
  @OrNull public var definition: MovedUnder?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case record, name, badges
    case rowColor = "row_color"
    case fields, computed, sets, waiting, menu
    case notOffered = "not_offered"
    case timers
    case lastTick = "last_tick"
    case definition
  }

  public struct RecordVersion: Codable, Sendable, Equatable {
    public var type: String
    public var id: String
    public var version: Int
  }

  public struct MovedUnder: Codable, Sendable, Equatable {
    public var version: String
    public var hash: String
  }

  /// An event that the record's menu offers in its state.
  public struct Offer: Codable, Sendable, Equatable {
    public enum Verdict: String, Codable, Sendable {
      /// It can be asked for as it is.
      case allowed
      /// It can be asked for, and a second person must agree.
      case needsSecond = "needs_second"
      /// Nothing stands in its way but inputs that are not given yet.
      case asks
      /// It was asked for and waits for a second person.
      case waits
      case blocked
    }

    public var event: String
    public var label: String
    public var tabs: [String]
    /// Codes, and names of guards, that a request without inputs would be refused with now.
    public var blockedBy: [String]
    public var verdict: Verdict
    /// The inputs without which it is refused.
    public var asks: [Ask]
    /// Roles of which the one who looks has none and needs one.
    public var roles: [String]
    /// What stands in the way beside inputs, in sentences.
    public var sentences: [String]
    /// What has to be done until it can be done, where it is blocked and one was found.
    public var route: RouteAnswer?

    enum CodingKeys: String, CodingKey {
      case event, label, tabs
      case blockedBy = "blocked_by"
      case verdict, asks, roles, sentences, route
    }
  }

  /// An input that is asked for.
  public struct Ask: Codable, Sendable, Equatable {
    public var input: String
    @OrNull public var label: String?
  }

  /// An event that no menu offers, and why.
  public struct NotOffered: Codable, Sendable, Equatable {
    public var event: String
    public var reason: String
  }

  /// An event that the clock brings about.
  public struct Timer: Codable, Sendable, Equatable {
    public var event: String
    public var due: String
    /// Whether it is due and cannot happen: it stays due.
    public var isHeld: Bool
    public var blockedBy: [String]
    public var sentences: [String]

    enum CodingKeys: String, CodingKey {
      case event, due
      case isHeld = "held"
      case blockedBy = "blocked_by"
      case sentences
    }
  }
}

/// A request of a record that waits for a second person, as the record shows it.
public struct WaitingAnswer: Codable, Sendable, Equatable {
  public var event: String
  /// Who asked.
  public var actor: PersonAnswer
  public var at: String
  public var inputs: JSON
  public var edits: JSON
  public var sentence: String
  /// Roles of which the second person needs one; empty means anybody else.
  public var roles: [String]
  /// Whether the one who looks may be the second person.
  public var mayAnswer: Bool
  /// What would stand in the way if somebody agreed now.
  public var blockedBy: [String]

  enum CodingKeys: String, CodingKey {
    case event, actor, at, inputs, edits, sentence, roles
    case mayAnswer = "may_answer"
    case blockedBy = "blocked_by"
  }
}
