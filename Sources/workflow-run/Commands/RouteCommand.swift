import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// What has to be done so that something holds?
struct RouteCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "route", _superCommandName: Program.name,
    abstract: "Find the shortest list of operations after which a condition holds for a record.",
    discussion: examples(
      "route service:S1 'status == \"active\"'",
      "route account:A1 'count(active_services) == 0' --allow-irreversible --format json"))

  @Argument(help: "The record: service:S1.")
  var record: String

  @Argument(help: "What is to hold for it, as a condition.")
  var goal: String

  @Flag(
    name: .customLong("allow-irreversible"),
    help: "Also by what cannot be taken back: records that go, states that nothing leaves.")
  var allowsIrreversible = false

  @Option(help: ArgumentHelp("How long the search may take.", valueName: "seconds"))
  var seconds = 10.0

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func validate() throws {
    if !(seconds > 0 && seconds <= 86_400) {
      throw ValidationError("--seconds is a number from 0 to 86400.")
    }
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let text = GoalText(goal)
    var answer = RouteFindingAnswer(record: record, goal: goal)
    guard let condition = try text.condition(of: looked, for: moment.actor, report) else {
      answer.diagnostics = text.diagnostics(of: looked)
      try report.printMachine(answer)
      return .usage
    }
    let store = try source.open(looked.definition, for: .looking, moment, report)
    let now = moment.time(in: looked.definition)
    var router = Router(Conductor(store))
    router.allowsIrreversible = allowsIrreversible
    router.seconds = seconds
    router.maximumReads = .max
    router.isInterrupted = { Interruption.wasAsked }
    let finding = try router.route(
      to: .holds(condition, type: looked.type, id: looked.id), by: moment.actor, at: now)
    let workflow = try RecordReference(record).workflow
    let screen = RouteScreen(
      finding: finding, goal: goal, record: "\(looked.type.name) \(looked.id)",
      lines: RouteLines(looked.definition, source, moment, workflow: workflow))
    let footer = Moment(actor: moment.actor, at: now, definition: looked.definition).text
    try report.print(screen.text(report.tint) + "\n" + report.tint.faint(footer) + "\n")
    screen.fill(&answer)
    try report.hint(toImport: source, for: answer.route)
    try report.printMachine(answer)
    if Interruption.wasAsked { return .interrupted }
    return screen.status
  }
}
