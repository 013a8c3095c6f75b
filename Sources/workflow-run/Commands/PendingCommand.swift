import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// What waits for a second person.
struct PendingCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "pending", _superCommandName: Program.name,
    abstract: "List the requests that wait for a second person.",
    discussion: examples("pending --as mia:manager", "pending --of refunds --format json"))

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("The workflow's name; all if left out.", valueName: "name"))
  var workflowName: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  private static let page = 1000

  func answer(_ report: Report) throws -> ExitStatus {
    var found: [(request: PendingRequest, definition: WorkflowDefinition)] = []
    for definition in try source.definitions.workspace().definitions(named: workflowName) {
      let requests = try source.ifKnown(definition, moment) { try all($0) }
      // With a time of its own the question is what had been asked for by then.
      found += (requests ?? []).filter { $0.at <= moment.at?.time(in: definition) ?? .max }
        .map { ($0, definition) }
    }
    try report.print(text(of: found, report.tint))
    try report.printMachine([
      ("command", .string("pending")),
      ("requests", .array(found.map { json($0.request, $0.definition) })),
    ])
    return .done
  }

  private func all(_ store: any RecordStore) throws -> [PendingRequest] {
    var requests: [PendingRequest] = []
    while true {
      let more = try store.waitingRequests(after: requests.last?.number ?? 0, limit: Self.page)
      requests += more
      if more.count < Self.page { return requests }
    }
  }

  private func text(
    of found: [(request: PendingRequest, definition: WorkflowDefinition)], _ tint: Tint
  ) -> String {
    if found.isEmpty { return "Nothing waits for a second person.\n" }
    var table = Table(headings: ["asked", "who", "event", "record", "with", "why"])
    if moment.as != nil { table = Table(headings: [""] + table.headings) }
    table.rows = found.map { request, definition in
      let words = ValueWords(definition: definition)
      let values = (request.inputs + request.edits).map { "\($0.name)=\(words.plain($0.value))" }
      let cells = [
        Moment.local(request.at, definition.timeZone), request.actor.user, request.name.event,
        "\(request.name.recordType):\(request.name.recordID)", values.joined(separator: " "),
        request.words(in: definition),
      ]
      let sign = mayAnswer(request, definition) ? "✓" : "✗"
      return (moment.as == nil ? cells : [sign] + cells).map(\.shownOnOneLine)
    }
    return table.text(tint)
  }

  /// Whether the one who looks may be the second person.
  private func mayAnswer(_ request: PendingRequest, _ definition: WorkflowDefinition) -> Bool {
    request.rejectionBlocker(moment.actor, in: definition) == nil
  }

  private func json(_ request: PendingRequest, _ definition: WorkflowDefinition) -> JSON {
    let words = ValueWords(definition: definition)
    return .object([
      ("type", .string(request.name.recordType)), ("id", .string(request.name.recordID)),
      ("event", .string(request.name.event)), ("creates", .boolean(request.creates)),
      (
        "actor",
        .object([("user", .string(request.actor.user)), ("roles", .strings(request.actor.roles))])
      ),
      ("at", .string(Timestamp(microseconds: request.at).description)),
      ("inputs", .object(request.inputs.map { ($0.name, words.json($0.value)) })),
      ("edits", .object(request.edits.map { ($0.name, words.json($0.value)) })),
      ("sentence", .string(request.words(in: definition))),
      ("may_answer", moment.as.map { _ in .boolean(mayAnswer(request, definition)) } ?? .null),
    ])
  }
}
