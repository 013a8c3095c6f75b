import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// A small workflow of a test's own, on which scenarios are played.
struct Play {
  let definition: WorkflowDefinition

  init(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "play.yaml", text: text))
    #expect(
      diagnostics.isEmpty, "\(ProjectFiles.render(diagnostics))", sourceLocation: sourceLocation)
    self.definition = try #require(definition, sourceLocation: sourceLocation)
  }

  func read(
    given: String, when: String, then: String, clock: String = "2026-03-10T09:00:00Z"
  ) -> (file: ScenarioFile?, diagnostics: [Diagnostic]) {
    let text = """
      workflow: \(definition.name)
      clock: '\(clock)'
      scenarios:
      - id: one
        given: {\(given)}
        when: [\(when)]
        then: {\(then)}

      """
    return ScenarioFile.read(SourceFile(name: "play.scenarios.yaml", text: text)) {
      $0 == definition.name ? definition : nil
    }
  }

  func result(
    given: String, when: String, then: String, clock: String = "2026-03-10T09:00:00Z",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ScenarioResult {
    let (file, diagnostics) = read(given: given, when: when, then: then, clock: clock)
    let read = try #require(
      file, "\(ProjectFiles.render(diagnostics))", sourceLocation: sourceLocation)
    return ScenarioRunner(definition).run(read.scenarios[0])
  }

  /// The scenario must hold.
  func expect(
    given: String, when: String, then: String, clock: String = "2026-03-10T09:00:00Z",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try result(
      given: given, when: when, then: then, clock: clock, sourceLocation: sourceLocation)
    #expect(result.passed, "\(result.text)", sourceLocation: sourceLocation)
  }
}
