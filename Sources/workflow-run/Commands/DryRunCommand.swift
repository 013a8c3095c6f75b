import ArgumentParser
import JSONText
import WorkflowEngine
import WorkflowStore

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
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let names = try StepNames(step)
    let definition = try source.definitions.definition(ofType: names.type, workflow: names.workflow)
    let question = try StepQuestion(
      step, event: names.event, type: names.type, in: definition, moment: moment)
    let store = try source.open(definition, for: .looking, moment)
    switch names.targets {
    case .new(let id): return try single(.new(id: id), question, store, report)
    case .one(let id): return try single(.known(id), question, store, report)
    case .several, .all, .holding:
      return try BulkStep(question: question, targets: names.targets, store: store, report: report)
        .dryRun()
    }
  }

  private func single(
    _ target: SingleStep.Target, _ question: StepQuestion, _ store: any RecordStore,
    _ report: Report
  ) throws -> ExitStatus {
    let step = SingleStep(question: question, target: target, store: store)
    // What would be asked is shown, as if it were answered.
    let decided = try step.decide(isConfirmed: true).step
    try report.print(
      decided.screen(of: question, remark: "Dry run: nothing was written.", tint: report.tint))
    try report.printMachine([("command", .string("dry-run"))] + decided.members)
    return decided.status
  }
}
