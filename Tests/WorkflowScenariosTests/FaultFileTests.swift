import Diagnostics
import Foundation
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Files that went wrong")
struct FaultFileTests {
  private static let folder =
    (ProcessInfo.processInfo.environment["WORKFLOW_SHARED"] ?? "../shared") + "/faults/"

  private static func text(_ name: String) -> String? {
    try? String(contentsOfFile: folder + name, encoding: .utf8)
  }

  @Test(
    "an invariant that leads through an inline entry back to its own type",
    .enabled(if: text("README.md") != nil, "the shared folder is not there"))
  func inlineEntry() throws {
    let name = "invariant-through-an-inline-entry"
    // The file has a way of its time to name another record's field.
    let workflow = try #require(Self.text("\(name).yaml"))
      .replacing("{for: what, as: j, set: {bill: =bill}}", with: "{set: {what.bill: =bill}}")
    let play = try Play(workflow)
    let file = SourceFile(
      name: "\(name).scenarios.yaml", text: try #require(Self.text("\(name).scenarios.yaml")))
    let (read, diagnostics) = ScenarioFile.read(file) { _ in play.definition }
    let scenarios = try #require(read, "\(ProjectFiles.render(diagnostics))").scenarios
    #expect(!scenarios.isEmpty)
    for scenario in scenarios {
      let result = ScenarioRunner(play.definition).run(scenario)
      #expect(result.passed, "\(result.text)")
    }
  }
}
