import ArgumentParser
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// The request that waits and is answered.
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
      "approve pay refund:R1 --as mia:manager --seen 4"
    ))

  @OptionGroup var waiting: WaitingOptions

  @Option(
    help: ArgumentHelp(
      "The version of the record that you have seen, where it has changed since it was asked.",
      valueName: "number"))
  var seen: Int?

  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    try waiting.answered(.approve, source, moment, writing, report, seen: seen)
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

/// The one who asked takes it back.
struct WithdrawCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", _superCommandName: Program.name,
    abstract: "Take back what you asked for, while it waits; nothing is changed.",
    discussion: examples(
      "withdraw pay refund:R1 --as u17", "withdraw pay refund:R1 --as u17 --format json"))

  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    try waiting.answered(.withdraw, source, moment, writing, report)
  }
}

extension WaitingOptions {
  /// - Parameter version: that of the record which the second person has seen.
  fileprivate func answered(
    _ purpose: Answer.Purpose, _ source: SourceOptions, _ moment: MomentOptions,
    _ writing: WritingOptions, _ report: Report, seen version: Int? = nil
  ) throws -> ExitStatus {
    let (definition, name) = try find(source)
    let conductor = Conductor(try source.open(definition, for: .writing, moment, report, writing))
    let time = moment.time(in: definition)
    let waiting = try conductor.pending(name, to: moment.actor)
    try check(name, in: definition, isWaiting: waiting != nil)
    let answer: Answer
    switch purpose {
    case .reject: answer = try conductor.reject(name, by: moment.actor, at: time)
    case .withdraw: answer = try conductor.withdraw(name, by: moment.actor, at: time)
    case .approve, .apply, .dryRun:
      let version = try version ?? waiting.flatMap { try askedAbout($0, report) }
      answer = try conductor.approve(
        name, by: moment.actor, at: time, seen: version.map { .version($0) })
    }
    report.hasCommitted = answer.isWritten ?? false
    let footer = Moment(actor: moment.actor, at: time, definition: definition).text
    let screen = AnswerScreen(
      answer: answer, footer: footer, tint: report.tint, definition: definition)
    try report.print(text(answer, screen, path: source.store))
    if answer.blockers.map(\.code) == [.unseenChanges], let version = waiting?.version {
      try report.hint("--seen \(version) says that you have seen the record as it is")
    }
    try report.printMachine(answer)
    return answer.status
  }

  /// Shows what has changed since it was asked, and asks whether to go on; gives the version that was
  /// seen then.
  private func askedAbout(
    _ waiting: PendingAnswer.Waiting, _ report: Report
  ) throws -> Int? {
    guard Surroundings.canAsk, waiting.mayAnswer ?? true, !waiting.changes.isEmpty else {
      return nil
    }
    let changes = waiting.changes.map(\.text).joined(separator: ", ")
    try report.remark(
      "Changed since \(waiting.actor.user) asked: \(changes)\nAgree to it as it is? [y/N] ")
    guard let line = readLine()?.trimmed.lowercased() else { return nil }
    return ["y", "yes"].contains(line) ? waiting.version : nil
  }

  private func text(_ answer: Answer, _ screen: AnswerScreen, path: String) -> String {
    if answer.outcome == .allowed {
      let asked = answer.requestedBy?.user ?? "somebody"
      let name = answer.record?.name ?? ""
      let event = answer.event.split(separator: ".").last ?? ""
      switch answer.purpose {
      case .reject: return "Rejected: '\(event)' of \(name), which \(asked) had asked for.\n"
      case .withdraw: return "Withdrawn: '\(event)' of \(name).\n"
      case .approve, .apply, .dryRun:
        return screen.single(remark: "") + screen.done("Approved and done", path: path)
      }
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
    let name = PendingRequest.Name(
      recordType: looked.type.name, event: event.event, recordID: looked.id)
    return (looked.definition, name)
  }

  /// That the definition has such an event, or had one when it was asked for.
  private func check(
    _ name: PendingRequest.Name, in definition: WorkflowDefinition, isWaiting: Bool
  ) throws(CommandFailure) {
    let events = definition.recordType(named: name.recordType)?.events.map(\.name) ?? []
    if isWaiting || events.contains(name.event) { return }
    throw CommandFailure.unknown(
      "there is no event '\(name.event)' of \(name.recordType)",
      meant: suggestion(for: name.event, among: events), known: events)
  }
}
