import ArgumentParser
import Diagnostics
import JSONText
import RecordFiles
import SCXML
import Workflow
import WorkflowEngine
import WorkflowLanguage

/// The states and transitions of a record type in a form that other tools draw or run.
struct GraphCommand: AnsweringCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case scxml
  }

  static let configuration = CommandConfiguration(
    commandName: "graph", _superCommandName: Program.name,
    abstract: "Write the states and transitions of a record type in another form.",
    discussion: examples(
      "graph workflows/customer-account.yaml --type service --format scxml",
      "graph lamp.yaml --output lamp.scxml"))

  @Argument(help: "The workflow.")
  var file: String

  @Option(help: "The record type; not needed where there is one alone.")
  var type: String?

  @Option(help: "The form: scxml.")
  var format: Format = .scxml

  @OptionGroup var screen: ScreenOptions

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: false, output: screen.output, color: screen.color)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let source = SourceFile(name: file, bytes: try Files.bytes(of: file))
    let definition = try Workspace.load(source)
    let text =
      switch format {
      case .scxml: ChartDocument(definition, of: try recordType(in: definition)).text()
      }
    try report.print(data: text)
    try report.printMachine(raw: text)
    return .done
  }

  private func recordType(in definition: WorkflowDefinition) throws -> RecordType {
    let types = definition.recordTypes.filter { !$0.regions.isEmpty }
    guard let type else {
      if types.count == 1 { return types[0] }
      throw CommandFailure(
        .usage, "several record types have states", hints: types.map { "--type \($0.name)" })
    }
    guard let found = definition.recordType(named: type) else {
      throw CommandFailure.unknown(
        "there is no record type '\(type)' in '\(file)'",
        meant: suggestion(for: type, among: types.map(\.name)), known: types.map(\.name))
    }
    if found.regions.isEmpty {
      throw CommandFailure(
        .usage, "'\(type)' has no states", hints: types.map { "--type \($0.name)" })
    }
    return found
  }
}
