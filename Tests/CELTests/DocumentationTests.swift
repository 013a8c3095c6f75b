import CEL
import Foundation
import Testing

@Suite("The page about expressions")
struct DocumentationTests {
  /// The lines of the page's examples: an expression, and behind `//` what comes out.
  static let examples: [(String, String)] = {
    let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "docs/expressions.md")
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    var examples: [(String, String)] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isExample = line == "```cel"
      } else if isExample, let mark = line.range(of: "// ") {
        let expression = line[..<mark.lowerBound].trimmingCharacters(in: .whitespaces)
        examples.append((expression, String(line[mark.upperBound...])))
      }
    }
    return examples
  }()

  @Test("the page has examples")
  func present() {
    #expect(DocumentationTests.examples.count > 50)
  }

  @Test("an example has the value that stands beside it", arguments: examples)
  func example(expression: String, result: String) {
    #expect(Fixture().evaluate(expression) == result, "\(expression)")
  }
}
