public import WorkflowEngine
import WorkflowWords

/// Why a step is refused, as values.
public struct RefusalAnswer: Codable, Sendable, Equatable {
  /// Codes, and the names of guards that do not hold.
  public var blockedBy: [String]
  public var blockers: [BlockerAnswer]
  /// Guards that a request in the wrong state would also have to meet.
  public var alsoNeeded: [BlockerAnswer]
  /// What would be asked, where the missing answer is the reason.
  @OrNull public var prompt: PromptAnswer?
  /// How many guards the record's state puts before the event; nil where none were asked.
  public var guardCount: Int?

  init(
    blockedBy: [String], blockers: [BlockerAnswer], alsoNeeded: [BlockerAnswer],
    prompt: PromptAnswer?, guardCount: Int?
  ) {
    self.blockedBy = blockedBy
    self.blockers = blockers
    self.alsoNeeded = alsoNeeded
    self.guardCount = guardCount
    self.prompt = prompt
  }

  /// A single reason that is about no other record.
  package init(_ blocker: Blocker) {
    let answer = BlockerAnswer(blocker, record: nil)
    self.init(
      blockedBy: [answer.reportedName], blockers: [answer], alsoNeeded: [], prompt: nil,
      guardCount: nil)
  }

  enum CodingKeys: String, CodingKey {
    case blockedBy = "blocked_by"
    case blockers
    case alsoNeeded = "also_needed"
    case prompt
    case guardCount = "guards"
  }
}

/// One reason for a refusal.
public struct BlockerAnswer: Codable, Sendable, Equatable {
  /// The kind of reason, for programs to compare.
  public var code: BlockCode
  /// The guard, invariant, input or field it is about.
  @OrNull public var name: String?
  /// What is shown to people.
  public var sentence: String
  /// The actual values that made it so.
  public var facts: [String]
  /// Where the definition says it; null where it says nothing about it.
  @OrNull public var place: SourcePlace?
  /// The record it is about, where that is not the one asked for.
  @OrNull public var record: RecordAnswer?

  init(_ blocker: Blocker, record: RecordAnswer?) {
    code = blocker.code
    sentence = blocker.sentence
    facts = blocker.factLines
    self.name = blocker.name
    place = blocker.place
    self.record = record
  }

  /// The name or code under which programs and scenarios know it.
  public var reportedName: String { code.naming == .name ? name ?? code.rawValue : code.rawValue }

  /// The name or code under which people are shown it.
  public var shownName: String { code.naming == .code ? code.rawValue : name ?? code.rawValue }

  /// Whether a guard of the record asked for does not hold, or cannot be decided.
  public var isOfOwnGuard: Bool {
    (code == .guardFailed || code == .cannotDecide) && name != nil && record == nil
  }
}

/// A record by its type and id, and as people call it.
public struct RecordAnswer: Codable, Sendable, Equatable {
  /// The record type.
  public var type: String
  /// Nil for a record that was to be made and could not be.
  @OrNull public var id: String?
  /// `service S1 "Weekly pickup"`.
  public var name: String
}

/// Who asks.
public struct PersonAnswer: Codable, Sendable, Equatable {
  /// The name that was given with `--as`, or the user of the system.
  public var user: String
  /// The roles that were given.
  public var roles: [String]

  /// The actor of a request.
  public init(_ actor: Actor) {
    user = actor.user
    roles = actor.roles
  }
}
