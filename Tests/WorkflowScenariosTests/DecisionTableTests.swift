import Testing
import WorkflowEngine

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
}
