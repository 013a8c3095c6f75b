import ArgumentParser
import CEL
import JSONText
import RecordFiles
import TextFiles
import Workflow
import WorkflowEngine

/// What would happen, without anything happening.
///
/// Its options stand one by one where other commands have groups: reading a group costs as much as
/// reading half a dozen options, and nothing is asked as often as this.
struct DryRunCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "dry-run", _superCommandName: Program.name,
    abstract: "Say what an event would do, or every reason why it may not happen.",
    discussion: examples(
      "dry-run reactivate service:S1 --set end_date=null",
      "dry-run account.bill --all --input period=2026-04 --format json"))

  @Argument(help: .event) var event: String
  @Argument(help: .targets) var records: [String] = []
  @Option(help: .id, transform: \.composed) var id: String?
  @Option(name: .customLong("input"), parsing: .singleValue, help: .input)
  var inputs: [AssignmentArgument] = []
  @Option(name: .customLong("set"), parsing: .singleValue, help: .set)
  var edits: [AssignmentArgument] = []
  @Flag(help: .allRecords) var all = false
  @Option(help: .where) var `where`: String?

  @Option(help: .workflow) var workflow = WorkflowOptions.folder
  @Option(help: .store) var store = SourceOptions.usualStore
  @Option(name: .customLong("records"), help: .recordsFile) var recordsFile: String?
  @Option(help: .encoding) var encoding: TextEncoding?
  @Option(help: .decimal) var decimal: CellForm.DecimalSign = .point
  @Option(help: .dates) var dates: CellForm.DateOrder?

  @Option(help: .at) var at: MomentArgument?
  @Option(help: .as) var `as`: ActorArgument?
  @Flag(name: .customLong("require-actor"), help: .requiresActor) var requiresActor = false

  @Flag(name: .customLong("no-route"), help: .isRouteLeftOut) var isRouteLeftOut = false

  @Option(help: .answerFormat) var format: AnswerFormat = .text
  @Option(help: .output) var output: String?
  @Option(help: .color) var color: ColorChoice = .automatic

  func validate() throws {
    try source.validate()
    try moment.validate()
  }

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: format == .json, output: output, color: color)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let (step, source, moment) = (step, source, moment)
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

/// The options as the groups of other commands.
extension DryRunCommand {
  private var step: StepOptions {
    var step = StepOptions()
    (step.event, step.records, step.id) = (event, records, id)
    (step.inputs, step.edits) = (inputs, edits)
    (step.all, step.where) = (all, `where`)
    return step
  }

  private var source: SourceOptions {
    var text = RecordTextOptions()
    (text.encoding, text.decimal, text.dates) = (encoding, decimal, dates)
    var source = SourceOptions()
    (source.workflow, source.store, source.records) = (workflow, store, recordsFile)
    source.recordText = text
    return source
  }

  private var moment: MomentOptions {
    var moment = MomentOptions()
    (moment.at, moment.as, moment.requiresActor) = (at, `as`, requiresActor)
    return moment
  }

  private var routes: RouteOptions {
    var routes = RouteOptions()
    routes.isLeftOut = isRouteLeftOut
    return routes
  }
}
