import Foundation
import Testing

@testable import SCXML

@Suite("The page about SCXML")
struct DocumentationTests {
  static let page: String = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/scxml.md")
    return (try? String(contentsOf: path, encoding: .utf8)) ?? ""
  }()

  /// The first block of code in a language.
  static func block(_ language: String) throws -> String {
    let start = try #require(page.range(of: "```\(language)\n"))
    let end = try #require(page[start.upperBound...].range(of: "```"))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test("the chart becomes the workflow that is shown")
  func example() throws {
    let chart = try ConvertedChart(try Self.block("xml"), name: "lamp.scxml")
    #expect(chart.conversion.text == (try Self.block("yaml")))
  }

  @Test(
    "the table says of each case whether it runs as its script says",
    .enabled(if: !ScionCases.names.isEmpty, "the shared cases are not there"))
  func table() throws {
    let rows = Self.page.split(separator: "\n").filter {
      $0.hasSuffix("| yes |") || $0.hasSuffix("| no, see below |")
    }
    let expected = ScionCases.names.map { name in
      "| \(name) | \(ScionCases.differences[name] == nil ? "yes" : "no, see below") |"
    }
    #expect(rows.map(String.init) == expected.sorted())
    for name in ScionCases.differences.keys { #expect(Self.page.contains("`\(name)`")) }
  }
}
