import Testing

@testable import WorkflowScenarios

@Suite("What must be reachable")
struct PossibilityTests {
  private static let text = """
    workflow: loans
    records:
      loan:
        fields: {fee: {type: decimal, default: 0}}
        states: {status: [out, back, lost]}
        transitions:
          give_back: {from: out, to: back}
          lose: {from: out, to: lost, effects: [{set: {fee: 10}}]}
    possible:
      returned: {record: loan, check: status == "back", otherwise: A loan can come back.}
      charged: {record: loan, when: status == "lost", check: fee > 0}
      forgotten: {record: loan, check: fee < 0}
    """

  @Test("is covered where a record meets it at the end of a step")
  func covered() throws {
    let play = try Play(Self.text)
    let results = try ["give_back", "lose"].map {
      try play.result(
        given: "L: {type: loan}", when: "{event: loan.\($0), record: L}", then: "outcome: allowed")
    }
    let coverage = Coverage(of: play.definition, results)
    #expect(coverage.count([.possibility]).covered == 2)
    #expect(
      coverage.gaps([.possibility]).map(\.gap) == ["possibility 'forgotten' is never reached"])
    #expect(!coverage.reaches(percent: 100))
    #expect(coverage.gaps().map(\.name).contains("possibility 'forgotten'"))
    let half = Coverage(of: play.definition, [results[0]])
    #expect(
      half.gaps([.possibility]).map(\.name) == ["possibility 'charged'", "possibility 'forgotten'"])
  }

  @Test("refuses no step, and a dry run reaches nothing")
  func dryRun() throws {
    let play = try Play(Self.text)
    let result = try play.result(
      given: "L: {type: loan}", when: "{event: loan.give_back, record: L, dry_run: true}",
      then: "outcome: allowed")
    #expect(Coverage(of: play.definition, [result]).count([.possibility]).covered == 0)
  }
}
