import Diagnostics
import RecordFiles
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Reads scenario files against the workflows they are about, each loaded once.
///
/// A class, because it remembers what it has loaded.
final class ScenarioLibrary {
  private let workspace: Workspace
  /// By name; nil for one with errors.
  private var loaded: [String: WorkflowDefinition?] = [:]
  /// The files of workflows that scenarios are about and that have errors.
  private(set) var unsound: [(file: String, diagnostics: [Diagnostic])] = []

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// Reads a file that must be sound; says on the standard error what is remarkable in it.
  func read(_ path: String, _ report: Report) throws -> ScenarioFile {
    let source = SourceFile(name: path, bytes: try Files.bytes(of: path))
    let (file, diagnostics) = ScenarioFile.read(source) { definition(of: $0) }
    if let first = unsound.first {
      throw UnsoundDefinition(file: first.file, diagnostics: first.diagnostics)
    }
    guard let file else {
      throw UnsoundDefinition(
        file: path, diagnostics: diagnostics, checkedWith: whereWorkflowsAre)
    }
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in diagnostics { try report.remark(renderer.render(diagnostic) + "\n") }
    return file
  }

  /// Reads a file and says everything that is wrong with it.
  func check(_ source: SourceFile) -> CheckedFile {
    var isAboutUnsound = false
    let (file, diagnostics) = ScenarioFile.read(source) { workflow in
      let definition = definition(of: workflow)
      isAboutUnsound = definition == nil && loaded.keys.contains(workflow)
      return definition
    }
    // What is wrong with the workflow is told of its own file.
    if isAboutUnsound { return CheckedFile(name: source.name, content: nil, diagnostics: []) }
    return CheckedFile(
      name: source.name, content: file.map { .scenarios($0) }, diagnostics: diagnostics)
  }

  /// The main file of a workflow that scenarios are about.
  func main(of workflow: String) -> SourceFile? {
    workspace.candidates.first { $0.workflow == workflow }?.file
  }

  /// The option that says where the workflows are, where it is needed.
  private var whereWorkflowsAre: String {
    workspace.path == WorkflowOptions.folder ? "" : "--workflow \(workspace.path)"
  }

  private func definition(of workflow: String) -> WorkflowDefinition? {
    if let definition = loaded[workflow] { return definition }
    guard let candidate = workspace.candidates.first(where: { $0.workflow == workflow }) else {
      return nil
    }
    let (definition, diagnostics) = DefinitionLoader().load(
      candidate.file, parts: .beside(candidate.file.name))
    if definition == nil, !unsound.contains(where: { $0.file == candidate.file.name }) {
      unsound.append((candidate.file.name, diagnostics))
    }
    loaded.updateValue(definition, forKey: workflow)
    return definition
  }
}
