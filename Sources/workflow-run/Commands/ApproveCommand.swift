import ArgumentParser
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// The request that a second person answers.
struct WaitingOptions: ParsableArguments {
  @Argument(help: "The event that was asked for: pay, or refund.pay.")
  var event: String

  @Argument(help: "The record: refund:R1; both may change places.")
  var record: String
}

/// The second person agrees.
struct ApproveCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", _superCommandName: Program.name,
    abstract: "Agree, as the second person, to what waits; it is decided again and carried out.",
    discussion: examples(
      "approve pay refund:R1 --as mia:manager",
      "approve pay refund:R1 --as mia:manager --format json"
    ))

  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    try waiting.answered(.approve, source, moment, writing, report)
  }
}

/// The second person does not agree.
struct RejectCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", _superCommandName: Program.name,
    abstract: "Refuse, as the second person, what waits; nothing is changed.",
    discussion: examples(
      "reject pay refund:R1 --as mia:manager", "reject pay refund:R1 --as mia:manager --format json"
    ))

  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    try waiting.answered(.reject, source, moment, writing, report)
  }
}

extension WaitingOptions {
  fileprivate func answered(
    _ purpose: Answer.Purpose, _ source: SourceOptions, _ moment: MomentOptions,
    _ writing: WritingOptions, _ report: Report
  ) throws -> ExitStatus {
    let (definition, name) = try find(source)
    let conductor = Conductor(try source.open(definition, for: .writing, moment, writing))
    let time = moment.time(in: definition)
    let answer =
      purpose == .reject
      ? try conductor.reject(name, by: moment.actor, at: time)
      : try conductor.approve(name, by: moment.actor, at: time)
    report.hasCommitted = answer.isWritten ?? false
    let footer = Moment(actor: moment.actor, at: time, definition: definition).text
    let screen = AnswerScreen(answer: answer, footer: footer, tint: report.tint)
    try report.print(text(answer, screen, path: source.store))
    try report.printMachine(answer)
    try report.tellUnscrubbed(conductor.store)
    return answer.status
  }

  private func text(_ answer: Answer, _ screen: AnswerScreen, path: String) -> String {
    if answer.outcome == .allowed, answer.purpose == .reject {
      let asked = answer.requestedBy?.user ?? "somebody"
      let name = answer.record?.name ?? ""
      let event = answer.event.split(separator: ".").last ?? ""
      return "Rejected: '\(event)' of \(name), which \(asked) had asked for.\n"
    }
    if answer.outcome == .allowed {
      return screen.single(remark: "") + screen.done("Approved and done", path: path)
    }
    return answer.plan == nil && answer.refusal?.guardCount == nil
      ? screen.refusedApproval() : screen.single(remark: "")
  }

  private func find(
    _ source: SourceOptions
  ) throws -> (WorkflowDefinition, PendingRequest.Name) {
    // A record has a colon in it, and no event has one.
    let isTurned = event.contains(":") && !record.contains(":")
    let event = try EventReference(isTurned ? record : self.event)
    let reference = try RecordReference(isTurned ? self.event : record)
    let looked = try LookedAtRecord(reference, event: event, source)
    if let type = event.type, type != looked.type.name {
      throw CommandFailure(
        .usage, "'\(type).\(event.event)' is no event of \(looked.type.name)")
    }
    guard looked.type.event(named: event.event) != nil else {
      let known = looked.type.events.map(\.name)
      throw CommandFailure.unknown(
        "there is no event '\(event.event)' of \(looked.type.name)",
        meant: suggestion(for: event.event, among: known), known: known)
    }
    let name = PendingRequest.Name(
      recordType: looked.type.name, event: event.event, recordID: looked.id)
    return (looked.definition, name)
  }
}
