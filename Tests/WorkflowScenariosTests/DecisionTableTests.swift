import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Decision tables in a run")
struct DecisionTableTests {
  private static let text = """
    workflow: loans
    tables:
      late_fee:
        columns: {kind: item.kind, days: integer, tier: text?}
        gives: decimal
        rows:
          - [book, < 1, -, 0]
          - [book, 1.., gold, 1]
          - [book, 1.., not gold, 2.50]
          - [dvd, -, -, 5]
      length:
        columns: {weight: decimal}
        gives: integer
        first: true
        rows:
          - [..<1.5, 1]
          - [-, 2]
    records:
      item:
        fields:
          kind: {choice: [book, dvd]}
          days: integer?
          tier: text?
          weight: {type: decimal, default: 1.5}
          paid: {type: decimal, default: 0}
          fee: {formula: 'late_fee(kind, days, tier)'}
        states: {status: [out, back]}
        transitions:
          give_back:
            from: out
            to: back
            guards: [cheap]
            effects: [{set: {paid: '=late_fee(kind, days, tier) * length(weight)'}}]
        guards:
          cheap: {check: 'late_fee(kind, days, tier) < 5', otherwise: 'Pay {money(fee)} first.'}
    """

  @Test(
    "give the value of the row that fits",
    arguments: [
      ("kind: book, days: 0", "2", "0"), ("kind: book, days: 1, tier: gold", "2", "2"),
      ("kind: book, days: 1, tier: tin", "2", "5.00"), ("kind: book, days: 9", "2", "5.00"),
      ("kind: book, days: 9, weight: 1.49", "1", "2.50"),
    ])
  func values(given: String, length: String, paid: String) throws {
    try Play(Self.text).expect(
      given: "I: {type: item, \(given)}", when: "{event: item.give_back, record: I}",
      then: "\(paid == "0" ? "keeps" : "changes"): {I.paid: \(paid)}")
  }

  @Test("cannot be told of a value that is missing, and say the fee in a refusal")
  func missing() throws {
    let play = try Play(Self.text)
    try play.expect(
      given: "I: {type: item, kind: book}", when: "{event: item.give_back, record: I}",
      then: "outcome: blocked, cannot_decide: [cheap], message: days")
    try play.expect(
      given: "I: {type: item, kind: dvd, days: 3}", when: "{event: item.give_back, record: I}",
      then: "outcome: blocked, blocked_by: [cheap], message: Pay 5.00 first")
  }

  @Test("their rows are counted, those of dry runs too")
  func coverage() throws {
    let play = try Play(Self.text)
    let results = try [
      ("{event: item.give_back, record: I}", "kind: book, days: 0"),
      (
        "{event: item.give_back, record: I, dry_run: true}",
        "kind: book, days: 2, tier: gold, weight: 1"
      ),
    ].map { when, given in
      try play.result(given: "I: {type: item, \(given)}", when: when, then: "outcome: allowed")
    }
    let gaps = Coverage(of: play.definition, results).gaps([.row]).map(\.gap)
    #expect(
      gaps == [
        "row 3 of the table 'late_fee' never gives its value",
        "row 4 of the table 'late_fee' never gives its value",
      ])
  }

  @Test("slips in their rows are tried, also those in a file beside the workflow")
  func slips() throws {
    let text = """
      workflow: loans
      tables:
        late_fee: {columns: {days: integer}, gives: integer, from: fees.csv}
      records:
        item:
          fields: {days: {type: integer, default: 0}, paid: {type: integer, default: 0}}
          states: {status: [out, back]}
          transitions:
            give_back: {from: out, to: back, effects: [{set: {paid: =late_fee(days)}}]}

      """
    let main = SourceFile(name: "loans.yaml", text: text)
    let parts = PartSource(["fees.csv": "days,gives\n< 10,1\n10..,5\n"])
    let definition = try #require(DefinitionLoader().load(main, parts: parts).definition)
    let scenarios = """
      workflow: loans
      clock: '2026-03-10T09:00:00Z'
      scenarios:
      - id: late
        given: {I: {type: item, days: 30}}
        when: [{event: item.give_back, record: I}]
        then: {changes: {I.paid: 5}}

      """
    let source = SourceFile(name: "loans.scenarios.yaml", text: scenarios)
    let file = try #require(ScenarioFile.read(source) { _ in definition }.0)
    var run = MutationRun(main, parts: parts, scenarios: [file])
    run.maximumRequests = 300
    let report = run.report((0..<run.count).map { run.trial($0) })
    let rows = report.trials.filter { $0.range.file.name == "fees.csv" }
    #expect(
      rows.map { "\($0.sentence): \($0.range.startPosition.line) \(Self.word($0.verdict))" } == [
        "without row 1 of the table 'late_fee': 2 refused",
        "'2' instead of '1' in row 1 of the table 'late_fee': 2 unnoticed",
        "without row 2 of the table 'late_fee': 3 refused",
        "'6' instead of '5' in row 2 of the table 'late_fee': 3 noticed",
        "'11' instead of '10' in the table 'late_fee': 2 unnoticed",
      ])
    // The proposed scenarios notice what none did.
    let more = try #require(report.proposal)
    let proposed = try #require(
      ScenarioFile.read(SourceFile(name: "more.yaml", text: more)) { _ in definition }.0, "\(more)")
    var again = MutationRun(main, parts: parts, scenarios: [file, proposed])
    again.maximumRequests = 300
    let left = again.report((0..<again.count).map { again.trial($0) }).unnoticed
    #expect(left.filter { $0.range.file.name == "fees.csv" }.map(\.sentence) == [])
  }

  private static func word(_ verdict: MutationReport.Verdict) -> String {
    switch verdict {
    case .noticed: "noticed"
    case .unnoticed: "unnoticed"
    case .idle: "idle"
    case .harmless: "harmless"
    case .refused: "refused"
    }
  }
}
