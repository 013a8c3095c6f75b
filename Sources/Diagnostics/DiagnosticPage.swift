/// What `explain CODE` shows: a mistake, how it looks, how it is put right, and why it is one.
public struct DiagnosticPage: Sendable, Hashable {
  public let code: String
  public let title: String
  /// A text that gives the diagnostic.
  public let bad: String
  /// The same text without the mistake.
  public let good: String
  public let reason: String

  public init(code: String, title: String, bad: String, good: String, reason: String) {
    self.code = code
    self.title = title
    self.bad = bad
    self.good = good
    self.reason = reason
  }
}
