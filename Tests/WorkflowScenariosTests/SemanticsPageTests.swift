import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

@Suite("The page of semantics")
struct SemanticsPageTests {
  struct Example: CustomTestStringConvertible {
    var section: String
    var workflow: String
    var scenarios: String

    var testDescription: String { section }
  }

  @Test("every example does what its rule says", arguments: examples)
  func example(_ example: Example) throws {
    let loaded = DefinitionLoader().load(
      SourceFile(name: "\(example.section).yaml", text: example.workflow))
    let definition = try #require(
      loaded.definition, "\(ProjectFiles.render(loaded.diagnostics))")
    let read = ScenarioFile.read(
      SourceFile(name: "\(example.section).scenarios.yaml", text: example.scenarios)
    ) { $0 == definition.name ? definition : nil }
    let file = try #require(read.file, "\(ProjectFiles.render(read.diagnostics))")
    #expect(!file.scenarios.isEmpty)
    for result in ScenarioRunner(definition).run(file) {
      #expect(result.failures.isEmpty, "\(result.id): \(result.failures)")
    }
  }

  @Test("every section with a workflow has scenarios")
  func complete() {
    #expect(Self.examples.count == Self.blocks.count / 2)
    #expect(Self.examples.count >= 7)
  }

  /// Sections with the two examples that stand in each.
  static let examples: [Example] = stride(from: 0, to: blocks.count - 1, by: 2).map {
    Example(section: blocks[$0].section, workflow: blocks[$0].text, scenarios: blocks[$0 + 1].text)
  }

  private static let blocks: [(section: String, text: String)] = {
    let url = ProjectFiles.root.appending(path: "docs/semantics.md")
    let page = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    var blocks: [(section: String, text: String)] = []
    var section = ""
    var current: [Substring]?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
      if line == "```yaml" {
        current = []
      } else if line == "```", let lines = current {
        blocks.append((section, lines.joined(separator: "\n") + "\n"))
        current = nil
      } else {
        current?.append(line)
      }
    }
    return blocks
  }()
}
