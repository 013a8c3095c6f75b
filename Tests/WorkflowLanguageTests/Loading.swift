import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

/// Loads a text as a file named `w.yaml`.
func load(_ text: String) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
  DefinitionLoader().load(SourceFile(name: "w.yaml", text: text))
}

/// The definition of a text that must be sound.
func definition(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> WorkflowDefinition {
  let (definition, diagnostics) = load(text)
  let renderer = DiagnosticRenderer(color: false)
  #expect(
    !diagnostics.hasErrors, "\(diagnostics.map(renderer.render).joined())",
    sourceLocation: sourceLocation)
  return try #require(definition, sourceLocation: sourceLocation)
}

func diagnostics(_ text: String) -> [Diagnostic] { load(text).diagnostics }

extension Diagnostic {
  /// The characters that are marked.
  var marked: String { range?.text ?? "" }
}
