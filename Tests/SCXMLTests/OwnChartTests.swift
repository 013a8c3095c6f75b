import Foundation
import Testing

@testable import SCXML

/// Charts of our own, each about one rule of the recommendation, that end in `pass`.
@Suite("Charts that end in pass")
struct OwnChartTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Charts")

  static let names: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".scxml") }.sorted()
  }()

  @Test("a chart ends in pass", arguments: names)
  func passes(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let chart = try ConvertedChart(text, name: name)
    let result = try chart.play(nil)
    #expect(
      result.final == "pass",
      "\(name): \(result.moments.flatMap(\.found))\n\(chart.conversion.text)")
  }

  @Test("there are charts for most rules")
  func count() { #expect(Self.names.count >= 70) }
}
