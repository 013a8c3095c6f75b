import ArgumentParser
import CEL
import Workflow
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

  @Flag(
    name: .customLong("fail-on-held"),
    help: "End with status 3, or 7, where something is due and cannot happen.")
  var failsOnHeld = false

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("The workflow's name; all if left out.", valueName: "name"))
  var workflowName: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    var answers: [(answer: ClockAnswer, definition: WorkflowDefinition)] = []
    for definition in try source.definitions.workspace().definitions(named: workflowName) {
      let time = try end(in: definition)
      let now = moment.time(in: definition)
      let found = try source.ifKnown(definition, moment, report) { store -> ClockAnswer in
        // Looked at first: a store that knows nothing of the workflow is not made to.
        _ = try store.lastTick()
        return isDryRun
          ? try Conductor(store).forgetting { try tick($0, at: time, from: now) }
          : try Interruption.deferred {
            let store = try source.open(definition, for: .writing, moment, report, writing)
            let answer = try tick(Conductor(store), at: time, from: now)
            return answer
          }
      }
      if let found { answers.append((found, definition)) }
    }
    let screen = DueScreen(answers: answers, isDryRun: isDryRun, isDetailed: until != nil)
    report.hasCommitted =
      !isDryRun && answers.contains { !$0.answer.fired.isEmpty || !$0.answer.ended.isEmpty }
    try report.print(screen.text(report.tint))
    try report.printMachine(DueAnswer(answers.map(\.answer), isDryRun: isDryRun))
    return status(of: answers.map(\.answer))
  }

  private func tick(
    _ conductor: Conductor, at time: Int64, from now: Int64
  ) throws -> ClockAnswer {
    conductor.options.shouldStop = { Interruption.wasAsked }
    conductor.options.firings = Self.mostFirings
    var options = TickOptions()
    options.isDetailed = until != nil
    options.now = now
    return try conductor.tick(at: time, options)
  }

  /// A timer that sets itself again at once would never end.
  private static let mostFirings = 1_000_000

  /// The time of the tick.
  private func end(in definition: WorkflowDefinition) throws -> Int64 {
    guard let until = until?.time(in: definition) else { return moment.time(in: definition) }
    if let at = moment.at?.time(in: definition), until < at {
      throw CommandFailure(
        .usage, "--until is before --at", hints: ["the clock goes on from --at until --until"])
    }
    return until
  }

  private func status(of answers: [ClockAnswer]) -> ExitStatus {
    if answers.contains(where: \.isInterrupted) { return .interrupted }
    if answers.contains(where: \.isCutShort) { return .failed }
    if !failsOnHeld || answers.allSatisfy(\.held.isEmpty) { return .done }
    return answers.allSatisfy(\.fired.isEmpty) ? .blocked : .partlyBlocked
  }
}
