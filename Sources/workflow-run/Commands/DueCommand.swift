import ArgumentParser
import WorkflowEngine
import WorkflowStore

/// Fires what the clock has made due.
struct DueCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "due",
    abstract: "Fire the transitions that the clock has made due.",
    discussion: examples("due", "due --dry-run --at 2026-04-01T00:00:00Z"))

  @Flag(name: .customLong("dry-run"), help: "Only say what is due.")
  var isDryRun = false

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
    var fired: [FiredTimer] = []
    for definition in definitions {
      let work = DueWork(definition: definition, at: moment.time)
      let found = try source.ifKnown(definition) { store in
        isDryRun
          ? try work.look(store)
          : try Interruption.deferred { try work.fire(try source.open(definition, for: .writing)) }
      }
      fired += found ?? []
    }
    try report.print(text(of: fired, report.tint))
    let isInterrupted = Interruption.wasAsked
    try report.printMachine([
      ("command", .string("due")),
      ("written", .boolean(!isDryRun && fired.contains { $0.blockedBy.isEmpty })),
      ("interrupted", .boolean(isInterrupted)), ("timers", .array(fired.map(\.json))),
    ])
    if isInterrupted { return .interrupted }
    let blocked = fired.count { !$0.blockedBy.isEmpty }
    if blocked == 0 { return .done }
    return blocked == fired.count ? .blocked : .partlyBlocked
  }

  private func text(of fired: [FiredTimer], _ tint: Tint) -> String {
    let blocked = fired.filter { !$0.blockedBy.isEmpty }
    var table = Table(headings: ["", "due", "record", "event", ""])
    table.rows = fired.map { timer in
      [
        timer.blockedBy.isEmpty ? "✓" : "✗", timer.dueText,
        "\(timer.recordType):\(timer.recordID)",
        timer.event,
        timer.blockedBy.isEmpty ? "" : "blocked by \(timer.blockedBy.joined(separator: ", "))",
      ]
    }
    let shown = fired.isEmpty ? "" : table.text(tint) + "\n"
    if isDryRun { return shown + "Due: \(fired.count). Dry run: nothing was written.\n" }
    return shown
      + "Due: \(fired.count - blocked.count) fired, \(blocked.count) blocked and still due.\n"
  }
}
