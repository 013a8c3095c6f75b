import ArgumentParser
import CEL
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// What waits in the outbox, and what arrived.
struct MessagesCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "messages", _superCommandName: Program.name,
    abstract: "Show the messages that wait for delivery, or acknowledge one.",
    discussion: examples("messages --format json", "messages --delivered I7-2026-03-10"))

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Say that a message arrived; it waits no longer.", valueName: "key"))
  var delivered: [String] = []

  @Flag(help: "Show the delivered ones instead.")
  var past = false

  @Option(help: "How many are shown.")
  var limit = 1000

  @Option(
    help: ArgumentHelp(
      "Show those after the one with this number: the next page.", valueName: "number"))
  var after = 0

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("The workflow's name, where there are several.", valueName: "name"))
  var workflowName: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let workspace = try source.definitions.workspace()
    if !delivered.isEmpty { return try acknowledge(in: workspace, report) }
    var zones: [Int: TimeZoneRules] = [:]
    let pages = try workspace.definitions(named: workflowName).compactMap { definition in
      try source.ifKnown(definition, moment, report) { store in
        let page = try Conductor(store).messages(
          to: moment.actor, delivered: past, after: after, limit: limit)
        for message in page.messages { zones[message.number] = definition.timeZone }
        return page
      }
    }
    let answer = MessagesAnswer(pages, limit: limit)
    try report.print(text(of: answer.messages, zones, report.tint))
    if let last = answer.messages.last, answer.messages.count < answer.total {
      try report.print(
        "\(answer.messages.count) of \(answer.total) shown; --after \(last.number) shows the next, --limit more.\n"
      )
    }
    try report.printMachine(answer)
    return .done
  }

  private func acknowledge(in workspace: Workspace, _ report: Report) throws -> ExitStatus {
    let definitions = try workspace.definitions(named: workflowName)
    for key in delivered {
      let isKnown = try definitions.contains { definition in
        let isThere = try source.ifKnown(definition, moment, report) { store in
          try store.read { $0.snapshot.isKnown(messageKey: key) }
        }
        guard isThere == true else { return false }
        _ = try source.open(definition, for: .writing, moment, report).acknowledge(
          messageKey: key, at: moment.time(in: definition))
        return true
      }
      if !isKnown {
        throw CommandFailure(
          .usage, "there is no message '\(key)'", hints: ["workflow-run messages shows their keys"])
      }
      try report.print("Delivered: \(key)\n")
    }
    try report.printMachine(DeliveredAnswer(delivered))
    return .done
  }

  private func text(
    of messages: [MessagesAnswer.Message], _ zones: [Int: TimeZoneRules], _ tint: Tint
  ) -> String {
    if messages.isEmpty { return past ? "No message was delivered.\n" : "No message waits.\n" }
    var table = Table(headings: ["key", "message", "record", "since", "fields"])
    table.rows = messages.map { message in
      [
        message.key, message.name, "\(message.type):\(message.id)",
        LocalTime.text(message.createdAt, zones[message.number] ?? .utc),
        message.fields == .null ? "" : message.fields.compact,
      ]
    }
    return table.text(tint)
  }
}
