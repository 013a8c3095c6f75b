import ArgumentParser
import CEL
import Diagnostics
import WorkflowEngine
import WorkflowStore

/// What waits for a second person.
struct PendingCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "pending", _superCommandName: Program.name,
    abstract: "List the requests that wait for a second person.",
    discussion: examples("pending", "pending --of refunds --format json"))

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("The workflow's name; all if left out.", valueName: "name"))
  var workflowName: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  private static let page = 1000

  func answer(_ report: Report) throws -> ExitStatus {
    var found: [(request: PendingRequest, definition: WorkflowDefinition)] = []
    for definition in try source.definitions.workspace().definitions(named: workflowName) {
      let requests = try source.ifKnown(definition) { try all($0) }
      found += (requests ?? []).map { ($0, definition) }
    }
    try report.print(text(of: found, report.tint))
    try report.printMachine([
      ("command", .string("pending")),
      ("requests", .array(found.map { json($0.request, ValueWords(definition: $0.definition)) })),
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
    var table = Table(headings: ["asked", "who", "record", "event", "with", "why"])
    table.rows = found.map { request, definition in
      let words = ValueWords(definition: definition)
      let values = (request.inputs + request.edits).map { "\($0.name)=\(words.plain($0.value))" }
      return [
        Moment.local(request.at, definition.timeZone), request.actor.user,
        "\(request.name.recordType):\(request.name.recordID)", request.name.event,
        values.joined(separator: " "), request.sentence,
      ].map(\.shownOnOneLine)
    }
    return table.text(tint)
  }

  private func json(_ request: PendingRequest, _ words: ValueWords) -> JSON {
    .object([
      ("type", .string(request.name.recordType)), ("id", .string(request.name.recordID)),
      ("event", .string(request.name.event)), ("creates", .boolean(request.creates)),
      (
        "actor",
        .object([("user", .string(request.actor.user)), ("roles", .strings(request.actor.roles))])
      ),
      ("at", .string(Timestamp(microseconds: request.at).description)),
      ("inputs", .object(request.inputs.map { ($0.name, words.json($0.value)) })),
      ("edits", .object(request.edits.map { ($0.name, words.json($0.value)) })),
      ("sentence", .string(request.sentence)),
    ])
  }
}
