import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowAnalysis

func load(_ text: String) throws -> WorkflowDefinition {
  let (definition, diagnostics) = DefinitionLoader().load(
    SourceFile(name: "test.yaml", text: text))
  let renderer = DiagnosticRenderer(color: false)
  return try #require(
    definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))")
}

/// A definition of the project, by its path.
func load(file path: String) throws -> WorkflowDefinition {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try load(String(contentsOf: root.appending(path: path), encoding: .utf8))
}
