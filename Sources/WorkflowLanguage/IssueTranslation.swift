import CEL
import Diagnostics
import WorkflowEngine

/// Makes a mistake in a formula a diagnostic of the file it stands in.
struct IssueTranslation {
  let draft: DefinitionDraft
  /// A further sentence: who uses the formula.
  let note: Diagnostic.Note?

  func diagnostic(_ issue: Issue, at range: SourceRange) -> Diagnostic {
    var notes = issue.notes.map { Diagnostic.Note($0) }
    if let (name, declared) = declaration(issue) {
      if let index = notes.firstIndex(where: { $0.message.contains(" is one of ") }) {
        notes[index].message += " (declared here)"
        notes[index].range = declared
      } else {
        notes.append(.init("\(name) is declared here", range: declared))
      }
    }
    if let note { notes.append(note) }
    return Diagnostic(
      severity: issue.severity == .error ? .error : .warning, code: issue.code,
      message: issue.message, range: range, label: issue.help, notes: notes,
      help: help(issue, range))
  }

  /// What the issue speaks of, and where the file declares it.
  private func declaration(_ issue: Issue) -> (name: String, range: SourceRange)? {
    switch issue.code {
    case "unknown-state", "unknown-choice":
      for (number, choice) in draft.choices.enumerated() {
        let isMeant =
          draft.stateChoices.contains(number)
          ? issue.message.hasSuffix("in \(DefinitionDraft.phrase(forStates: choice.name))")
          : issue.message.hasSuffix(choice.name)
        if isMeant { return (choice.name, draft.choiceRanges[number]) }
      }
      return nil
    case "unknown-field":
      guard let name = issue.message.split(separator: " ").first,
        let number = draft.typeNumber(String(name))
      else { return nil }
      return (String(name), draft.types[number].range)
    default: return nil
    }
  }

  private func help(_ issue: Issue, _ range: SourceRange) -> String? {
    guard issue.code == "unknown-name" else { return nil }
    switch range.text {
    case "before": return "'before' is there in transitions, and in invariants with 'during'"
    case "after": return "'after' is there in the sentences of a question, a warning or a reminder"
    default: return nil
    }
  }
}
