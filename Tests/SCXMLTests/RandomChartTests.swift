import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

@testable import SCXML

/// Random charts, played by the engine and by the recommendation's algorithm.
///
/// Each run draws a seed and prints it; `SEED=n` repeats one, `CHARTS=n` says how many.
@Suite("Random charts")
struct RandomChartTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let amount = environment["CHARTS"].flatMap { UInt64($0) } ?? 200
  private static let seed =
    environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...1_000_000_000)

  /// What became of a chart.
  enum Verdict: Hashable {
    case same
    /// It has no end, or runs differently on purpose, which the conversion says.
    case endless
    case refused(String)
    case announced(String)
    case different(String)
  }

  @Test("the engine plays a chart as the recommendation does, or the conversion says where not")
  func agree() throws {
    print("random charts: SEED=\(Self.seed) CHARTS=\(Self.amount)")
    var counts: [String: Int] = [:]
    for seed in Self.seed..<(Self.seed + Self.amount) {
      let verdict = try Self.play(seed)
      if case .different(let report) = verdict {
        Issue.record("SEED=\(seed) CHARTS=1: \(report)")
        counts["different", default: 0] += 1
      } else {
        counts["\(verdict)", default: 0] += 1
      }
    }
    print(
      counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
    // Most of those that are said to differ would not, so a few must be left to compare.
    #expect(Self.amount < 100 || (counts["same"] ?? 0) * 4 > Int(Self.amount), "\(counts)")
  }

  static func play(_ seed: UInt64) throws -> Verdict {
    var chart = RandomChart(seed: seed)
    let story = chart.story()
    let oracle = Oracle(chart.root)
    oracle.interpret()
    if oracle.isEndless { return .endless }
    let initial = oracle.active
    var steps: [PlayScript.Step] = []
    for (event, after) in story {
      oracle.advance(after)
      if oracle.isEndless { return .endless }
      oracle.send(event)
      if oracle.isEndless { return .endless }
      steps.append(.init(event: event, after: after, expected: Array(oracle.active)))
    }
    let script = PlayScript(initial: Array(initial), steps: steps)
    let (conversion, found) = ChartConversion.convert(
      SourceFile(name: "chart.scxml", text: chart.text))
    guard let conversion else {
      return .refused(found.filter { $0.severity == .error }.map(\.code).joined())
    }
    if let first = found.first(where: { $0.code == "scxml-difference" }) {
      return .announced(
        first.message.split(separator: "'", omittingEmptySubsequences: false)
          .enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined())
    }
    let (definition, mistakes) = DefinitionLoader().load(
      SourceFile(name: "chart.yaml", text: conversion.text))
    guard let definition else {
      let codes = mistakes.filter { $0.severity == .error }.map(\.code)
      if codes.allSatisfy({ $0 == "automatic-circle" }) { return .endless }
      return .different("does not load\n\(chart.text)\n\(rendered(mistakes))")
    }
    do throws(PlayFailure) {
      let player = try ChartPlayer(conversion, definition)
      return compare(try player.play(script), player.text("t"), oracle.text, chart)
    } catch {
      return .different("\(error.reason)\n\(chart.text)")
    }
  }

  private static func compare(
    _ result: PlayResult, _ text: String, _ expected: String, _ chart: RandomChart
  ) -> Verdict {
    let moments = result.moments.enumerated().filter { !$0.element.agrees }.prefix(1).map {
      "\($0): \($1.event ?? "start") \($1.found), not \($1.expected ?? [])"
    }
    if moments.isEmpty, text == expected { return .same }
    return .different("\(moments)\n\(text)\nnot\n\(expected)\n\(chart.text)")
  }
}

extension ChartPlayer {
  /// The text in a field of the chart's record.
  func text(_ field: String) -> String {
    let snapshot = store.openView().snapshot
    guard let record = snapshot.find(type: type.index, id: ChartPlayer.recordID),
      let slot = type.slot(of: field),
      case .text(let text) = snapshot.storedValue(of: record, slot: slot)
    else { return "" }
    return text
  }
}
