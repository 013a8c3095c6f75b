import ArgumentParser
import CEL
import JSONText
import WorkflowEngine
import WorkflowStore

/// Fires what the clock has made due.
struct DueCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", _superCommandName: Program.name,
    abstract: "Fire the transitions that the clock has made due.",
    discussion: examples("due", "due --dry-run --until 2026-12-31"))

  @Flag(name: .customLong("dry-run"), help: "Only say what is due.")
  var isDryRun = false

  @Option(
    help: ArgumentHelp(
      "Let the clock go on until this time, and show what happens when.", valueName: "time"))
  var until: MomentArgument?

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("The workflow's name; all if left out.", valueName: "name"))
  var workflowName: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let definitions = try source.definitions.workspace().definitions(named: workflowName)
    let start = until.map { min(moment.time, $0.microseconds) } ?? moment.time
    var entries: [TimelineEntry] = []
    var timeline: [JSON] = []
    for definition in definitions {
      let work = DueWork(definition: definition, at: start, until: until?.microseconds)
      let found = try source.ifKnown(definition, moment) { store in
        // Looked at first: a store that knows nothing of the workflow is not made to.
        _ = try store.lastTick()
        return isDryRun
          ? try work.look(store)
          : try Interruption.deferred {
            try work.fire(try source.open(definition, for: .writing, moment))
          }
      }
      let screen = TimelineScreen(
        entries: found ?? [], words: ValueWords(definition: definition))
      if until != nil { try report.print(screen.text(report.tint)) }
      timeline += screen.entries.map { $0.json(screen.words) }
      entries += screen.entries
    }
    if until == nil { try report.print(table(of: entries, report.tint)) }
    try report.print(summary(of: entries))
    return try finish(entries, timeline, report)
  }

  private func finish(
    _ entries: [TimelineEntry], _ timeline: [JSON], _ report: Report
  ) throws -> ExitStatus {
    let isInterrupted = Interruption.wasAsked
    var members: [(String, JSON)] = [
      ("command", .string("due")),
      ("written", .boolean(!isDryRun && entries.contains { !$0.isBlocked })),
      ("interrupted", .boolean(isInterrupted)), ("timers", .array(entries.map(\.json))),
    ]
    if let until {
      members.append(("until", .string(Timestamp(microseconds: until.microseconds).description)))
      members.append(("timeline", .array(timeline)))
    }
    try report.printMachine(members)
    if isInterrupted { return .interrupted }
    let blocked = entries.stillBlocked.count
    if blocked == 0 { return .done }
    return blocked == entries.count ? .blocked : .partlyBlocked
  }

  private func table(of entries: [TimelineEntry], _ tint: Tint) -> String {
    if entries.isEmpty { return "" }
    var table = Table(headings: ["", "due", "record", "event", ""])
    table.rows = entries.map { timer in
      [
        timer.isBlocked ? "✗" : "✓",
        timer.due.map { Timestamp(microseconds: $0).description } ?? "",
        "\(timer.recordType):\(timer.recordID)", timer.event,
        timer.isBlocked ? "blocked by \(timer.blockedBy.joined(separator: ", "))" : "",
      ]
    }
    return table.text(tint) + "\n"
  }

  private func summary(of entries: [TimelineEntry]) -> String {
    if isDryRun { return "Due: \(entries.count). Dry run: nothing was written.\n" }
    let fired = entries.count { !$0.isBlocked }
    return "Due: \(fired) fired, \(entries.stillBlocked.count) blocked and still due.\n"
  }
}
