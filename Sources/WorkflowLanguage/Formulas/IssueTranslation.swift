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
    var diagnostic = Diagnostic(
      severity: issue.severity == .error ? .error : .warning, code: issue.code,
      message: issue.message, range: range, label: issue.help, notes: notes,
      help: help(issue, formula, range),
      mend: issue.replacement.map { Mend(replacing: range, with: $0) })
    if let guess = guess(issue, formula, range) {
      diagnostic.range = guess.range
      diagnostic.label = guess.label
      diagnostic.mend = Mend(replacing: guess.range, with: guess.text)
    }
    return diagnostic
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
    case "unknown-field": return owner(issue).map { ($0.name, $0.range) }
    default: return nil
    }
  }

  /// The record type that is said to have no such field.
  private func owner(_ issue: Issue) -> RecordTypeDraft? {
    issue.message.split(separator: " ").first.flatMap { draft.typeNumber(String($0)) }
      .map { draft.types[$0] }
  }

  /// What was meant, where the file knows more than the expression: where it stands, what to say,
  /// what to write.
  private struct Guess {
    let range: SourceRange
    let text: String
    var label: String

    init(_ range: SourceRange, _ text: String, label: String? = nil) {
      self.range = range
      self.text = text
      self.label = label ?? "did you mean \(text)?"
    }
  }

  private func guess(_ issue: Issue, _ formula: String, _ range: SourceRange) -> Guess? {
    switch issue.code {
    case "unknown-name": name(range)
    case "unknown-field":
      owner(issue).flatMap { dotted(range, of: $0) } ?? state(issue, formula, range)
    case "syntax-error": number(range)
    default: nil
    }
  }

  private func name(_ range: SourceRange) -> Guess? {
    let name = range.text
    // A bare name is one of the own record; that of the record looked at was probably meant.
    if let looked = scope.looked, looked.type.member(name) != nil {
      return Guess(range, "\(looked.name).\(name)")
    }
    if draft.constants.contains(where: { $0.name == "parameters.\(name)" }) {
      return Guess(range, "parameters.\(name)")
    }
    return dotted(range, of: scope.owner)
  }

  /// `entered` and `pending` without a second part, or with one that is none.
  private func dotted(_ range: SourceRange, of type: RecordTypeDraft) -> Guess? {
    switch range.text {
    case EnteringTime.head: entering(range, of: type)
    case PendingEvents.head: waiting(range, of: type)
    default: nil
    }
  }

  private func entering(_ range: SourceRange, of type: RecordTypeDraft) -> Guess? {
    let (whole, named) = secondPart(range)
    let regions = type.regions.map(\.name)
    guard let region = suggestion(for: named, among: regions) ?? regions.first else { return nil }
    let text = RecordType.enteringName(of: region)
    return Guess(whole, text, label: "write \(text), when its present state was entered")
  }

  private func waiting(_ range: SourceRange, of type: RecordTypeDraft) -> Guess? {
    let (whole, named) = secondPart(range)
    let events = type.events.filter(\.mayWait).map(\.name)
    // An event that nobody else must agree to is not another one misspelt.
    if type.event(named) != nil { return nil }
    guard let event = suggestion(for: named, among: events) ?? events.first else { return nil }
    let text = RecordType.pendingName(of: event)
    return Guess(whole, text, label: "write \(text): whether a request for it waits")
  }

  /// The whole name behind its first part, and what stands behind the point.
  private func secondPart(_ range: SourceRange) -> (whole: SourceRange, name: String) {
    let bytes = range.file.bytes
    var end = range.end
    while end < bytes.count,
      bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "_")
        || (bytes[end] | 0x20) &- 0x61 < 26 || bytes[end] &- 0x30 < 10
    {
      end += 1
    }
    let whole = SourceRange(file: range.file, start: range.start, end: end)
    return (whole, String(whole.text.dropFirst(range.text.utf8.count + 1)))
  }

  /// `account.active`: a state is no field, the region has it.
  private func state(_ issue: Issue, _ formula: String, _ range: SourceRange) -> Guess? {
    let chain = NameScan(formula).chains.first {
      $0.names.count > 1 && $0.range.upperBound == issue.range.upperBound
    }
    guard let chain, let owner = owner(issue),
      let region = regions(of: owner, with: range.text).first
    else { return nil }
    let path = chain.names.dropLast().joined(separator: ".")
    let whole = SourceRange(
      file: range.file, start: range.end - (issue.range.upperBound - chain.range.lowerBound),
      end: range.end)
    let text = "\(path).\(region) == \"\(range.text)\""
    return Guess(whole, text, label: "write \(text)")
  }

  /// `1.000,50`: a number as some countries write it.
  private func number(_ range: SourceRange) -> Guess? {
    let bytes = range.file.bytes
    guard range.text.hasPrefix(",") else { return nil }
    func belongs(_ index: Int) -> Bool {
      bytes.indices.contains(index)
        && (bytes[index] &- 0x30 < 10 || "., ".utf8.contains(bytes[index]))
        && bytes[index] != 0x20
    }
    var (start, end) = (range.start, range.end)
    while belongs(start - 1) { start -= 1 }
    while belongs(end) { end += 1 }
    let whole = SourceRange(file: range.file, start: start, end: end)
    return MeantValue.number(whole.text, isWhole: false).map {
      Guess(whole, $0, label: "write \($0)")
    }
  }

  private func help(_ issue: Issue, _ formula: String, _ range: SourceRange) -> String? {
    switch issue.code {
    case "unknown-name": waitingHelp(range, scope.owner) ?? nameHelp(range)
    case "unknown-field": owner(issue).flatMap { waitingHelp(range, $0) }
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

  /// Why nothing ever waits for an event that there is.
  private func waitingHelp(_ range: SourceRange, _ type: RecordTypeDraft) -> String? {
    guard range.text == PendingEvents.head, type.member(PendingEvents.head) == nil else {
      return nil
    }
    let events = type.events.filter(\.mayWait).map(\.name)
    if events.isEmpty {
      return
        "nothing of \(type.name) waits for a second person; give the event that is meant an 'approval'"
    }
    let named = secondPart(range).name
    guard let number = type.event(named), !type.events[number].mayWait else { return nil }
    return type.events[number].ways.contains { $0.form["approval"] != nil }
      ? "a request for '\(named)' makes the record: there is none that it could wait beside"
      : "nobody else must agree to '\(named)'; give it an 'approval', or name one of "
        + events.joined(separator: ", ")
  }

  private func nameHelp(_ range: SourceRange) -> String? {
    switch range.text {
    case "roles", "user": return "did you mean actor.\(range.text)?"
    case Scope.approver:
      return "'approver.user' is there in the effects of a transition with 'approval'"
    case Scope.due: return "'due' is there in transitions that the clock fires"
    case "before": return "'before' is there in transitions, and in invariants with 'during'"
    case "after": return "'after' is there in the sentences of a question, a warning or a reminder"
    default: return inputHelp(range.text)
    }
  }

  /// Inputs are known in their own transition alone.
  private func inputHelp(_ name: String) -> String? {
    let events = scope.owner.events.filter { event in
      event.ways.contains { $0.inputs.contains { $0.formulaName == name } }
    }.map(\.name)
    guard !events.isEmpty else { return nil }
    return "'\(name)' is an input of \(events.joined(separator: " and ")) alone; "
      + "to keep it, set a field to it there"
  }
}
