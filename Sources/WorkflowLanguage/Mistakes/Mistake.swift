import Diagnostics

/// What an author got wrong, with the words for it; the report adds where.
struct Mistake {
  let kind: Kind
  let message: String
  var label: String?
  var notes: [Diagnostic.Note]
  let help: String?
  /// What takes the place of the marked characters, where that alone puts it right.
  var replacement: String?
  /// Further changes that belong to it, or all of them where the marked characters stay.
  var edits: [Mend.Edit]

  init(
    _ kind: Kind, _ message: String, label: String? = nil, notes: [Diagnostic.Note] = [],
    help: String? = nil, replacement: String? = nil, edits: [Mend.Edit] = []
  ) {
    self.kind = kind
    self.message = message
    self.label = label
    self.notes = notes
    self.help = help
    self.replacement = replacement
    self.edits = edits
  }

  func diagnostic(at range: SourceRange) -> Diagnostic {
    let all = (replacement.map { [Mend.Edit(range, $0)] } ?? []) + edits
    return Diagnostic(
      severity: kind.severity, code: kind.code, message: message, range: range, label: label,
      notes: notes, help: help, mend: all.isEmpty ? nil : Mend(all))
  }
}

extension Mistake {
  /// A kind of mistake: its code, how grave it is, and its page.
  ///
  /// Each stands in a file of its own in `Kinds`, with the words of its messages, and in `all`.
  struct Kind: Sendable {
    let code: String
    let severity: Diagnostic.Severity
    /// What `explain` shows: how it looks, how it is put right, and why it is one.
    let page: DiagnosticPage

    /// - Parameters:
    ///   - bad: A file that has this mistake and no other.
    ///   - good: The same file without it.
    init(
      _ code: String, _ title: String, severity: Diagnostic.Severity = .error, bad: String,
      good: String, reason: String
    ) {
      self.code = code
      self.severity = severity
      page = DiagnosticPage(code: code, title: title, bad: bad, good: good, reason: reason)
    }
  }
}
