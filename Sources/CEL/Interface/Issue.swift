/// A mistake in an expression's text.
public struct Issue: Error, Sendable, Equatable {
  /// Whether it keeps the expression from being compiled.
  public enum Severity: Sendable { case warning, error }

  public var severity: Severity
  /// Kebab case, such as `unknown-field`.
  public var code: String
  /// Where, in UTF-8 bytes of the expression's text.
  public var range: Range<Int>
  /// What is wrong, one phrase.
  public var message: String
  /// What to do about it, short enough to stand behind the marked characters.
  public var help: String?
  /// What takes the place of the marked characters, where that alone puts it right.
  public var replacement: String?
  /// Further sentences.
  public var notes: [String]

  public init(
    severity: Severity = .error, code: String, range: Range<Int>, message: String,
    help: String? = nil, replacement: String? = nil, notes: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.range = range
    self.message = message
    self.help = help
    self.replacement = replacement
    self.notes = notes
  }
}
