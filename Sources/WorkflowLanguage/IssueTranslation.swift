import CEL
import Diagnostics
import WorkflowEngine

/// Makes a mistake in a formula a diagnostic of the file it stands in.
struct IssueTranslation {
  let draft: DefinitionDraft

  func diagnostic(_ issue: Issue, at range: SourceRange) -> Diagnostic {
    var notes = issue.notes.map { Diagnostic.Note($0) }
    if let (name, declared) = declaration(issue) {
      if let index = notes.firstIndex(where: { $0.message.contains(" one of ") }) {
        notes[index].message += " (declared here)"
        notes[index].range = declared
      } else {
        notes.append(.init("\(name) is declared here", range: declared))
      }
    }
    return Diagnostic(
      severity: issue.severity == .error ? .error : .warning, code: issue.code,
      message: issue.message, range: range, label: issue.help, notes: notes)
  }

  /// What the issue speaks of, and where the file declares it.
  private func declaration(_ issue: Issue) -> (name: String, range: SourceRange)? {
    guard issue.code.hasPrefix("unknown-") else { return nil }
    let text = ([issue.message] + issue.notes).joined(separator: "\n")
    let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    for (choice, range) in zip(draft.choices, draft.choiceRanges) where text.contains(choice.name) {
      return (choice.name, range)
    }
    for type in draft.types where words.contains(type.name) { return (type.name, type.range) }
    return nil
  }
}
