public import JSONText

/// A record as a person sees it: what it holds, what its menu offers, and why not the rest. Its
/// encoding is the documented JSON.
public struct ShowAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "show"
  /// The record.
  public var record: RecordVersion
  /// `service S1 "Weekly pickup"`.
  public var name: String
  /// Badges of its states, and those whose condition holds.
  public var badges: [String]
  /// The colour of its row in lists; null where it has none.
  @OrNull public var rowColor: String?
  /// Stored fields and regions by their names.
  public var fields: JSON
  /// Computed fields and sets by their names; `{"unknown": "why"}` where one cannot be told.
  public var computed: JSON
  /// Those among the computed that are sets, whose values are ids.
  public var sets: [String]
  /// Its requests that wait for a second person.
  public var waiting: [WaitingAnswer]
  /// The events that its menu offers in its state.
  public var menu: [Offer]
  /// The other events, each with the reason.
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

  /// A record and its version: which record, and which of its versions.
  public struct RecordVersion: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The id.
    public var id: String
    /// It grows by one with each step that changes the record.
    public var version: Int
  }

  /// A version of a definition: a definition by its version.
  public struct MovedUnder: Codable, Sendable, Equatable {
    /// The version that the file says.
    public var version: String
    /// The hash of its text.
    public var hash: String
  }

  /// An event that the record's menu offers in its state.
  public struct Offer: Codable, Sendable, Equatable {
    /// Whether it can be asked for.
    public enum Verdict: String, Codable, CaseIterable, Sendable {
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

    /// The event.
    public var event: String
    /// What the definition calls it.
    public var label: String
    /// The tabs on which it stands.
    public var tabs: [String]
    /// Codes, and names of guards, that a request without inputs would be refused with now.
    public var blockedBy: [String]
    /// `allowed` as it is; `needs_second` where a second person must agree; `asks` where nothing
    /// but inputs is missing; `waits` where it was asked for and waits for a second person;
    /// `blocked` where anything else stands in the way.
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
    /// Its name.
    public var input: String
    /// What the definition calls it; null where it says nothing.
    @OrNull public var label: String?
  }

  /// An event that no menu offers, and why.
  public struct NotOffered: Codable, Sendable, Equatable {
    /// The event.
    public var event: String
    /// Why it is not offered.
    public var reason: String
  }

  /// An event that the clock brings about.
  public struct Timer: Codable, Sendable, Equatable {
    /// The event.
    public var event: String
    /// When it is due, or since when.
    public var due: String
    /// Whether it is due and cannot happen: it stays due.
    public var isHeld: Bool
    /// Codes and names of what holds it back.
    public var blockedBy: [String]
    /// What holds it back.
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
  /// The event that was asked for.
  public var event: String
  /// Who asked.
  public var actor: PersonAnswer
  /// When it was asked for.
  public var at: String
  /// The inputs by their names.
  public var inputs: JSON
  /// The fields that were edited with it, by their names.
  public var edits: JSON
  /// What waits, in a sentence.
  public var sentence: String
  /// Roles of which the second person needs one; empty means anybody else.
  public var roles: [String]
  /// Whether the one who looks may be the second person.
  public var mayAnswer: Bool
  /// Whether the one who looks asked for it and may withdraw it.
  public var mayWithdraw: Bool
  /// How many different persons must agree.
  public var count: Int
  /// Who has agreed already.
  public var agreed: [PersonAnswer]
  /// When it expires; nil where it waits for ever.
  @OrNull public var expires: String?
  /// Why it can never happen any more, or that it has expired; nil where neither is so.
  @OrNull public var lapsed: String?
  /// What would stand in the way if somebody agreed now.
  public var blockedBy: [String]
  /// Whether a second person is needed still: what was asked may need none any more.
  public var isNeeded: Bool
  /// Whether the definition has no such event any more: it can only be rejected.
  public var isGone: Bool
  /// What has changed in the record since it was asked.
  public var changes: [ChangedValueAnswer]

  enum CodingKeys: String, CodingKey {
    case event, actor, at, inputs, edits, sentence, roles
    case mayAnswer = "may_answer"
    case mayWithdraw = "may_withdraw"
    case count, agreed, expires, lapsed
    case blockedBy = "blocked_by"
    case isNeeded = "needed"
    case isGone = "gone"
    case changes
  }
}
