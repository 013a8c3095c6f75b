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
    let definitions = try workspace.definitions(named: workflowName)
    var messages: [OutboxMessage] = []
    var total = 0
    for definition in definitions {
      try source.ifKnown(definition, moment) { store in
        try store.read { view in
          let page = try view.reader.messages(delivered: past, after: after, limit: limit)
          messages += page
          total += try view.reader.messageCount(delivered: past)
        }
      }
    }
    // Several workflows share the numbers of one store.
    messages.sort { $0.number < $1.number }
    messages.removeLast(max(0, messages.count - limit))
    try report.print(text(of: messages, report.tint))
    if let last = messages.last, messages.count < total {
      try report.print(
        "\(messages.count) of \(total) shown; --after \(last.number) shows the next, --limit more.\n"
      )
    }
    try report.printMachine([
      ("command", .string("messages")), ("messages", .array(messages.map { json($0) })),
      ("total", .integer(total)),
    ])
    return .done
  }

  private func acknowledge(in workspace: Workspace, _ report: Report) throws -> ExitStatus {
    let definitions = try workspace.definitions(named: workflowName)
    for key in delivered {
      let isKnown = try definitions.contains { definition in
        let isThere = try source.ifKnown(definition, moment) { store in
          try store.read { $0.snapshot.isKnown(messageKey: key) }
        }
        guard isThere == true else { return false }
        _ = try source.open(definition, for: .writing, moment).acknowledge(
          messageKey: key, at: moment.time(in: definition))
        return true
      }
      if !isKnown {
        throw CommandFailure(
          .usage, "there is no message '\(key)'", hints: ["workflow-run messages shows their keys"])
      }
      try report.print("Delivered: \(key)\n")
    }
    try report.printMachine([
      ("command", .string("messages")), ("delivered", .strings(delivered)),
    ])
    return .done
  }

  private func text(of messages: [OutboxMessage], _ tint: Tint) -> String {
    if messages.isEmpty { return past ? "No message was delivered.\n" : "No message waits.\n" }
    var table = Table(headings: ["key", "message", "record", "since", "fields"])
    table.rows = messages.map { message in
      [
        message.key, message.name, "\(message.recordType):\(message.recordID)",
        Timestamp(microseconds: message.createdAt).description, message.payload,
      ]
    }
    return table.text(tint)
  }

  private func json(_ message: OutboxMessage) -> JSON {
    .object([
      ("number", .integer(message.number)), ("key", .string(message.key)),
      ("name", .string(message.name)),
      ("type", .string(message.recordType)), ("id", .string(message.recordID)),
      ("created_at", .string(Timestamp(microseconds: message.createdAt).description)),
      (
        "delivered_at",
        .optional(message.deliveredAt.map { Timestamp(microseconds: $0).description })
      ),
      ("fields", message.payload.isEmpty ? .null : .raw(message.payload)),
    ])
  }
}
