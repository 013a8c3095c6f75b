import Diagnostics
import Foundation
import Testing
import WorkflowLanguage

@testable import SCXML

/// Charts that once ran wrong, beside those of our own (`Charts/own-…`).
@Suite("Charts that once ran wrong")
struct FaultChartTests {
  static let folder =
    ScionCases.folder.dropLast("scxml-cases".count) + "faults/charts"

  static let names: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: String(folder))
    return (names ?? []).sorted()
  }()

  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  @Test(
    "a chart agrees with its script, or ends in pass, or says what differs",
    .enabled(if: !names.isEmpty, "the shared charts are not there"),
    arguments: names.filter { $0.hasSuffix(".scxml") && !$0.hasPrefix("histories") })
  func plays(name: String) throws {
    let chart = try ConvertedChart(try Self.text(name), name: name)
    let said: Set<String> = ["scxml-difference", "scxml-no-counterpart"]
    if chart.warnings.contains(where: { said.contains($0.code) }) { return }
    let file = "\(Self.folder)/\(name.dropLast(6)).json"
    guard let data = FileManager.default.contents(atPath: file) else {
      #expect(try chart.play(nil).final == "pass", "\(chart.conversion.text)")
      return
    }
    let result = try chart.play(try JSONDecoder().decode(ScionScript.self, from: data).script)
    #expect(result.agrees, "\(result.moments.map(\.found))\n\(chart.conversion.text)")
  }

  @Test(
    "a workflow that has nowhere to go is refused",
    .enabled(if: !names.isEmpty, "the shared charts are not there"),
    arguments: names.filter {
      ["histories-in-a-circle.yaml", "initial-is-a-history.yaml", "two-targets-in-one-region.yaml"]
        .contains($0)
    })
  func refused(name: String) throws {
    let (definition, found) = DefinitionLoader().load(
      SourceFile(name: name, text: try Self.text(name)))
    #expect(definition == nil)
    #expect(found.filter { $0.severity == .error }.map(\.code) == ["wrong-value"])
  }

  @Test(
    "histories that lead to each other are refused",
    arguments: [
      "<history id=\"h\"><transition target=\"k\"/></history>"
        + "<history id=\"k\"><transition target=\"h\"/></history><state id=\"b\"/>",
      "<initial><transition target=\"h\"/></initial><history id=\"h\"/><state id=\"b\"/>",
      "<history id=\"h\"><transition target=\"h\"/></history><state id=\"b\"/>",
    ])
  func circles(content: String) {
    let found = diagnostics(document("<state id=\"a\">\(content)</state>"))
    #expect(Set(found.map(\.code)) == ["scxml-structure"], "\(rendered(found))")
  }

  @Test(
    "what SCXML does not have is reported where it stands",
    arguments: [
      ("<state id=\"a\"><transition evnt=\"x\" target=\"a\"/></state>", "did you mean 'event'?"),
      ("<state id=\"a\" intial=\"b\"><state id=\"b\"/></state>", "did you mean 'initial'?"),
      ("<state id=\"a\"><onentry><log exp=\"1\"/></onentry></state>", "did you mean 'expr'?"),
      ("<state id=\"a\"><transition event=\"e\" type=\"intern\"/></state>", "read as external"),
      (
        "<state id=\"a\"><history id=\"h\" type=\"dep\"/><state id=\"b\"/></state>",
        "read as shallow"
      ),
    ])
  func attributes(content: String, label: String) {
    let found = diagnostics(document(content))
    #expect(found.contains { $0.severity == .warning && $0.label == label }, "\(rendered(found))")
  }

  @Test(
    "what runs otherwise than in SCXML is said",
    arguments: [
      // Sent again before it has come.
      "<state id=\"a\"><transition event=\"e\"><send event=\"t\" delay=\"1s\"/></transition>"
        + "<transition event=\"t\"/></state>",
      // Two that carry values.
      "<state id=\"a\"><onentry><send event=\"t\"><param name=\"v\" expr=\"1\"/></send>"
        + "<send event=\"t\"><param name=\"v\" expr=\"2\"/></send></onentry>"
        + "<transition event=\"t\" cond=\"_event.data.v == 1\"/></state>",
      // A region that moves at the same time.
      "<parallel id=\"p\"><state id=\"a\"><transition event=\"e\"><if cond=\"In('c')\">"
        + "<raise event=\"x\"/></if></transition></state><state id=\"b\" initial=\"c\">"
        + "<state id=\"c\"><transition event=\"e\" target=\"d\"/></state><state id=\"d\"/></state>"
        + "<transition event=\"x\"/></parallel>",
      // Fractions.
      "<state id=\"a\"><transition event=\"e\" cond=\"0.1 + 0.2 == 0.3\"/></state>",
    ])
  func differences(content: String) {
    let found = diagnostics(document(content))
    #expect(found.contains { $0.code == "scxml-difference" }, "\(rendered(found))")
  }

  @Test(
    "what runs as in SCXML is not said to differ",
    arguments: [
      "<state id=\"a\"><onentry><send event=\"t\" delay=\"1s\" id=\"i\"/></onentry>"
        + "<onexit><cancel sendid=\"i\"/></onexit><transition event=\"t\" target=\"a\"/></state>",
      "<state id=\"a\"><onentry><send event=\"t\" delay=\"1s\"/></onentry>"
        + "<transition event=\"t\" target=\"b\"/></state><state id=\"b\"/>",
      "<state id=\"a\"><transition event=\"e\" target=\"b\"><if cond=\"In('b')\"><raise event=\"e\"/>"
        + "</if></transition></state><state id=\"b\"/>",
      "<state id=\"a\"><transition event=\"e\" cond=\"0.5 + 0.25 == 0.75\"/></state>",
    ])
  func noDifference(content: String) {
    let found = diagnostics(document(content))
    #expect(!found.contains { $0.code == "scxml-difference" }, "\(rendered(found))")
  }
}
