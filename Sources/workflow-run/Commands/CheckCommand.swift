import ArgumentParser
import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Is a definition sound?
struct CheckCommand: AnsweringCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, github
  }

  /// From which severity on findings fail the check.
  enum FailLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, note
  }

  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: Program.name,
    abstract: "Check definitions: every mistake with its line, and what was probably meant.",
    discussion: examples(
      "check workflows/customer-account.yaml", "check --format sarif --output findings.sarif"))

  @Argument(help: "Definitions, folders of them, or scenario files; workflows/ if left out.")
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The workflow of a scenario file, or a folder of workflows.", valueName: "file|dir"))
  var workflow = WorkflowOptions.folder

  @Option(help: "The form of the answer: text, json, sarif or github.")
  var format: Format = .text

  @Option(
    name: .customLong("fail-level"),
    help: "Findings from this severity on fail the check: error, warning or note.")
  var failLevel: FailLevel = .error

  @OptionGroup var screen: ScreenOptions

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: format != .text, output: screen.output, color: screen.color)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    var checked: [CheckedFile] = []
    var library: ScenarioLibrary?
    for path in files.isEmpty ? [WorkflowOptions.folder] : files {
      for name in try Workspace.files(in: path) {
        let source = SourceFile(name: name, bytes: try Files.bytes(of: name))
        // Reading a file's structure twice would cost more than looking for the word.
        let mayBeScenarios =
          name.contains(".scenarios.") || FileGlance(source.bytes).mayHold(key: "scenarios")
        if mayBeScenarios, ScenarioFile.isOne(source) {
          let scenarios = try library ?? ScenarioLibrary(Workspace(workflow))
          library = scenarios
          checked.append(scenarios.check(source))
          continue
        }
        let file = DefinitionFile(source)
        // In a folder a part is checked with the workflow that uses it.
        if name != path, DefinitionLoader().partOwner(of: file) != nil { continue }
        let (definition, diagnostics) = DefinitionLoader().load(file, parts: .beside(name))
        checked.append(
          CheckedFile(
            name: name, content: definition.map { .workflow($0) }, diagnostics: diagnostics))
      }
    }
    if checked.isEmpty { throw CommandFailure(.failed, "there is nothing to check") }
    for (name, diagnostics) in library?.unsound ?? []
    where !checked.contains(where: { $0.name == name }) {
      checked.append(CheckedFile(name: name, content: nil, diagnostics: diagnostics))
    }
    try report.print(text(of: checked, color: report.tint.isOn))
    if report.wantsMachineForm { try report.printMachine(raw: machineForm(of: checked)) }
    return status(of: checked)
  }

  private func status(of checked: [CheckedFile]) -> ExitStatus {
    if checked.contains(where: { $0.content == nil }) { return .unreadable }
    let severities = checked.flatMap(\.diagnostics).map(\.severity)
    let isFailed = severities.contains { severity in
      switch (severity, failLevel) {
      case (.error, _), (.warning, .warning), (.warning, .note), (.note, .note): true
      case (.warning, .error), (.note, .error), (.note, .warning): false
      }
    }
    return isFailed ? .findings : .done
  }

  private func text(of checked: [CheckedFile], color: Bool) -> String {
    let renderer = DiagnosticRenderer(color: color)
    var text = ""
    for diagnostic in checked.flatMap(\.diagnostics) { text += renderer.render(diagnostic) + "\n" }
    for file in checked { text += file.verdict + "\n" }
    return text
  }

  private func machineForm(of checked: [CheckedFile]) -> String {
    let diagnostics = checked.flatMap(\.diagnostics)
    switch format {
    case .text, .json: return DiagnosticForms.json(checked).pretty
    case .sarif: return DiagnosticForms.sarif(diagnostics).pretty
    case .github: return DiagnosticForms.github(diagnostics)
    }
  }
}
