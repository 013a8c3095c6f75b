import Testing
import WorkflowEngine
import WorkflowScenarios

@Suite("The bundled workflows")
struct BundledWorkflowTests {
  @Test(
    "every given case passes",
    .enabled(if: ProjectFiles.shared != nil, "skipped: there is no shared folder"),
    arguments: ProjectFiles.workflowNames)
  func givenCases(name: String) throws {
    let definition = try ProjectFiles.definition(name)
    let file = try #require(try ProjectFiles.given(name, of: definition))
    for result in ScenarioRunner(definition).run(file) {
      #expect(result.passed, "\(result.text)")
    }
  }

  @Test("every scenario of our own passes", arguments: ProjectFiles.workflowNames)
  func ownScenarios(name: String) throws {
    let definition = try ProjectFiles.definition(name)
    let file = try ProjectFiles.own(name, of: definition)
    for result in ScenarioRunner(definition).run(file) {
      #expect(result.passed, "\(result.text)")
    }
  }

  @Test(
    "our own scenarios cover every state, every transition and every guard's refusal",
    arguments: ProjectFiles.workflowNames)
  func coverage(name: String) throws {
    let definition = try ProjectFiles.definition(name)
    let file = try ProjectFiles.own(name, of: definition)
    let coverage = Coverage(of: definition, ScenarioRunner(definition).run(file))
    for gap in coverage.gaps() {
      Issue.record("\(gap.gap), \(gap.place)")
    }
  }
}
