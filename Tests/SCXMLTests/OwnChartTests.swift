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

  @Test("an event that nothing answers is dropped, and the play says so")
  func dropped() throws {
    let chart = try ConvertedChart(
      document(
        """
        <state id="a"><transition event="e" target="b"/></state>
        <state id="b"><transition event="f" cond="false" target="a"/></state>
        """, "datamodel=\"ecmascript\""))
    let steps = ["e", "e", "f", "unheard"].map {
      PlayScript.Step(event: $0, after: 0, expected: ["b"])
    }
    let moments = try chart.play(PlayScript(initial: ["a"], steps: steps)).moments
    #expect(moments.map(\.isDropped) == [false, false, true, true, true])
    #expect(!moments.contains { !$0.agrees })
  }

  @Test("there are charts for most rules")
  func count() { #expect(Self.names.count >= 70) }
}
