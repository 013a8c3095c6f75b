import Diagnostics
import Testing

@testable import WorkflowScenarios

@Suite("A second person")
struct ApprovalTests {
  private static let text = """
    workflow: refunds
    records:
      customer:
        fields: {name: text}
        transitions: {leave: {effects: [{delete: refunds}, {delete: customer}]}}
        relations: {refunds: {many: refund}}
      refund:
        fields: {customer: customer, amount: decimal, note: text?, number: {type: text?, unique: true}, paid_on: date?}
        states: {status: [open, paid, dropped]}
        guards:
          positive: {check: amount > 0, otherwise: A refund is more than nothing.}
        transitions:
          ask:
            from: new
            inputs: [customer, amount]
            guards: [positive]
            approval: true
          pay:
            label: PAY
            from: open
            to: paid
            roles: [clerk, manager]
            inputs: [{fee: {type: decimal, default: 0, checks: {fee_small: {check: fee < 10, otherwise: The fee is too high.}}}}]
            edits: [note]
            guards: [positive]
            confirm: {ask: "Pay {amount}?", when: amount > 5000}
            approval: {roles: [manager], when: amount > 1000 && note == null, otherwise: "{amount} needs a manager."}
            effects: [{set: {paid_on: =today, amount: =amount - fee}}]
          drop: {from: open, to: dropped, approval: [manager, head]}
    """

  private static let given = """
    C: {type: customer, name: Nord},
    R: {type: refund, customer: C, amount: 2000}, S: {type: refund, customer: C, amount: 100},
    Z: {type: refund, customer: C, amount: 0}
    """
  private static let ann = "as: {user: ann, roles: [clerk]}"
  private static let mia = "as: {user: mia, roles: [manager]}"
  private static let pending = "then: {outcome: pending, unchanged: true}"
  private static let asked = "{event: refund.pay, record: R, \(ann), \(pending)}"

