public import CEL

/// One reason for a refusal.
public struct Blocker: Sendable {
  public var code: BlockCode
  /// The name of the guard, invariant, input or field it is about.
  public var name: String?
  /// What stands in the way. `WorkflowWords` says it as a sentence.
  public var cause: BlockCause
  /// Where the rule is written.
  public var place: SourcePlace?
  /// The actual values that made it so.
  public var facts: [Fact]
  /// The record it is about, where that is not the one asked for.
  public var record: RecordHandle?

  public init(
    code: BlockCode, name: String? = nil, cause: BlockCause, place: SourcePlace? = nil,
    facts: [Fact] = [], record: RecordHandle? = nil
  ) {
    self.code = code
    self.name = name
    self.cause = cause
    self.place = place
    self.facts = facts
    self.record = record
  }

  /// The name or code under which programs and scenarios know it.
  public var reportedName: String {
    switch code.naming {
    case .name: name ?? code.rawValue
    case .code, .shownByName: code.rawValue
    }
  }

  /// The name or code under which people are shown it.
  public var shownName: String {
    switch code.naming {
    case .name, .shownByName: name ?? code.rawValue
    case .code: code.rawValue
    }
  }

  /// Whether a guard of the record asked for does not hold, or cannot be decided.
  public var isOfOwnGuard: Bool {
    (code == .guardFailed || code == .cannotDecide) && name != nil && record == nil
  }
}
