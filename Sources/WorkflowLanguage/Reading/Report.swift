import Diagnostics
import WorkflowEngine

/// Collects everything that is wrong with a file.
///
/// A class, because all readers of one file write into the same report.
final class Report {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var hasErrors = false
  /// The places in `diagnostics` of what was said already, notes left aside.
  private var said: [Diagnostic: Int] = [:]

  /// Beyond this many, reading on helps nobody.
  static let maximumCount = 1_000

  init(file: SourceFile) {
    self.file = file
  }

  // The words are only made where they are shown: looking for what a name might have meant takes
  // time, and a file may hold very many unknown names.
  func add(_ mistake: @autoclosure () -> Mistake, at range: @autoclosure () -> SourceRange) {
    guard !isFull else {
      hasErrors = true
      return
    }
    let mistake = mistake()
    add(
      Diagnostic(
        severity: mistake.kind.severity, code: mistake.kind.code, message: mistake.message,
        range: range(), label: mistake.label, notes: mistake.notes, help: mistake.help))
  }

  func warn(_ mistake: @autoclosure () -> Mistake, at range: @autoclosure () -> SourceRange) {
    if !isFull { add(mistake(), at: range()) }
  }

  /// Adds a diagnostic once: a guard that several record types use is read several times, and each
  /// time only adds its notes.
  func add(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { hasErrors = true }
    var words = diagnostic
    words.notes = []
    if let place = said[words] {
      let new = diagnostic.notes.filter { !diagnostics[place].notes.contains($0) }
      diagnostics[place].notes += new
      return
    }
    guard !isFull else { return }
    said[words] = diagnostics.count
    diagnostics.append(diagnostic)
  }

  /// Whether nothing that is found now would be shown.
  var isFull: Bool { diagnostics.count >= Report.maximumCount }

  func place(_ range: SourceRange) -> SourcePlace {
    let position = range.startPosition
    return SourcePlace(file: range.file.name, line: position.line, column: position.column)
  }
}
