import Diagnostics
import Workflow

/// A mistake in a text, with its place and a way out.
struct DiagnosticAnswer: Codable {
  var severity: Diagnostic.Severity
  /// `explain` has its page.
  var code: String
  var message: String
  @OrNull var range: Range?
  /// What stands at the place.
  @OrNull var label: String?
  var notes: [Note]
  @OrNull var help: String?
  /// Changes of the text that put it right; null where only a person can.
  @OrNull var mend: [Edit]?

  /// One stretch of characters, and what takes its place.
  struct Edit: Codable, Sendable, Equatable {
    @OrNull var range: Range?
    var text: String
  }

  /// A further sentence, which may have a place of its own.
  struct Note: Codable {
    var message: String
    @OrNull var range: Range?
  }

  /// From one character up to, and not with, another; lines and columns count from 1.
  struct Range: Codable, Sendable, Equatable {
    var file: String
    var line: Int
    var column: Int
    var endLine: Int
    var endColumn: Int

    enum CodingKeys: String, CodingKey {
      case file, line, column
      case endLine = "end_line"
      case endColumn = "end_column"
    }

    init?(_ range: SourceRange?) {
      guard let range else { return nil }
      let (start, end) = (range.startPosition, range.endPosition)
      file = range.file.name
      line = start.line
      column = start.column
      endLine = end.line
      endColumn = end.column
    }
  }

  init(_ diagnostic: Diagnostic) {
    severity = diagnostic.severity
    code = diagnostic.code
    message = diagnostic.message
    range = Range(diagnostic.range)
    label = diagnostic.label
    notes = diagnostic.notes.map { Note(message: $0.message, range: Range($0.range)) }
    help = diagnostic.help
    mend = diagnostic.mend?.edits.map { Edit(range: Range($0.range), text: $0.text) }
  }
}
