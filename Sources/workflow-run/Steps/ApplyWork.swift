import Diagnostics
import Glibc
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// Carries a request out for a person: shows the plan, asks the definition's question, commits.
struct ApplyWork {
  let conductor: Conductor
  let footer: String
  let report: Report
  /// The store as it is called in the answer.
  let path: String

  func run(_ request: WorkflowRequest) throws -> ExitStatus {
    var request = request
    if !request.isConfirmed {
      var confirmed = request
      confirmed.isConfirmed = true
      let foreseen = try conductor.dryRun(confirmed)
      // What waits already is asked nobody again.
      if foreseen.refusal?.blockedBy.first == BlockCode.alreadyPending.rawValue {
        request.isConfirmed = true
      } else if let shown = try shownQuestion(foreseen) {
        guard try ask(shown) else { return try refused(request, shown) }
        confirmed.shown = shown.plan
        return try finish(conductor.perform(confirmed), isShown: true)
      }
    }
    return try finish(conductor.perform(request), isShown: false)
  }

  // MARK: The question

  /// The answer as it would be, where it asks something; it is shown then.
  private func shownQuestion(_ answer: Answer) throws -> Answer? {
    guard answer.plan?.prompt != nil, answer.isRepeated == nil else { return nil }
    try report.print(screen(answer).single(remark: ""))
    return answer
  }

  /// Asks on the terminal; anything but the first button, `y` or `yes` is a no.
  private func ask(_ shown: Answer) throws -> Bool {
    guard Surroundings.canAsk else { return false }
    let first = shown.plan?.prompt?.buttons.first ?? "Yes"
    try report.remark("\(first)? [y/N] ")
    guard let line = readLine()?.trimmed.lowercased() else { return false }
    return ["y", "yes", first.lowercased()].contains(line)
  }

  private func refused(_ request: WorkflowRequest, _ shown: Answer) throws -> ExitStatus {
    let answer = try conductor.perform(request)
    let status = try finish(answer, isShown: false)
    if answer.outcome == .blocked, !Surroundings.canAsk {
      let first = shown.plan?.prompt?.buttons.first ?? "Yes"
      try report.hint("--yes answers the question with [\(first)]")
    }
    return status
  }

  // MARK: The answer

  private func finish(_ answer: Answer, isShown: Bool) throws -> ExitStatus {
    report.hasCommitted = answer.isWritten ?? false
    try answer.checkNames()
    try report.print(text(answer, isShown: isShown))
    if let waitsAs = answer.waitsAs {
      let event = answer.event.split(separator: ".").last ?? ""
      try report.hint("workflow-run approve \(event) \(waitsAs) --as somebody-else")
    }
    try report.printMachine(answer)
    try report.tellUnscrubbed(conductor.store)
    if let failure = answer.failure {
      throw CommandFailure(
        failure.kind == .busy ? .busy : .failed, failure.message, hints: [failure.hint])
    }
    return answer.isRepeated ?? false ? .done : answer.status
  }

  private func text(_ answer: Answer, isShown: Bool) -> String {
    let screen = screen(answer)
    if answer.isRepeated ?? false {
      return "Done before under the same request id; nothing was written again.\n"
    }
    if answer.record == nil { return screen.several() }
    switch answer.outcome {
    case .allowed:
      return (isShown ? "" : screen.single(remark: "")) + screen.done("Done", path: path)
    case .pending:
      let line = answer.history.map { ", line \($0.first) of the history" } ?? ""
      return (isShown ? "" : screen.single(remark: ""))
        + "Pending: it waits in \(path)\(line); nothing was changed.\n"
    case .stale:
      return "stale: the records changed while the question was open, nothing was written\n"
    case .blocked, .partlyBlocked, .invalid: return screen.single(remark: "")
    }
  }

  private func screen(_ answer: Answer) -> AnswerScreen {
    AnswerScreen(answer: answer, footer: footer, tint: report.tint)
  }
}
