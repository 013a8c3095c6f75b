/// A mistake in a text, or a remark about it, made for the person who wrote the text.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, CaseIterable, Codable {
    case error, warning, note
  }

  /// A further sentence; its message ends in "here" if it has a place of its own.
  public struct Note: Sendable, Hashable {
    public var message: String
    public var range: SourceRange?

    public init(_ message: String, range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  public var severity: Severity
  /// Kebab case, such as `unknown-state`; `explain CODE` shows its page.
  public var code: String
  /// What is wrong: one phrase, lower case, without a period.
  public var message: String
  public var range: SourceRange?
  /// What stands behind the marked characters: `did you mean "active"?`
  public var label: String?
  public var notes: [Note]
  /// What to do about it, if that is too long for the label.
  public var help: String?
  /// The same for a program: what label or help ask for, where it is certain what that is.
  public var mend: Mend?

  public init(
    severity: Severity = .error, code: String, message: String, range: SourceRange? = nil,
    label: String? = nil, notes: [Note] = [], help: String? = nil, mend: Mend? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.label = label
    self.notes = notes
    self.help = help
    self.mend = mend
  }
}

extension [Diagnostic] {
  /// Ordered by file, then place; those without a place come last, equal ones keep their order.
  public func sortedByPlace() -> [Diagnostic] {
    // Most files have none, and sorting none still asks the runtime what can be sorted.
    if count < 2 { return self }
    return enumerated().sorted { left, right in
      guard let first = left.element.range else {
        return right.element.range == nil && left.offset < right.offset
      }
      guard let second = right.element.range else { return true }
      if first.file.name != second.file.name { return first.file.name < second.file.name }
      if first.start != second.start { return first.start < second.start }
      return left.offset < right.offset
    }.map(\.element)
  }

  public var hasErrors: Bool { contains { $0.severity == .error } }
}
