import Diagnostics
import RecordFiles
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Reads scenario files against the workflows they are about, each loaded once.
///
/// A class, because it remembers what it has loaded.
final class ScenarioLibrary {
  /// Where workflows are, as it was said; the usual place where nothing was.
  private let path: String
  private var workspaces: [String: Workspace?] = [:]
  /// The files of the workflows that scenarios were read against, by the workflows' names.
  private var found: [String: SourceFile] = [:]
  /// By the name of the file; nil for one with errors.
  private var loaded: [String: WorkflowDefinition?] = [:]
  /// The files of workflows that scenarios are about and that have errors.
  private(set) var unsound: [(file: String, diagnostics: [Diagnostic])] = []

  /// - Parameter path: A workflow's file, or a folder of them.
  init(_ path: String) throws {
    self.path = path
    // What is said must be there; the usual place need not be.
    if path != WorkflowOptions.folder { workspaces[path] = try Workspace(path) }
  }

  /// Reads a file that can be read as a whole; says on the standard error what is wrong with its
  /// scenarios, or remarkable in them.
  func read(_ path: String, _ report: Report) throws -> ScenarioFile {
    let source = SourceFile(name: path, bytes: try Files.bytes(of: path))
    let (file, diagnostics) = ScenarioFile.read(source, tables: .beside(path)) {
      definition(of: $0, for: path)
    }
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
    let (file, diagnostics) = ScenarioFile.read(source, tables: .beside(source.name)) {
      workflow in
      let before = unsound.count
      let found = candidate(workflow, for: source.name)
      let definition = found.flatMap { load($0) }
      isAboutUnsound = definition == nil && (found != nil || unsound.count > before)
      return definition
    }
    // What is wrong with the workflow is told of its own file.
    if isAboutUnsound { return CheckedFile(name: source.name, content: nil, diagnostics: []) }
    return CheckedFile(
      name: source.name, content: diagnostics.hasErrors ? nil : file.map { .scenarios($0) },
      diagnostics: diagnostics)
  }

  /// The main file of a workflow that scenarios are about.
  func main(of workflow: String) -> SourceFile? {
    found[workflow]
  }

  /// The option that says where the workflows are, where it is needed.
  private var whereWorkflowsAre: String {
    path == WorkflowOptions.folder ? "" : "--workflow \(path)"
  }

  private func definition(of workflow: String, for scenarios: String) -> WorkflowDefinition? {
    candidate(workflow, for: scenarios).flatMap { load($0) }
  }

  /// The workflow's file: where it was said to be, else beside the scenarios or in the usual place.
  private func candidate(_ workflow: String, for scenarios: String) -> Workspace.Candidate? {
    let folder = MainFile.folder(of: scenarios)
    let places =
      path == WorkflowOptions.folder ? [folder.isEmpty ? "." : folder, path] : [path]
    return places.lazy.compactMap { self.workspace($0) }.flatMap(\.candidates).first {
      $0.workflow == workflow
    }
  }

  private func workspace(_ place: String) -> Workspace? {
    if let known = workspaces[place] { return known }
    let workspace = try? Workspace(place)
    workspaces.updateValue(workspace, forKey: place)
    return workspace
  }

  private func load(_ candidate: Workspace.Candidate) -> WorkflowDefinition? {
    let name = candidate.file.name
    found[candidate.workflow] = candidate.file
    if let definition = loaded[name] { return definition }
    let (definition, diagnostics) = DefinitionLoader().load(candidate.file, parts: .beside(name))
    if definition == nil, !unsound.contains(where: { $0.file == name }) {
      unsound.append((name, diagnostics))
    }
    loaded.updateValue(definition, forKey: name)
    return definition
  }
}
