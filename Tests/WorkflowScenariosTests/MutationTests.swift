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

  private static let part = """
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

  private func report(_ scenarios: String, adding more: String = "") throws -> MutationReport {
    let parts = PartSource(["rules.yaml": Self.part])
    let main = SourceFile(name: "shop.yaml", text: Self.workflow + more)
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

  @Test("the scenario that is proposed passes, and notices what none did")
  func proposed() throws {
    let before = try report(Self.closing)
    let proposal = try #require(before.proposal)
    let list = try #require(proposal.firstRange(of: "scenarios:\n"))
    let added = String(proposal[list.upperBound...])
    #expect(added.contains("blocked_by: [paid]"))
    #expect(added.contains("due: "))
    let after = try report(Self.closing + added)
    #expect(after.unnoticed.map(\.sentence) == [])
    #expect(after.tried.count == before.tried.count)
  }

  @Test("what makes no difference is told apart, and is not asked for")
  func idle() throws {
    let always = """
      invariants:
        never_negative: {record: order, check: status == "open" || status == "closed"}

      """
    let report = try report(Self.closing + Self.owing, adding: always)
    let sentences = report.idle.map(\.sentence)
    #expect(sentences.contains("without invariant 'never_negative'"))
    #expect(report.text.contains("makes no difference that was found: without invariant"))
    #expect(!report.tried.map(\.sentence).contains("without invariant 'never_negative'"))
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
