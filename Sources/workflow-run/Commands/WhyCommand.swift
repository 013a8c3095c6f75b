import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowStore

/// Which step made it so, and what would change it?
struct WhyCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", _superCommandName: Program.name,
    abstract:
      "Say which step made a condition hold for a record, or not, and what would change it.",
    discussion: examples(
      "why service:S1 'status == \"deactivated\"'",
      "why account:A1 'balance > 0' --format json"))

  @Argument(help: "The record: service:S1.")
  var record: String

  @Argument(help: "What holds for it, or does not, as a condition.")
  var condition: String

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var routes: RouteOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let text = GoalText(condition)
    var answer = WhyAnswer(record: record, condition: condition)
    guard let goal = try text.condition(of: looked, for: moment.actor, report) else {
      answer.diagnostics = text.diagnostics(of: looked)
      try report.printMachine(answer)
      return .usage
    }
    let conductor = Conductor(try source.open(looked.definition, for: .looking, moment, report))
    let now = moment.time(in: looked.definition)
    let reason = try Reasons(conductor).reason(
      for: goal, of: looked.type, id: looked.id, actor: moment.actor, at: now)
    let lines = RouteLines(
      looked.definition, source, moment, workflow: try RecordReference(record).workflow)
    let screen = ReasonScreen(
      reason: reason, condition: condition, record: "\(looked.type.name) \(looked.id)",
      definition: looked.definition, sight: Sight(looked.definition, of: moment.actor),
      route: try route(from: reason, looked, conductor, now).map(lines.answer))
    let footer = Moment(actor: moment.actor, at: now, definition: looked.definition).text
    try report.print(screen.text(report.tint) + "\n" + report.tint.faint(footer) + "\n")
    screen.fill(&answer)
    try report.printMachine(answer)
    return .done
  }

  /// What makes the opposite hold.
  private func route(
    from reason: Reason, _ looked: LookedAtRecord, _ conductor: Conductor, _ now: Int64
  ) throws -> Route? {
    guard reason.verdict != .cannotTell else { return nil }
    let text = reason.verdict == .holds ? "!(\(condition))" : condition
    guard let goal = GoalText(text).quietly(of: looked) else { return nil }
    return try routes.route(
      to: .holds(goal, type: looked.type, id: looked.id), conductor,
      by: moment.actor, at: now)
  }
}
