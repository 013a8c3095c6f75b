import Diagnostics
import WorkflowLanguage
import YAML

/// Collects everything that is wrong with a scenario file.
///
/// A class, because all readers of one file write into the same list.
final class Findings {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  /// Places where something else stands than what is read, such as a name of a row's value: what is
  /// wrong there is not mended there.
  private var replaced: [SourceRange] = []

  /// Beyond this many, reading on helps nobody.
  static let maximumCount = 1_000

  init(file: SourceFile) { self.file = file }

  func add(_ diagnostic: Diagnostic) {
    guard diagnostics.count < Findings.maximumCount else { return }
    var diagnostic = diagnostic
    if diagnostic.mend?.edits.contains(where: { edit in
      replaced.contains { $0.overlaps(edit.range) }
    })
      ?? false
    {
      diagnostic.mend = nil
    }
    diagnostics.append(diagnostic)
  }

  /// Goes on with a text in which something takes the place of what stands at these places.
  func replace(at places: [SourceRange]) { replaced = places }

  /// Takes over what was found by others; what is the same in every row is said once.
  func add(contentsOf others: [Diagnostic]) {
    for diagnostic in others where !diagnostics.contains(where: { $0.isLike(diagnostic) }) {
      add(diagnostic)
    }
  }

  func add(
    _ code: ScenarioCode, _ message: String, at range: SourceRange, label: String? = nil,
    notes: [Diagnostic.Note] = [], severity: Diagnostic.Severity = .error, mend: Mend? = nil
  ) {
    add(
      Diagnostic(
        severity: severity, code: code.rawValue, message: message, range: range, label: label,
        notes: notes, mend: mend))
  }

  /// A name that does not exist, with the one that was probably meant.
  func unknown(
    _ code: ScenarioCode, _ what: String, _ name: String, among known: some Sequence<String>,
    at range: SourceRange, severity: Diagnostic.Severity = .error
  ) {
    let names = Array(known)
    let guess = suggestion(for: name, among: names)
    var notes: [Diagnostic.Note] = []
    if guess == nil, !names.isEmpty, names.count <= 20 {
      notes.append(.init("there is \(names.joined(separator: ", "))"))
    }
    add(
      code, "there is no \(what) '\(name)'", at: range, label: guess.map { "did you mean \($0)?" },
      notes: notes, severity: severity, mend: guess.map { Mend(replacing: range, with: $0) })
  }

  func misfit(_ mismatch: ValueReader.Mismatch, at range: SourceRange) {
    add(
      .valueType, mismatch.message, at: mismatch.range ?? range, label: mismatch.label,
      mend: mismatch.mend)
  }
}

extension Diagnostic {
  fileprivate func isLike(_ other: Diagnostic) -> Bool {
    range == other.range && code == other.code && message == other.message
  }
}

extension SourceRange {
  fileprivate func overlaps(_ other: SourceRange) -> Bool {
    file === other.file && start < other.end && other.start < end
  }
}

/// The codes that scenario files give; those they share with workflow files mean the same.
enum ScenarioCode: String, CaseIterable {
  case emptyFile = "empty-file"
  case emptyKey = "empty-key"
  case missingKey = "missing-key"
  case unknownKey = "unknown-key"
  case misplacedKey = "misplaced-key"
  case wrongShape = "wrong-shape"
  case wrongValue = "wrong-value"
  case valueType = "value-type"
  case unknownType = "unknown-type"
  case unknownField = "unknown-field"
  case unknownEvent = "unknown-event"
  case unknownRegion = "unknown-region"
  case unknownState = "unknown-state"
  case unknownWorkflow = "unknown-workflow"
  case unknownRecord = "unknown-record"
  case unknownName = "unknown-name"
  case computedValue = "computed-value"
  case nameTaken = "name-taken"
  case tooMany = "too-many"
  case noApproval = "no-approval"
  case unreadableTable = "unreadable-table"
  case unsettledGiven = "unsettled-given"
  case earlierStep = "earlier-step"
  case idleTimer = "idle-timer"
  case unusedColumn = "unused-column"
}
