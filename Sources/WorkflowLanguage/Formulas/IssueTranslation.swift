import CEL
import Diagnostics
import WorkflowEngine

/// Makes a mistake in a formula a diagnostic of the file it stands in.
struct IssueTranslation {
  let draft: DefinitionDraft
  /// A further sentence: who uses the formula.
  let note: Diagnostic.Note?
  /// Where the formula stands.
  let scope: Scope

  /// - Parameter formula: The whole text that the issue is found in.
  func diagnostic(_ issue: Issue, in formula: String, at range: SourceRange) -> Diagnostic {
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
      message: issue.message, range: range,
      label: lookedMember(issue, range) ?? issue.help, notes: notes,
      help: help(issue, formula, range))
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

  /// A bare name is one of the own record; that of the record looked at was probably meant.
  private func lookedMember(_ issue: Issue, _ range: SourceRange) -> String? {
    guard issue.code == "unknown-name", let looked = scope.looked,
      looked.type.member(range.text) != nil
    else { return nil }
    return "did you mean \(looked.name).\(range.text)?"
  }

  private func help(_ issue: Issue, _ formula: String, _ range: SourceRange) -> String? {
    switch issue.code {
    case "unknown-name": nameHelp(range)
    case "unknown-state", "unknown-choice": stateHelp(issue, formula)
    default: nil
    }
  }

  /// The state is one of the record looked at, or of another region.
  private func stateHelp(_ issue: Issue, _ formula: String) -> String? {
    let quoted = issue.message.split(separator: "'", omittingEmptySubsequences: false)
    guard quoted.count > 1 else { return nil }
    let value = String(quoted[1])
    if let looked = scope.looked {
      let path = regions(of: looked.type, with: value).first {
        NameScan(formula).roots.contains($0)
      }
      if let path {
        return "'\(path)' is the own record's; did you mean \(looked.name).\(path)?"
      }
    }
    let owner = regions(of: scope.owner, with: value)
    guard owner.count == 1, let region = owner.first, issue.message.contains(scope.owner.name)
    else { return nil }
    return "'\(value)' is a state of '\(region)'"
  }

  private func regions(of type: RecordTypeDraft, with value: String) -> [String] {
    type.regions.filter { region in region.states.contains { $0.name == value } }.map(\.name)
  }

  private func nameHelp(_ range: SourceRange) -> String? {
    switch range.text {
    case "roles", "user": return "did you mean actor.\(range.text)?"
    case "before": return "'before' is there in transitions, and in invariants with 'during'"
    case "after": return "'after' is there in the sentences of a question, a warning or a reminder"
    default: return nil
    }
  }
}
