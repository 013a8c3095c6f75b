import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// The bundled workflows, their scenarios, and those of the shared folder.
enum ProjectFiles {
  static let workflowNames = ["client-inactivation", "customer-account", "customer-deletion"]

  /// The project's root, found from this file.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder with the given cases; nil where there is none.
  static let shared: URL? = {
    let path = ProcessInfo.processInfo.environment["WORKFLOW_SHARED"]
    let folder =
      path.map { URL(fileURLWithPath: $0) } ?? root.appending(path: "../shared").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.appending(path: "spec").path)
      ? folder : nil
  }()

  static func source(_ url: URL) throws -> SourceFile {
    SourceFile(name: url.lastPathComponent, bytes: Array(try Data(contentsOf: url)))
  }

  static func definition(_ name: String) throws -> WorkflowDefinition {
    let file = try source(root.appending(path: "workflows/\(name).yaml"))
    let (definition, diagnostics) = DefinitionLoader().load(file)
    return try #require(definition, "\(render(diagnostics))")
  }

  static func scenarios(_ url: URL, of definition: WorkflowDefinition) throws -> ScenarioFile {
    let (file, diagnostics) = ScenarioFile.read(try source(url)) {
      $0 == definition.name ? definition : nil
    }
    return try #require(file, "\(render(diagnostics))")
  }

  static func given(_ name: String, of definition: WorkflowDefinition) throws -> ScenarioFile? {
    guard let shared else { return nil }
    return try scenarios(shared.appending(path: "spec/\(name).scenarios.yaml"), of: definition)
  }

  static func own(_ name: String, of definition: WorkflowDefinition) throws -> ScenarioFile {
    try scenarios(root.appending(path: "workflows/\(name).scenarios.yaml"), of: definition)
  }

  static func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { DiagnosticRenderer(color: false).render($0) }.joined()
  }
}
