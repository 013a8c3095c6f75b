import Diagnostics
import Foundation
import JSONText
import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("A scenario file made at random")
struct RandomTests {
  /// A generator that gives the same numbers for the same seed.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init).map { [$0] } ?? [1, 2, 3]

  private static let whens = [
    "{event: reader.bar, record: A, confirm: true}",
    "{event: reader.edit, records: [A, B], set: {fees: 3}}",
    "{event: reader.forget, records: all, then: {outcome: allowed}}",
    "{tick: true, at: '2026-04-01'}",
    "{event: reader.lend, record: A, input: {title: x, until: '2026-03-20'}, names: {X: {type: loan}}}",
    "{view: A}", "{list: loan.open, of: A}", "{event: loan.remove, record: L1, dry_run: true}",
    "{event: reader.join, as_id: C, input: {number: 3, name: Cem}, request: k}",
  ]

  private static let thens = [
    "outcome: allowed", "changes: {A.fees: 2, L1.notes: [{fee: 1}]}",
    "created: [{type: loan, id: X}]",
    "emits: [{message: barred, fees: 2}]",
    "report: {done: [A], blocked: [{record: L2, by: [not_reserved]}]}",
    "view: {badges: [busy]}", "list: {rows: [L1]}", "plan: {A.fees: 1}", "plan_deletes: [L1]",
    "prompt: {inputs: {recall_loans: true}}", "not_created: [{type: x}]",
    "blocked_by: [wrong_state]",
  ]

  private static let pieces = [
    "{", "}", "[", "]", ", ", ": ", "A", "null", "-1", "999999999999999999", "0.1", "'", "type",
    "all", "''", "true",
    "'9999-12-31'", "'0001-01-01T00:00:00Z'", "reader.bar", "loan.fall_due", "entered", "ü",
  ]

  @Test("is refused with a diagnostic or run to its end", arguments: seeds)
  func survives(seed: UInt64) throws {
    var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15)
    let definition = try Lending.definition()
    let runner = ScenarioRunner(definition)
    var runs = 0
    for _ in 0..<1_000 {
      let whens = (0..<Int.random(in: 1..<4, using: &random)).compactMap { _ in
        Self.whens.randomElement(using: &random)
      }
      let source = Lending.source(
        given: Lending.people, when: whens.joined(separator: ", "),
        then: Self.thens.randomElement(using: &random) ?? "")
      var bytes = source.bytes
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let start = Int.random(in: 80..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0..<6, using: &random))
        bytes.replaceSubrange(
          start..<end, with: Array((Self.pieces.randomElement(using: &random) ?? "").utf8))
      }
      let changed = SourceFile(name: "random.scenarios.yaml", bytes: bytes)
      let (file, diagnostics) = ScenarioFile.read(changed) { $0 == "lending" ? definition : nil }
      #expect(
        (file?.isSound ?? false) == !diagnostics.hasErrors,
        "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      for diagnostic in diagnostics { #expect((diagnostic.range?.end ?? 0) <= bytes.count) }
      guard let file else { continue }
      runs += 1
      let report = ScenarioReport(files: [("random", runner.run(file))])
      #expect(!report.text.isEmpty && !JSON(report.answer).pretty.isEmpty && !report.junit.isEmpty)
    }
    #expect(runs > 100, "seed \(seed)")
  }
}
