import ArgumentParser
import WorkflowAnalysis
import WorkflowEngine

/// Can a rule ever be broken, and is everything possible that must be?
struct VerifyCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", _superCommandName: Program.name,
    abstract: "Say whether an invariant can ever be broken, and whether what must be possible is.",
    discussion: examples(
      "verify workflows/customer-account.yaml",
      "verify workflows/ --seconds 60 --scope location=3 --format json"))

  @Argument(help: "Workflow files, or folders of them; workflows/ if left out.")
  var files: [String] = []

  @Option(help: ArgumentHelp("How long the search may take for each file.", valueName: "seconds"))
  var seconds = 5.0

  @Option(
    name: .customLong("scope"), parsing: .singleValue,
    help: ArgumentHelp("How many records of a type there may be.", valueName: "type=count"))
  var scope: [AssignmentArgument] = []

  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func validate() throws {
    if !(seconds > 0 && seconds <= 86_400) {
      throw ValidationError("--seconds is a number from 0 to 86400.")
    }
    for one in scope where Int(one.value).map({ (0...100).contains($0) }) != true {
      throw ValidationError("--scope \(one.name) is a whole number from 0 to 100.")
    }
  }

  func answer(_ report: Report) throws -> ExitStatus {
    var verified: [VerifyAnswer.Verified] = []
    var isBroken = false
    for path in files.isEmpty ? [WorkflowOptions.folder] : files {
      for candidate in try Workspace(path).candidates {
        let definition = try Workspace.load(candidate.read)
        var verifier = Verifier(definition)
        verifier.seconds = seconds
        verifier.isInterrupted = { Interruption.wasAsked }
        for one in scope {
          guard definition.recordType(named: one.name) != nil else { continue }
          verifier.counts[one.name] = Int(one.value)
        }
        let found = verifier.run()
        let screen = VerificationScreen(definition: definition, report: found, tint: report.tint)
        try report.print(screen.text + "\n")
        verified.append(screen.answer)
        isBroken = isBroken || found.isBroken
        if Interruption.wasAsked { return .interrupted }
      }
    }
    try report.printMachine(VerifyAnswer(verified))
    return isBroken ? .scenarioFailed : .done
  }
}
