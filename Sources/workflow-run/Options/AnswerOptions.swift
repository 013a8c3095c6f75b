import ArgumentParser
import Diagnostics
import RecordFiles
import TextFiles

/// The form of an answer.
enum AnswerFormat: String, ExpressibleByArgument {
  case text, json

  static let allValueStrings = ["text", "json"]
  static let defaultCompletionKind = CompletionKind.list(allValueStrings)
}

/// Whether colours are used.
enum ColorChoice: String, ExpressibleByArgument {
  case automatic = "auto"
  case always, never

  static let allValueStrings = ["auto", "always", "never"]
  static let defaultCompletionKind = CompletionKind.list(allValueStrings)

  func isOn(for stream: OutputStream) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .automatic: stream.isTerminal && Surroundings.variable("NO_COLOR") == nil
    }
  }
}

/// Where an answer goes, whatever its form.
struct ScreenOptions: ParsableArguments {
  @Option(help: .output)
  var output: String?

  @Option(help: .color)
  var color: ColorChoice = .automatic

  func request(isMachineAsked: Bool) -> AnswerRequest {
    AnswerRequest(isMachineAsked: isMachineAsked, output: output, color: color)
  }
}

// Options inside options are looked up five times more in a process that lives for milliseconds:
// what nearly every command takes stands in one group, and what two groups share has one help.
/// The form of an answer and where it goes.
struct AnswerOptions: ParsableArguments {
  @Option(help: .answerFormat)
  var format: AnswerFormat = .text

  @Option(help: .output)
  var output: String?

  @Option(help: .color)
  var color: ColorChoice = .automatic

  var request: AnswerRequest {
    AnswerRequest(isMachineAsked: format == .json, output: output, color: color)
  }
}

extension ArgumentHelp {
  static var answerFormat: ArgumentHelp { "The form of the answer: text or json." }

  static var output: ArgumentHelp {
    ArgumentHelp("Write the machine form to a file as well.", valueName: "file")
  }

  static var color: ArgumentHelp { "Colours: auto, always or never; NO_COLOR turns auto off." }

  static var workflow: ArgumentHelp {
    ArgumentHelp("The workflow, or a folder of workflows.", valueName: "file|dir")
  }
}

/// What was asked about an answer's form.
struct AnswerRequest {
  var isMachineAsked: Bool
  var output: String?
  var color: ColorChoice
}

/// A command that answers on the standard output and ends with a status.
protocol AnsweringCommand: ParsableCommand {
  var answerRequest: AnswerRequest { get }
  func answer(_ report: Report) throws -> ExitStatus
}

extension AnsweringCommand {
  func run() throws {
    let report: Report
    do { report = try Report(answerRequest) } catch { throw CommandFailure.from(error) }
    let status = try answered(report)
    if status != .done { throw ExitCode(status.rawValue) }
  }

  private func answered(_ report: Report) throws -> ExitStatus {
    do {
      let status = try answer(report)
      // What is done is done: that this cannot be told changes no status.
      try? report.tellOfStores()
      try report.finish()
      return status
    } catch {
      throw try told(error, report)
    }
  }

  /// Says why there is no answer; gives the failure that the program ends with.
  private func told(_ error: any Error, _ report: Report) throws -> CommandFailure {
    if report.hasCommitted, let failure = error as? FileFailure {
      return CommandFailure.untold(failure)
    }
    if let unsound = error as? UnsoundDefinition {
      let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
      for diagnostic in unsound.diagnostics {
        try report.remark(renderer.render(diagnostic) + "\n")
      }
    }
    let failure = CommandFailure.from(error)
    // Nothing can be said about a failure to say something.
    try? report.fail(failure)
    return failure
  }
}
