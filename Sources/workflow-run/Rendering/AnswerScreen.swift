import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowWords

/// An answer about one record, or about several, as people read it.
struct AnswerScreen {
  let answer: Answer
  /// `as u17 (clerk), at 2026-03-10 09:00, …`.
  let footer: String
  let tint: Tint
  let definition: WorkflowDefinition

  /// How many blocked records the text names.
  static let shownBlocked = 20

  private var event: String {
    answer.event.split(separator: ".").last.map(String.init) ?? answer.event
  }

  private var labels: [String] { answer.label.map { [$0] } ?? [] }

  /// The event, and its label beside it.
  private var title: String { EventPhrase.title(of: event, label: answer.label) }

  private var recordType: String {
    answer.event.split(separator: ".").first.map(String.init) ?? ""
  }

  // MARK: One record

  /// The plan, or the refusal.
  ///
  /// - Parameter remark: what is said behind the plan's counts.
  func single(remark: String) -> String {
    if let plan = answer.plan {
      let text = PlanScreen(
        title: "\(answer.record?.name ?? ""): \(title)", plan: definition.shown(plan),
        remark: remark,
        tint: tint
      ).text
      guard let approval = answer.approval else { return text }
      let need = "Needs a second person: \(approval.sentence.shownOnOneLine)\n"
      if approval.agreed.isEmpty { return text + need }
      let who = approval.agreed.map(\.user).joined(separator: ", ")
      return text + need + "\(approval.agreed.count) of \(approval.count) have agreed: \(who)\n"
    }
    guard let refusal = answer.refusal else { return "" }
    return RefusalScreen(
      subject: answer.record?.name ?? recordType, event: event, labels: labels, refusal: refusal,
      route: answer.route, footer: footer, tint: tint
    ).text
  }

  /// A second person's answer that was not taken.
  func refusedApproval() -> String {
    guard let refusal = answer.refusal else { return "" }
    return RefusalScreen(
      subject: "\(answer.record?.name ?? ""): \(answer.purpose.rawValue) \(title)", event: nil,
      refusal: refusal, footer: footer, tint: tint
    ).text
  }

  /// What was written, and what is to be done by hand.
  func done(_ verb: String, path: String) -> String {
    var text = "\(verb): "
    if let lines = answer.history {
      let place =
        lines.first == lines.last ? "line \(lines.first)" : "lines \(lines.first) to \(lines.last)"
      text += "written to \(path), \(place) of the history.\n"
    } else {
      text += "nothing was to be written.\n"
    }
    for reminder in answer.plan?.reminders ?? [] { text += "Reminder: \(reminder.sentence)\n" }
    return text
  }

  // MARK: Several records

  /// The question about several records, before it is answered.
  func foreseen() -> String {
    let asked = answer.counts?.asked ?? 0
    let heading = tint.strong("\(counted(asked, recordType)): \(title)".shownOnOneLine)
    return ([heading, ""] + question()).joined(separator: "\n") + "\n"
  }

  /// What is asked, about how many, and how the first of them are called.
  private func question() -> [String] {
    guard let question = answer.question else { return [] }
    var lines: [String] = []
    for asked in question.prompts {
      let prompt = PlanScreen.question(asked.prompt, tint: tint)
      if question.prompts.count == 1 {
        lines += prompt
      } else {
        lines += ["\(prompt[0])  (\(counted(asked.count, recordType)))"] + prompt.dropFirst()
      }
    }
    if question.count > 0 {
      let more = question.count - question.names.count
      lines.append("About \(counted(question.count, recordType)):")
      lines += question.names.map { "  \($0.shownOnOneLine)" }
      if more > 0 { lines.append("  … and \(more) more") }
    }
    for warning in question.warnings {
      let count = warning.count == 1 ? "" : " (\(counted(warning.count, recordType)))"
      lines.append("Warning: \(warning.sentence.shownOnOneLine)\(count)")
    }
    if question.furtherWarnings > 0 {
      lines.append("  … and \(counted(question.furtherWarnings, "more warning", "more warnings"))")
    }
    return lines + [""]
  }

