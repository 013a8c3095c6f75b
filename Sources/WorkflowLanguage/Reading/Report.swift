import Diagnostics
import WorkflowEngine
import YAML

/// Collects everything that is wrong with a file.
///
/// A class, because all readers of one file write into the same report.
final class Report {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var hasErrors = false
  /// The places in `diagnostics` of what was said already, notes left aside.
  private var said: [Diagnostic: Int] = [:]

  /// Names in what could not be read: that they are unknown elsewhere says nothing new.
  private var lost: Set<String> = []
  /// Where everything has been said.
  private var silenced: [SourceRange] = []

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
    add(mistake().diagnostic(at: range()))
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

  /// Remembers the names in a part of the file that is not read further.
  func lose(_ node: Node) {
    switch node.kind {
    case .scalar: lost.insert(node.text)
    case .sequence: node.items.forEach(lose)
    case .mapping:
      for (key, value) in node.entries {
        lost.insert(key.text)
        lose(value)
      }
    }
  }

  func lose(_ name: String) { lost.insert(name) }

  /// Nothing more is to be said of a stretch of the file.
  func silence(_ range: SourceRange) { silenced.append(range) }

  /// What is shown: all that was found, but nothing that only follows from something else.
  var findings: [Diagnostic] {
    guard hasErrors else { return diagnostics.sortedByPlace() }
    let shown = diagnostics.filter { !follows($0) }
    return (shown.hasErrors ? shown : diagnostics).sortedByPlace()
  }

  private func follows(_ diagnostic: Diagnostic) -> Bool {
    // In a file that does not load it is not known what uses what.
    if diagnostic.code == Mistake.Kind.unusedGuard.code { return true }
    guard let range = diagnostic.range else { return false }
    if diagnostic.severity != .error,
      diagnostics.contains(where: { $0.severity == .error && $0.range == range })
    {
      return true
    }
    let isSilenced = silenced.contains {
      $0.file === range.file && $0.start <= range.start && range.start < $0.end && $0 != range
    }
    if isSilenced { return true }
    guard Report.aboutNames.contains(diagnostic.code) else { return false }
    // A space that makes it another name was told by the reader of YAML.
    if ForeignSpace.stands(in: range.text) { return true }
    return lost.contains(range.text) || lost.contains(range.word)
  }

  /// What a name that was lost would make say.
  private static let aboutNames: Set<String> = [
    Mistake.Kind.unknownState.code, Mistake.Kind.unknownRegion.code,
    Mistake.Kind.unknownGuard.code, Mistake.Kind.unknownEvent.code, Mistake.Kind.unknownType.code,
    Mistake.Kind.unknownMember.code, Mistake.Kind.missingKey.code, "unknown-name",
    "unknown-function", "unknown-field", "unknown-choice", "syntax-error",
  ]

  func place(_ range: SourceRange) -> SourcePlace {
    let position = range.startPosition
    return SourcePlace(file: range.file.name, line: position.line, column: position.column)
  }
}
