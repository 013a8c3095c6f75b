import ArgumentParser
import Diagnostics
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

  @Option(
    help: ArgumentHelp(
      "An earlier version of the workflow: say which answers are other ones since.",
      valueName: "file"))
  var since: String?

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

  private func verifier(_ definition: WorkflowDefinition) -> Verifier {
    var verifier = Verifier(definition)
    verifier.seconds = seconds
    verifier.isInterrupted = { Interruption.wasAsked }
    for one in scope where definition.recordType(named: one.name) != nil {
      verifier.counts[one.name] = Int(one.value)
    }
    return verifier
  }

  /// What is answered otherwise than for an earlier version.
  private func change(
    _ file: String, _ now: VerifyAnswer.Verified, _ report: Report
  ) throws -> VerifyAnswer.Since {
    let definition = try Workspace.load(SourceFile(name: file, bytes: try Files.bytes(of: file)))
    let before = VerificationScreen(
      definition: definition, report: verifier(definition).run(), tint: report.tint)
    let change = VerificationChange(file: file, before: before.answer, now: now)
    try report.print(change.text(report.tint) + "\n")
    return change.answer
  }

  func answer(_ report: Report) throws -> ExitStatus {
    if since != nil {
      let paths = files.isEmpty ? [WorkflowOptions.folder] : files
      guard try paths.reduce(0, { $0 + (try Workspace($1).candidates.count) }) == 1 else {
        throw CommandFailure(
          .usage, "--since is about one workflow, and there are several",
          hints: ["name the file of one"])
      }
    }
    var verified: [VerifyAnswer.Verified] = []
    var isBroken = false
    for path in files.isEmpty ? [WorkflowOptions.folder] : files {
      for candidate in try Workspace(path).candidates {
        let definition = try Workspace.load(candidate.read)
        let found = verifier(definition).run()
        let screen = VerificationScreen(definition: definition, report: found, tint: report.tint)
        try report.print(screen.text + "\n")
        var answer = screen.answer
        if let since { answer.since = try change(since, answer, report) }
        verified.append(answer)
        isBroken = isBroken || found.isBroken
        if Interruption.wasAsked { return .interrupted }
      }
    }
    try report.printMachine(VerifyAnswer(verified))
    return isBroken ? .scenarioFailed : .done
  }
}
