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

  func answer(_ report: Report) throws -> ExitStatus {
    var found: [(requests: [PendingAnswer.Waiting], zone: TimeZoneRules)] = []
    for definition in try source.definitions.workspace().definitions(named: workflowName) {
      // With a time of its own the question is what had been asked for by then.
      let answer = try source.ifKnown(definition, moment, report) { store in
        try Conductor(store).pending(
          to: moment.as?.actor, until: moment.at?.time(in: definition))
      }
      if let answer { found.append((answer.requests, definition.timeZone)) }
    }
    try report.print(text(of: found, report.tint))
    try report.printMachine(PendingAnswer(requests: found.flatMap(\.requests)))
    return .done
  }

  private func text(
    of found: [(requests: [PendingAnswer.Waiting], zone: TimeZoneRules)], _ tint: Tint
  ) -> String {
    if found.allSatisfy(\.requests.isEmpty) { return "Nothing waits for a second person.\n" }
    let hasChanges = found.contains { $0.requests.contains { !$0.changes.isEmpty } }
    var headings = ["asked", "who", "event", "record", "with", "why"]
    let isForSeveral = found.contains { $0.requests.contains { $0.count > 1 } }
    if isForSeveral { headings.append("agreed") }
    let mayExpire = found.contains { $0.requests.contains { $0.expires != nil } }
    if mayExpire { headings.append("expires") }
    if hasChanges { headings.append("changed since") }
    if moment.as != nil { headings.insert("", at: 0) }
    var table = Table(headings: headings)
    table.rows = found.flatMap { requests, zone in
      requests.map {
        row(of: $0, zone, withAgreed: isForSeveral, withExpiry: mayExpire, withChanges: hasChanges)
      }
    }
    return table.text(tint)
  }

  private func row(
    of request: PendingAnswer.Waiting, _ zone: TimeZoneRules, withAgreed: Bool, withExpiry: Bool,
    withChanges: Bool
  ) -> [String] {
    let values = [request.inputs, request.edits].map(\.assignments).filter { !$0.isEmpty }
    var cells = [
      LocalTime.text(request.at, zone), request.actor.user, request.event,
      "\(request.type):\(request.id)", values.joined(separator: " "),
      request.lapsed ?? request.sentence,
    ]
    if withAgreed {
      let who =
        request.agreed.isEmpty ? "" : ": \(request.agreed.map(\.user).joined(separator: ", "))"
      cells.append("\(request.agreed.count) of \(request.count)\(who)")
    }
    if withExpiry { cells.append(request.expires.map { LocalTime.text($0, zone) } ?? "") }
    if withChanges { cells.append(request.changes.map(\.text).joined(separator: ", ")) }
    let sign = request.mayAnswer.map { [$0 ? "✓" : "✗"] } ?? []
    return (sign + cells).map(\.shownOnOneLine)
  }
}
