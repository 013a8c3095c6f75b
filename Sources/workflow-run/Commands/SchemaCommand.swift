import ArgumentParser
import JSONText
import Workflow
import WorkflowScenarios

/// The schema of the files that people write, for editors.
struct SchemaCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", _superCommandName: Program.name,
    abstract: "Print the JSON Schema of workflows or scenarios, by which editors complete keys.",
    discussion: examples(
      "schema workflow --output workflow.schema.json", "schema scenarios"))

  @Argument(
    help: "What the files hold: workflow or scenarios.",
    transform: { text in
      guard let kind = FileSchema(rawValue: text) else {
        throw ValidationError("there is a schema of workflow and one of scenarios")
      }
      return kind
    })
  var kind: FileSchema

  @Option(help: "Write the schema to a file instead.")
  var output: String?

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: true, output: output, color: .never)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    try report.printMachine(raw: kind.json.pretty)
    return .done
  }
}
