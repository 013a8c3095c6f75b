/// That a second person, who is not the first, must agree before a transition is carried out; or
/// several.
public final class Approval: Sendable {
  /// Roles of which the second person needs one; empty means anybody else.
  public let roles: [String]
  /// How many different persons beside the first must agree.
  public let count: Int
  /// The time at which a request expires, as it is told when it is asked; nil where it waits for
  /// ever.
  public let expires: Formula?
  /// Whether a second person is needed at all.
  public let when: Condition?
  /// What is said where one is needed.
  public let otherwise: Sentence?
  public let place: SourcePlace

  public init(
    roles: [String], count: Int = 1, expires: Formula? = nil, when: Condition?,
    otherwise: Sentence?, place: SourcePlace
  ) {
    self.roles = roles
    self.count = count
    self.expires = expires
    self.when = when
    self.otherwise = otherwise
    self.place = place
  }
}

/// How a definition tells one person from another.
public struct ActorNames: Sendable, Equatable {
  /// Whether `ANN` and `ann` are one person.
  public var ignoresCase: Bool

  public init(ignoresCase: Bool = false) { self.ignoresCase = ignoresCase }

  /// Whether two names of users are the same person.
  public func isSame(_ one: String, _ other: String) -> Bool {
    one == other || ignoresCase && one.lowercased() == other.lowercased()
  }
}
