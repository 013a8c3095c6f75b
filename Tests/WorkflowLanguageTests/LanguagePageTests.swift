import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("The language page")
struct LanguagePageTests {
  @Test("shows forms that load")
  func forms() throws {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: LanguagePage.text), parts: PartSource(LanguagePage.parts))
    let shown = diagnostics.map(DiagnosticRenderer(color: false).render).joined()
    #expect(diagnostics.isEmpty, "\(shown)")
    #expect(definition?.recordTypes.count == 14)
  }

  @Test("shows no line in its examples that is not tried here")
  func lines() throws {
    let tried = Set(
      ([LanguagePage.text] + LanguagePage.parts.values).flatMap { $0.split(separator: "\n") }
        .map(Self.bare))
    for line in try Self.exampleLines() where !line.isEmpty {
      let isPlaceholder = line.hasSuffix(": {…}") || line.hasSuffix(": […]")
      let isPart = tried.contains { $0.contains(line) }
      #expect(isPlaceholder || isPart, "\(line)")
    }
  }

  @Test("the bundled workflows load")
  func bundled() throws {
    let folder = Self.root.appendingPathComponent("workflows")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in files where name.hasSuffix(".yaml") && !name.contains(".scenarios.") {
      let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
      let loaded = DefinitionLoader().load(SourceFile(name: name, bytes: Array(bytes)))
      let renderer = DiagnosticRenderer(color: false)
      #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics.map(renderer.render).joined())")
    }
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of the page's examples, without remarks.
  static func exampleLines() throws -> [String] {
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/language.md"), encoding: .utf8)
    var isExample = false
    var lines: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isExample = line == "```yaml"
      } else if isExample {
        lines.append(bare(line))
      }
    }
    return lines
  }

  /// A line without indentation and remark.
  static func bare(_ line: some StringProtocol) -> String {
    let text = line.range(of: " #").map { line[..<$0.lowerBound] } ?? line[...]
    return text.trimmingCharacters(in: .whitespaces)
  }
}