  @Test(
    "waits, agrees or does not",
    arguments: [
      // A request that nothing blocks waits, and changes nothing.
      (
        "{event: refund.pay, record: R, \(ann)}",
        "outcome: pending, unchanged: true, message: 2000 needs a manager., keeps: {R.status: open}"
      ),
      // Under the condition alone.
      ("{event: refund.pay, record: S, \(ann)}", "outcome: allowed, changes: {S.status: paid}"),
      // The condition sees edits.
      (
        "{event: refund.pay, record: R, set: {note: known}, \(ann)}",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      // What would be blocked is blocked, and does not wait.
      (
        "{event: refund.pay, record: Z, \(ann)}", "outcome: blocked, blocked_by: [positive]"
      ),
      (
        "{event: refund.pay, record: R, input: {fee: 20}, \(ann)}",
        "outcome: blocked, blocked_by: [fee_small]"
      ),
      ("{event: refund.pay, record: R}", "outcome: blocked, blocked_by: [not_permitted]"),
      // A dry run says so and leaves nothing behind.
      (
        "{event: refund.pay, record: R, dry_run: true, \(ann), then: {outcome: pending}}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // The second person carries it out, at their time and with the first one's inputs.
      (
        "{event: refund.pay, record: R, input: {fee: 5}, \(ann), \(pending)}, {approve: refund.pay, record: R, \(mia), at: '2026-03-12'}",
        "outcome: allowed, changes: {R.status: paid, R.paid_on: '2026-03-12', R.amount: 1995}"
      ),
      // Once only.
      (
        "\(asked), {approve: refund.pay, record: R, \(mia)}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // Not the first, whatever their roles; not without the role.
      (
        "{event: refund.pay, record: R, \(mia), \(pending)}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [not_permitted], message: somebody else, unchanged: true"
      ),
      (
        "\(asked), {approve: refund.pay, record: R, as: {user: bob, roles: [clerk]}}",
        "outcome: blocked, blocked_by: [not_permitted], message: needs the role manager"
      ),
      // Where one may not, it waits on for another.
      (
        "\(asked), {approve: refund.pay, record: R, \(ann), then: {outcome: blocked}}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      // The same again while it waits.
      (
        "\(asked), {event: refund.pay, record: R, as: {user: bob, roles: [clerk]}}",
        "outcome: blocked, blocked_by: [already_pending], message: ann asked for it"
      ),
      // Another event of the record is another request.
      ("\(asked), {event: refund.drop, record: R, \(ann)}", "outcome: pending"),
      // Everything is decided again.
      (
        "{event: refund.drop, record: R, \(ann), \(pending)}, \(asked), {approve: refund.drop, record: R, \(mia)}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [wrong_state], changes: {R.status: dropped}"
      ),
      // Rejected: nothing waits any more.
      (
        "\(asked), {reject: refund.pay, record: R, \(mia), then: {outcome: allowed, unchanged: true}}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending], keeps: {R.status: open}"
      ),
      (
        "\(asked), {reject: refund.pay, record: R, \(ann)}",
        "outcome: blocked, blocked_by: [not_permitted]"
      ),
      (
        "\(asked), {reject: refund.pay, record: R, \(mia)}, {event: refund.pay, record: R, \(ann)}",
        "outcome: pending"
      ),
      (
        "{reject: refund.pay, record: R, \(mia)}", "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // Withdrawn by the one who asked, and by nobody else.
      (
        "\(asked), {withdraw: refund.pay, record: R, \(ann), then: {outcome: allowed, unchanged: true}}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending], keeps: {R.status: open}"
      ),
      (
        "\(asked), {withdraw: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [not_permitted], message: nobody else can withdraw it"
      ),
      (
        "\(asked), {withdraw: refund.pay, record: R, \(mia), then: {outcome: blocked}}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      (
        "{withdraw: refund.pay, record: R, \(ann)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      (
        "\(asked), {withdraw: refund.pay, record: R, \(ann)}, {event: refund.pay, record: R, \(ann)}",
        "outcome: pending"
      ),
      (
        "{event: refund.ask, as_id: N, input: {customer: C, amount: 7}, \(ann), \(pending)}, {withdraw: refund.ask, record: N, \(ann)}, {event: refund.ask, as_id: N, input: {customer: C, amount: 8}, \(ann)}",
        "outcome: pending"
      ),
      // Records to be created.
      (
        "{event: refund.ask, as_id: N, input: {customer: C, amount: 7}, \(ann), then: {outcome: pending, not_created: [{type: refund}]}}, {approve: refund.ask, record: N, \(mia)}",
        "outcome: allowed, created: [{type: refund, amount: 7}], changes: {N.amount: 7}"
      ),
      (
        "{event: refund.ask, input: {customer: C, amount: 7}, \(ann), \(pending)}, {event: refund.ask, input: {customer: C, amount: 8}, \(ann), \(pending)}, {approve: refund.ask, record: refund-2, \(mia)}, {approve: refund.ask, record: refund-1, \(mia)}",
        "outcome: allowed, changes: {refund-1.amount: 7, refund-2.amount: 8}"
      ),
      // What was asked of a record that is gone is not asked any more.
      (
        "\(asked), {event: customer.leave, record: C}, {approve: refund.pay, record: R, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // A repeated request is given its first answer.
      (
        "{event: refund.pay, record: R, request: k1, \(ann), \(pending)}, {event: refund.pay, record: R, request: k1, \(ann)}",
        "outcome: pending"
      ),
      // Of many records some wait.
      (
        "{event: refund.pay, records: [R, S, Z], \(ann)}",
        "outcome: allowed, report: {done: [S], blocked: [{record: Z, by: [positive]}]}, keeps: {R.status: open}"
      ),
      (
        "{event: refund.drop, records: all, \(ann)}",
        "outcome: pending, report: {done: []}, unchanged: true"
      ),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  @Test("the question is put to the first person, before the second is needed")
  func question() throws {
    let play = try Play(Self.text)
    let given = "C: {type: customer, name: Nord}, R: {type: refund, customer: C, amount: 9000}"
    try play.expect(
      given: given, when: "{event: refund.pay, record: R, \(Self.ann)}",
      then: "outcome: blocked, blocked_by: [not_confirmed]")
    try play.expect(
      given: given,
      when:
        "{event: refund.pay, record: R, confirm: true, \(Self.ann), \(Self.pending)}, {approve: refund.pay, record: R, \(Self.mia)}",
      then: "outcome: allowed, changes: {R.status: paid}")
  }

  @Test("there is nothing to approve of an event that needs no second person")
  func none() throws {
    let (file, diagnostics) = try Play(Self.text).read(
      given: Self.given, when: "{approve: customer.leave, record: C}", then: "outcome: allowed")
    #expect(file?.isSound == false)
    #expect(diagnostics.map(\.code) == ["no-approval"])
  }

  private static let changing = """
    workflow: refunds
    ACTORS
    records:
      refund:
        fields: {amount: decimal}
        states: {status: [open, paid]}
        transitions:
          edit: {edits: [amount]}
          pay: {from: open, to: paid, approval: true}
    """

  @Test("says of a changed record that it was seen")
  func seen() throws {
    let play = try Play(Self.changing.replacing("ACTORS\n", with: ""))
    let given = "R: {type: refund, amount: 10}"
    let steps = """
      {event: refund.pay, record: R, \(Self.ann), then: {outcome: pending}},
      {event: refund.edit, record: R, set: {amount: 99999}}
      """
    try play.expect(
      given: given, when: "\(steps), {approve: refund.pay, record: R, \(Self.mia)}",
      then: """
        outcome: blocked, blocked_by: [unseen_changes], keeps: {R.status: open},
        message: amount 10 → 99999
        """)
    try play.expect(
      given: given,
      when: "\(steps), {approve: refund.pay, record: R, seen: true, \(Self.mia)}",
      then: "outcome: allowed, changes: {R.status: paid}")
    let (file, diagnostics) = play.read(
      given: given, when: "{reject: refund.pay, record: R, seen: true}", then: "outcome: allowed")
    #expect(file?.isSound == false && diagnostics.map(\.code) == ["misplaced-key"])
  }

  @Test("is told from the first as the definition says", arguments: [false, true])
  func letterCase(isIgnored: Bool) throws {
    let text = Self.changing.replacing(
      "ACTORS", with: "actors: {ignore_case: \(isIgnored)}")
    try Play(text).expect(
      given: "R: {type: refund, amount: 10}",
      when: """
        {event: refund.pay, record: R, as: {user: Ann}, then: {outcome: pending}},
        {approve: refund.pay, record: R, as: {user: ANN}}
        """,
      then: isIgnored ? "outcome: blocked, blocked_by: [not_permitted]" : "outcome: allowed")
    try Play(text).expect(
      given: "R: {type: refund, amount: 10}",
      when: """
        {event: refund.pay, record: R, as: {user: Ann}, then: {outcome: pending}},
        {withdraw: refund.pay, record: R, as: {user: ANN}}
        """,
      then: isIgnored ? "outcome: allowed" : "outcome: blocked, blocked_by: [not_permitted]")
  }

  @Test(
    "a step that withdraws is written as one that rejects",
    arguments: [
      ("{withdraw: refund.edit, record: R}", "no-approval"),
      ("{withdraw: refund.pay}", "missing-key"),
      ("{withdraw: refund.pya, record: R}", "unknown-event"),
      ("{withdraw: pay, record: R}", "wrong-shape"),
      ("{withdraw: refund.pay, record: X}", "unknown-record"),
      ("{withdraw: refund.pay, record: R, seen: true}", "misplaced-key"),
      ("{withdraw: refund.pay, reject: refund.pay, record: R}", "missing-key"),
      ("{withdraw: refund.pay, record: R, sen: true}", "unknown-key"),
      ("{withdraw: [refund.pay], record: R}", "wrong-shape"),
      ("{withdraw: , record: R}", "empty-key"),
    ])
  func written(step: String, code: String) throws {
    let play = try Play(Self.changing.replacing("ACTORS\n", with: ""))
    let (file, diagnostics) = play.read(
      given: "R: {type: refund, amount: 10}", when: step, then: "outcome: allowed")
    #expect(file?.isSound != true)
    #expect(diagnostics.first?.code == code, "\(step): \(diagnostics)")
  }
}
