import ArgumentParser
import WorkflowEngine
import WorkflowStore

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
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let names = try StepNames(step)
    let definition = try source.definitions.definition(ofType: names.type, workflow: names.workflow)
    let question = try StepQuestion(
      step, event: names.event, type: names.type, in: definition, moment: moment)
    let store = try source.open(definition, for: question.creates ? .making : .writing, moment)
    switch names.targets {
    case .new(let id): return try single(.new(id: id), question, store, report)
    case .one(let id): return try single(.known(id), question, store, report)
    case .several, .all, .holding:
      return try BulkStep(question: question, targets: names.targets, store: store, report: report)
        .apply(isConfirmed: yes, requestID: requestID, batch: batch)
    }
  }

  private func single(
    _ target: SingleStep.Target, _ question: StepQuestion, _ store: any RecordStore,
    _ report: Report
  ) throws -> ExitStatus {
    let step = SingleStep(question: question, target: target, store: store)
    return try SingleApply(
      step: step, report: report, isConfirmed: yes, requestID: requestID, path: source.store
    ).run()
  }
}
