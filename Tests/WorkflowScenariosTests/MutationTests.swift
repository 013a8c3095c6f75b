import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Slips that scenarios notice")
struct MutationTests {
  private static let workflow = """
    workflow: shop
    uses: [rules.yaml]
    records:
      order:
        fields: {due: {type: decimal, default: 0}}
        states: {status: [open, closed]}
        transitions:
          create: {from: new}
          close: {from: open, to: closed, guards: [paid]}

    """

  private static let rules = """
    part_of: shop
    guards:
      paid: {check: order.due == 0, otherwise: Pay first.}

    """

  private static let closing = """
    - id: closed
      given: {O1: {type: order}}
      when: [{event: order.close, record: O1}]
      then: {changes: {O1.status: closed}}

    """

  private static let owing = """
    - id: owed
      given: {O1: {type: order, due: 1}}
      when: [{event: order.close, record: O1}]
      then: {blocked_by: [paid]}

    """

  private func report(_ scenarios: String) throws -> MutationReport {
    let parts = PartSource(["rules.yaml": Self.rules])
    let main = SourceFile(name: "shop.yaml", text: Self.workflow)
    let definition = try #require(DefinitionLoader().load(main, parts: parts).definition)
    let source = SourceFile(
      name: "shop.scenarios.yaml",
      text: "workflow: shop\nclock: '2026-03-10T09:00:00Z'\nscenarios:\n" + scenarios)
    let (file, diagnostics) = ScenarioFile.read(source) { _ in definition }
    let read = try #require(file, "\(diagnostics.map(\.message))")
    let run = MutationRun(main, parts: parts, scenarios: [read])
    return run.report((0..<run.count).map { run.trial($0) })
  }

  @Test("a slip that no scenario notices is named with its place, in a part too")
  func unnoticed() throws {
    let report = try report(Self.closing)
    #expect(
      report.unnoticed.map { "\($0.sentence) \($0.range.place)" } == [
        "without guard 'paid' of order.close shop.yaml:9:48"
      ])
    #expect(report.text.hasPrefix("shop: "))
    #expect(!report.reaches(percent: 100))
  }

  @Test("the scenario that is about it notices it")
  func noticed() throws {
    let report = try report(Self.closing + Self.owing)
    #expect(report.unnoticed.map(\.sentence) == [])
    #expect(report.reaches(percent: 100))
    let dropped = report.trials.first { $0.sentence == "without guard 'paid' of order.close" }
    #expect(dropped?.verdict == .noticed(by: "owed") || dropped?.verdict == .noticed(by: nil))
  }

  @Test("a scenario that fails already notices nothing")
  func failing() throws {
    let wrong = """
      - id: wrong
        given: {O1: {type: order}}
        when: [{event: order.close, record: O1}]
        then: {changes: {O1.status: open}}

      """
    let report = try report(wrong)
    #expect(report.noticedCount == 0)
    #expect(report.tried.count > 4)
  }
}