  /// - Parameter isAsked: whether the question was shown before.
  func several(isAsked: Bool = false) -> String {
    guard let counts = answer.counts else { return refusedSelection() }
    let unasked = [BlockCode.notConfirmed.rawValue]
    let blocked = (answer.results ?? []).filter {
      // The question is shown once for all of them.
      $0.outcome == .blocked && !(answer.question != nil && $0.blockedBy == unasked)
    }
    let heading = tint.strong("\(counted(counts.asked, recordType)): \(title)".shownOnOneLine)
    var lines = isAsked ? [] : [heading, ""] + question()
    for record in blocked.prefix(Self.shownBlocked) {
      lines.append("  \(tint.bad("✗")) \((record.name ?? record.id).shownOnOneLine)")
      for (name, sentence) in zip(record.blockedBy ?? [], record.sentences ?? []) {
        lines.append("      \(name): \(sentence)".shownOnOneLine)
      }
    }
    if blocked.count > Self.shownBlocked {
      let rest = blocked.count - Self.shownBlocked
      lines.append("  … and \(rest) more; --output FILE has them all")
    }
    let silent = (answer.results ?? []).count { $0.outcome == .blocked } - blocked.count
    if silent > 0 {
      let name = BlockCode.notConfirmed.rawValue
      lines.append(
        "  \(tint.bad("✗")) \(counted(silent, recordType))  \(name): The question is not answered.")
    }
    if !blocked.isEmpty || silent > 0 { lines.append("") }
    lines.append(summary(counts))
    return lines.joined(separator: "\n") + "\n\n" + tint.faint(footer) + "\n"
  }

  private func refusedSelection() -> String {
    guard let refusal = answer.refusal else { return "" }
    return RefusalScreen(
      subject: recordType, event: event, labels: labels, refusal: refusal, footer: footer,
      tint: tint
    ).text
  }

  private func summary(_ counts: Counts) -> String {
    let waiting = counts.pending == 0 ? "" : ", \(counts.pending) for a second person"
    if answer.purpose == .dryRun {
      let erased = counts.erased.map { " To be erased: \($0)." } ?? ""
      return
        "Plan: \(counts.done) of \(counts.asked) may happen, \(counts.blocked) blocked\(waiting).\(erased) Dry run: nothing was written."
    }
    var text = "Done: \(counts.done) of \(counts.asked), \(counts.blocked) blocked\(waiting)"
    if counts.repeated > 0 { text += ", \(counts.repeated) done before" }
    if answer.isInterrupted ?? false {
      let rest = counts.asked - (answer.results?.count ?? 0)
      text += ". Interrupted: what was committed stays, \(rest) not looked at"
    }
    return text + "." + (counts.erased.map { " Erased: \($0)." } ?? "")
  }
}

extension Answer {
  /// How a command ends that gives this answer.
  var status: ExitStatus {
    if isInterrupted ?? false { return .interrupted }
    switch outcome {
    case .allowed: return .done
    case .pending: return .pending
    case .blocked: return .blocked
    case .partlyBlocked: return .partlyBlocked
    case .invalid: return .usage
    case .stale: return .stale
    }
  }

  /// How records are named, where none were.
  var selectionHint: String? {
    guard blockers.contains(where: { $0.code == .nothingSelected }) else { return nil }
    let type = event.split(separator: ".").first ?? ""
    return "name them as \(type):id, or choose them with --where or --all"
  }

  /// What no state of the records could make possible, as a mistake of the command line.
  func checkNames() throws(CommandFailure) {
    if let invalid {
      throw CommandFailure.unknown(
        invalid.message, meant: suggestion(for: invalid.name, among: invalid.candidates),
        known: invalid.candidates)
    }
    if let blocker = blockers.first, blocker.code == .unknownRecord, blocker.record == nil,
      let record, let id = record.id
    {
      throw CommandFailure(
        .usage, "there is no \(record.type) '\(id)'",
        hints: ["workflow-run list \(record.type) shows those that there are"])
    }
    if outcome == .stale, isRepeated == nil, let blocker = blockers.first {
      throw CommandFailure(
        .stale, blocker.sentence.asPhrase, hints: ["take a new id for a new request"])
    }
  }
}

extension String {
  /// A sentence as a phrase: lower case, without its period.
  fileprivate var asPhrase: String {
    let phrase = hasSuffix(".") ? String(dropLast()) : self
    return phrase.prefix(1).lowercased() + phrase.dropFirst()
  }
}
