import Testing
import WorkflowScenarios

@Suite("Several records at once")
struct SelectionTests {
  @Test(
    "a list has a result for each record",
    arguments: [
      // The good ones are done, the bad ones reported.
      (
        "{event: reader.bar, records: [A, B], confirm: true}",
        "outcome: allowed, report: {done: [A], blocked: [{record: B, by: [wrong_state]}, {record: L2, by: [not_reserved]}], count: 1}"
      ),
      // None can be done: the reasons of the first.
      (
        "{event: reader.bar, records: [B, A]}",
        "outcome: blocked, blocked_by: [wrong_state], report: {done: [], blocked: [{record: B, by: [wrong_state]}, {record: A, by: [not_confirmed]}]}"
      ),
      ("{event: reader.edit, records: [A, A]}", "report: {done: [A], count: 1}"),
      ("{event: reader.edit, records: []}", "blocked_by: [nothing_selected], report: {count: 0}"),
      (
        "{event: reader.edit, records: [Z, A]}",
        "outcome: allowed, report: {done: [A], blocked: [{record: Z, by: [unknown_record]}]}"
      ),
      ("{event: reader.edit, records: [Z]}", "blocked_by: [unknown_record]"),
      (
        "{event: reader.leave, records: [A, B]}",
        "blocked_by: [not_supported], message: Nobody leaves"
      ),
    ])
  func lists(step: String, then: String) throws {
    try expect(step, then)
  }

  @Test(
    "an event for one record, or for all, refuses other selections as a whole",
    arguments: [
      ("{event: loan.remove, records: [L1]}", "outcome: allowed, deleted: [L1]"),
      (
        "{event: loan.remove, records: [L1, L2]}",
        "blocked_by: [selection_not_allowed], deleted: []"
      ),
      (
        "{event: loan.remove, records: all}", "blocked_by: [selection_not_allowed], unchanged: true"
      ),
      ("{event: loan.remove, records: [L1, Z]}", "blocked_by: [unknown_record], deleted: []"),
      (
        "{event: reader.forget, record: B}",
        "blocked_by: [selection_not_allowed], message: Readers are forgotten together"
      ),
      ("{event: reader.edit}", "blocked_by: [nothing_selected]"),
    ])
  func selections(step: String, then: String) throws {
    try expect(step, then)
  }

  @Test(
    "all are those in the states that the event starts from",
    arguments: [
      ("{event: reader.bar, records: all, confirm: true}", "report: {done: [A], count: 1}"),
      // A guard that holds nobody through is no refusal of the whole.
      (
        "{event: reader.edit, record: B, set: {fees: 1}}, {event: reader.forget, records: all}",
        "outcome: allowed, unchanged: true, report: {blocked: [{record: B, by: [no_fees]}], count: 0}"
      ),
      (
        "{event: reader.forget, records: all}, {event: reader.forget, records: all}",
        "outcome: allowed, unchanged: true, report: {done: [], blocked: [], count: 0}"
      ),
      // What the request itself lacks is one.
      (
        "{event: reader.bar, records: all}",
        "blocked_by: [not_confirmed], prompt: {text: 'Bar Ann?'}"
      ),
      ("{event: reader.pay, records: all}", "blocked_by: [input_missing], unchanged: true"),
      ("{event: reader.admit, records: all}", "blocked_by: [not_permitted]"),
      ("{event: reader.leave, records: all}", "blocked_by: [not_supported]"),
    ])
  func all(step: String, then: String) throws {
    try expect(step, then)
  }

  @Test(
    "what stands once, beside first or in one way, is for all ways",
    arguments: [
      ("{event: claim.decide, records: all}", "blocked_by: [selection_not_allowed]"),
      ("{event: claim.decide, record: S}", "outcome: allowed, changes: {S.status: small}"),
      ("{event: claim.decide, record: L}", "outcome: allowed, changes: {L.status: large}"),
      ("{event: claim.sort, records: [S, L]}", "blocked_by: [selection_not_allowed]"),
      ("{event: claim.sort, records: all}", "changes: {S.status: small, L.status: large}"),
    ])
  func shared(step: String, then: String) throws {
    try Play(Self.claims).expect(given: Self.given, when: step, then: then)
  }

  @Test("the menu has the label and the tabs of all ways")
  func menu() throws {
    try Play(Self.claims).expect(
      given: Self.given, when: "{view: L}",
      then: "view: {menu_has: [Decide], menu_tabs: [Work]}")
  }

  private static let given = "S: {type: claim}, L: {type: claim, amount: 501}"

  private static let claims = """
    workflow: claims
    records:
      claim:
        fields: {amount: {type: decimal, default: 100}}
        states: {status: [open, small, large]}
        transitions:
          decide:
            label: Decide
            tabs: [Work]
            selection: one
            first:
              - {from: open, when: amount <= 500, to: small}
              - {from: open, to: large}
              - {at: 2030-01-01, from: open, to: large}
          sort:
            - {from: open, when: amount <= 500, to: small}
            - {from: open, when: amount > 500, selection: all, to: large}
    """

  private func expect(_ when: String, _ then: String) throws {
    let result = try Lending.run(given: Lending.people, when: when, then: then)
    #expect(result.passed, "\(result.text)")
  }
}
