import Foundation
import Testing

@testable import SCXML

@Suite("Cases of the SCION framework")
struct ScionTests {
  @Test(
    "a case runs as its script says, or as the recommendation says where that differs",
    .enabled(if: !ScionCases.names.isEmpty, "the shared cases are not there"),
    arguments: ScionCases.names)
  func plays(name: String) throws {
    let chart = try ConvertedChart(try ScionCases.chart(name))
    let result = try chart.play(try ScionCases.script(name))
    let reason = ScionCases.differences[name]
    for moment in result.moments where !moment.agrees {
      #expect(
        reason != nil,
        "\(name): after \(moment.event ?? "the start") \(moment.found), not \(moment.expected ?? [])"
      )
    }
    if let reason { #expect(!result.agrees, "\(name) is listed as different: \(reason)") }
  }

  @Test(
    "where SCION differs, the chart runs as the recommendation says",
    .enabled(if: !ScionCases.names.isEmpty, "the shared cases are not there"),
    arguments: [
      ("more-parallel/test10", [["a", "b"], ["a", "b"], ["c"], ["d"]]),
      ("more-parallel/test10b", [["a", "b"], ["a", "b"], ["a", "b"], ["a", "b"]]),
    ])
  func followsRecommendation(name: String, expected: [[String]]) throws {
    let chart = try ConvertedChart(try ScionCases.chart(name))
    let result = try chart.play(try ScionCases.script(name))
    #expect(result.moments.map(\.found) == expected)
  }

  @Test(
    "there are 63 cases", .enabled(if: !ScionCases.names.isEmpty, "the shared cases are not there"))
  func count() { #expect(ScionCases.names.count == 63) }
}
