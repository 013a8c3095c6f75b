import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import SCXML

@Suite("SCXML documents of workflows")
struct DocumentTests {
  @Test(
    "a case that is converted, written as SCXML and converted again runs the same",
    .enabled(if: !ScionCases.names.isEmpty, "the shared cases are not there"),
    arguments: ScionCases.names)
  func roundTrip(name: String) throws {
    let first = try ConvertedChart(try ScionCases.chart(name))
    let script = try ScionCases.script(name)
    let document = try Self.document(of: first)
    let second = try ConvertedChart(document)
    let found = try first.play(script).moments.map(\.found)
    let states = Dictionary(
      first.conversion.states.map { ($0.document, $0.workflow) }, uniquingKeysWith: { a, _ in a })
    let again = try second.play(
      script.renamed(
        state: { states[$0] ?? $0 }, event: { first.conversion.event(for: $0) ?? $0 }))
    #expect(
      again.moments.map { Set($0.found) } == found.map { Set($0.map { states[$0] ?? $0 }) },
      "\(document)")
  }

  @Test("a workflow's document reads as XML and as a chart")
  func reads() throws {
    for file in ["customer-account", "client-inactivation", "customer-deletion"] {
      let path = "workflows/\(file).yaml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let (definition, _) = DefinitionLoader().load(SourceFile(name: path, text: text))
      for type in try #require(definition).recordTypes where !type.regions.isEmpty {
        let document = ChartDocument(try #require(definition), of: type).text()
        let (conversion, diagnostics) = ChartConversion.convert(
          SourceFile(name: "chart.scxml", text: document))
        #expect(conversion != nil, "\(rendered(diagnostics))\n\(document)")
      }
    }
  }

  static func document(of chart: ConvertedChart) throws -> String {
    let type = try #require(chart.definition.recordType(named: chart.conversion.recordType))
    return ChartDocument(chart.definition, of: type).text()
  }
}

extension DocumentTests {
  @Test(
    "a chart of our own ends in pass after the way there and back",
    arguments: OwnChartTests.names)
  func ownRoundTrip(name: String) throws {
    let text = try String(contentsOf: OwnChartTests.folder.appending(path: name), encoding: .utf8)
    let first = try ConvertedChart(text, name: name)
    let document = try Self.document(of: first)
    let second = try ConvertedChart(document)
    let result = try second.play(nil)
    #expect(
      result.final == "pass",
      "\(name): \(result.moments.flatMap(\.found))\n\(document)\n\(second.conversion.text)")
  }

  @Test("a timer that runs from the entry of a state is a send that leaving the state cancels")
  func after() throws {
    let text = """
      workflow: w
      records:
        lamp:
          states: {status: [on, {off: {final: true}}]}
          transitions:
            create: {from: new}
            dim: {from: on, to: off, after: 30s}
      """
    let (definition, mistakes) = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text))
    let loaded = try #require(definition, "\(rendered(mistakes))")
    let document = ChartDocument(loaded, of: loaded.recordTypes[0]).text()
    #expect(document.contains("<send event=\"dim\" id=\"dim.on\" delay=\"30s\"/>"), "\(document)")
    #expect(document.contains("<cancel sendid=\"dim.on\"/>"))
    let chart = try ConvertedChart(document)
    #expect(try chart.play(nil).final == "off")
  }
}
