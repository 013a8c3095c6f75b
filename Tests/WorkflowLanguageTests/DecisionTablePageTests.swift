import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("The page of decision tables")
struct DecisionTablePageTests {
  @Test("shows a table and what is said of it, word for word")
  func examples() throws {
    let blocks = try Self.blocks()
    try #require(blocks.count == 4)
    let text = blocks[0] + "\n"
    #expect(Self.shown(text) == blocks[1])
    let mended = text.replacing("[-, 30.., -, 20]", with: "[-, 31.., -, 20]")
    #expect(Self.shown(mended) == blocks[2])
    let complete = mended + "      - [film, 30, -, 5]\n"
    #expect(Self.shown(complete) == "")
    // The same with its rows in a file.
    let head = try #require(text.range(of: "tables:"))
    let file = "member,late_fee,kind,days\n-,0,-,< 1\n-,5,\"[book, film]\",1..\n"
    #expect(Self.shown(text[..<head.lowerBound] + blocks[3] + "\n", ["fees.csv": file]) == "")
  }

  private static func shown(_ text: some StringProtocol, _ files: [String: String] = [:]) -> String
  {
    DefinitionLoader().load(
      SourceFile(name: "loans.yaml", text: String(text)), parts: PartSource(files)
    ).diagnostics.map(DiagnosticRenderer(color: false).render).joined()
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What stands between the fences of the page.
  private static func blocks() throws -> [String] {
    let page = try String(
      contentsOf: LanguagePageTests.root.appendingPathComponent("docs/decision-tables.md"),
      encoding: .utf8)
    return page.split(separator: "```").enumerated().filter { $0.offset % 2 == 1 }.map {
      $0.element.split(separator: "\n").dropFirst().joined(separator: "\n")
    }
  }
}
