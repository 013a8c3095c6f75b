import ArgumentParser
import Workflow
import WorkflowEngine

/// Does it: shows the plan, asks the definition's own question, commits.
struct ApplyCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", _superCommandName: Program.name,
    abstract: "Carry an event out, in one transaction for each record.",
    discussion: examples(
      "apply customer.create --id C9 --input number=1001",
      "apply deactivate account:A1 --yes --as u17:clerk --request-id 8f2c"))

  @OptionGroup var step: StepOptions

  @Flag(help: "Answer the question with its first button.")
  var yes = false

  @Option(
    name: .customLong("request-id"),
    help: ArgumentHelp("A key that makes a repeat of the command safe.", valueName: "key"))
  var requestID: String?

  @Option(
    help: ArgumentHelp("Of many records, how many share a transaction.", valueName: "count"))
  var batch = 250

  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let names = try StepNames(step)
    let (definition, type) = try source.definitions.definition(of: names)
    let question = try StepQuestion(
      step, event: names.event, type: type, in: definition, moment: moment)
    let store = try source.open(
      definition, for: question.creates ? .making : .writing, moment, report, writing)
    var request = try question.request(names.targets)
    request.isConfirmed = yes
    request.key = requestID
    let progress = Progress(report: report, total: nil)
    let conductor = Conductor(store)
    conductor.options.stepsPerTransaction = batch
    conductor.options.shouldStop = { Interruption.wasAsked }
    conductor.options.progress = { done, total in
      Progress(report: report, total: total).show(done)
    }
    let work = ApplyWork(
      conductor: conductor, footer: question.moment.text, report: report, path: source.store
    ) { try question.changing($0, $1) }
    if request.isAboutOne { return try work.run(request) }
    defer { progress.end() }
    return try Interruption.deferred { try work.run(request) }
  }
}
