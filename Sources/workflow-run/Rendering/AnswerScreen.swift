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

  /// How many blocked records the text names.
  static let shownBlocked = 20

  private var event: String {
    answer.event.split(separator: ".").last.map(String.init) ?? answer.event
  }

  private var labels: [String] { answer.label.map { [$0] } ?? [] }

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
        title: "\(answer.record?.name ?? ""): \(event)", plan: plan, remark: remark, tint: tint
      ).text
      guard let approval = answer.approval else { return text }
      return text + "Needs a second person: \(approval.sentence.shownOnOneLine)\n"
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
      subject: "\(answer.record?.name ?? ""): \(answer.purpose.rawValue) \(event)", event: nil,
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

  func several() -> String {
    guard let counts = answer.counts else { return refusedSelection() }
    let blocked = (answer.results ?? []).filter { $0.outcome == .blocked }
    var lines = [tint.strong("\(counted(counts.asked, recordType)): \(event)"), ""]
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
    if !blocked.isEmpty { lines.append("") }
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
