import ArgumentParser
import JSONText
import Workflow
import WorkflowEngine

/// What would happen, without anything happening.
struct DryRunCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "dry-run", _superCommandName: Program.name,
    abstract: "Say what an event would do, or every reason why it may not happen.",
    discussion: examples(
      "dry-run reactivate service:S1 --set end_date=null",
      "dry-run account.bill --all --input period=2026-04 --format json"))

  @OptionGroup var step: StepOptions
  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var routes: RouteOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let names = try StepNames(step)
    let (definition, type) = try source.definitions.definition(of: names)
    let question = try StepQuestion(
      step, event: names.event, type: type, in: definition, moment: moment)
    let store = try source.open(definition, for: .looking, moment, report)
    var request = try question.request(names.targets)
    // What would be asked is shown, as if it were answered.
    request.isConfirmed = true
    let conductor = Conductor(store)
    var answer = try conductor.dryRun(request)
    try answer.checkNames()
    if answer.outcome == .blocked {
      answer.route = try routes.route(
        to: request, conductor,
        RouteLines(definition, source, moment, workflow: names.workflow))
    }
    let screen = AnswerScreen(
      answer: answer, footer: question.moment.text, tint: report.tint, definition: definition)
    try report.print(
      answer.record == nil
        ? screen.several() : screen.single(remark: "Dry run: nothing was written."))
    if let hint = answer.selectionHint { try report.hint(hint) }
    try report.hint(toImport: source, for: answer.route)
    try report.printMachine(answer)
    return answer.status
  }
}
