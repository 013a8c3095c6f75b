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

  /// Reads a value that is given for an input of the question.
  let changing: (WorkflowRequest, AssignmentArgument) throws -> WorkflowRequest

  func run(_ request: WorkflowRequest) throws -> ExitStatus {
    var request = request
    guard !request.isConfirmed, asks(request) else {
      return try finish(conductor.perform(request), isShown: false)
    }
    var confirmed = request
    confirmed.isConfirmed = true
    while true {
      let foreseen = try conductor.dryRun(confirmed)
      // What waits already is asked nobody again.
      if foreseen.refusal?.blockedBy.first == BlockCode.alreadyPending.rawValue {
        request.isConfirmed = true
        break
      }
      guard let question = question(of: foreseen) else { break }
      try show(foreseen)
      switch try ask(question) {
      case .no:
        request.inputs = confirmed.inputs
        // A single record is shown with its refusal, several were shown already.
        let isShown = Surroundings.canAsk && !request.isAboutOne
        return try finish(conductor.perform(request), isShown: isShown)
      case .change(let assignment):
        do {
          confirmed = try changing(confirmed, assignment)
        } catch let mistake as RequestMistake {
          try report.remark("\(mistake.message)\n")
        }
      case .yes:
        confirmed.shown = foreseen.plan
        return try finish(conductor.perform(confirmed), isShown: true)
      }
    }
    return try finish(conductor.perform(request), isShown: false)
  }

  /// Whether it is worth a look what would be asked: one of many records is looked at twice.
  private func asks(_ request: WorkflowRequest) -> Bool {
    if request.isAboutOne { return true }
    let type = conductor.definition.recordTypes[request.recordType]
    return Surroundings.canAsk
      && type.events[request.event].transitions.contains { $0.question != nil }
  }

  // MARK: The question

  private enum Reply {
    case yes, no
    /// An input gets another value.
    case change(AssignmentArgument)
  }

  private func question(of answer: Answer) -> PromptAnswer? {
    if answer.isRepeated != nil { return nil }
    return answer.plan?.prompt ?? answer.question?.prompts.first?.prompt
  }

  private func show(_ foreseen: Answer) throws {
    let screen = screen(foreseen)
    try report.print(foreseen.record == nil ? screen.foreseen() : screen.single(remark: ""))
  }

  /// Asks on the terminal; anything but the first button, `y` or `yes` is a no.
  ///
  /// A value for an input of the question (`delete_templates=false`) is taken, and asked again.
  private func ask(_ question: PromptAnswer) throws -> Reply {
    guard Surroundings.canAsk else { return .no }
    let first = question.buttons.first ?? "Yes"
    let inputs = question.inputs.map(\.name)
    let example = inputs.first.map { ", or \($0)=… for another value" } ?? ""
    try report.remark("\(first)? [y/N\(example)] ")
    guard let line = readLine()?.trimmed else { return .no }
    if let assignment = AssignmentArgument(argument: line), inputs.contains(assignment.name) {
      return .change(assignment)
    }
    return ["y", "yes", first.lowercased()].contains(line.lowercased()) ? .yes : .no
  }

  // MARK: The answer

  private func finish(_ answer: Answer, isShown: Bool) throws -> ExitStatus {
    report.hasCommitted = answer.isWritten ?? false
    try answer.checkNames()
    try report.print(text(answer, isShown: isShown))
    if let waitsAs = answer.waitsAs {
      let event = answer.event.split(separator: ".").last ?? ""
      try report.hint("workflow-run approve \(event) \(waitsAs) --as somebody-else")
      try report.hint("workflow-run withdraw \(event) \(waitsAs) takes it back")
    }
    if answer.blockers.contains(where: { $0.code == .notConfirmed }), !Surroundings.canAsk {
      let first = question(of: answer)?.buttons.first ?? answer.refusal?.prompt?.buttons.first
      try report.hint("--yes answers the question with [\(first ?? "Yes")]")
    }
    if let hint = answer.selectionHint { try report.hint(hint) }
    try report.printMachine(answer)
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
    if answer.record == nil { return screen.several(isAsked: isShown) }
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
    AnswerScreen(
      answer: answer, footer: footer, tint: report.tint, definition: conductor.definition)
  }
}
