import Testing

@testable import WorkflowScenarios

@Suite("Two more persons")
struct SeveralApprovalsTests {
  private static let text = """
    workflow: refunds
    actors: {ignore_case: true}
    records:
      refund:
        fields: {amount: decimal}
        states: {status: [open, paid, dropped]}
        transitions:
          ask: {from: new, inputs: [amount], approval: {count: 2}}
          edit: {edits: [amount]}
          pay: {from: open, to: paid, approval: {roles: [manager], count: 2}}
          drop: {from: open, to: dropped}
    """

  private static let asked = """
    {event: refund.pay, record: R, as: {user: ann, roles: [manager]}, \
    then: {outcome: pending, unchanged: true, message: 2 others with the role manager must}}
    """
  private static let mia = "{approve: refund.pay, record: R, as: {user: mia, roles: [manager]}"
  private static let bob = "{approve: refund.pay, record: R, as: {user: bob, roles: [manager]}"
  private static let waits = "then: {outcome: pending, unchanged: true}"

  @Test(
    "agree, each once",
    arguments: [
      ("\(asked), \(mia)}", "outcome: pending, keeps: {R.status: open}"),
      ("\(asked), \(mia), \(waits)}, \(bob)}", "outcome: allowed, changes: {R.status: paid}"),
      (
        "\(asked), \(mia), \(waits)}, \(mia)}",
        "outcome: blocked, blocked_by: [not_permitted], message: mia has agreed to this already"
      ),
      (
        "\(asked), \(mia), \(waits)}, {approve: refund.pay, record: R, as: {user: MIA, roles: [manager]}}",
        "outcome: blocked, blocked_by: [not_permitted]"
      ),
      (
        "\(asked), \(mia), \(waits)}, {approve: refund.pay, record: R, as: {user: Ann, roles: [manager]}}",
        "outcome: blocked, blocked_by: [not_permitted], message: ann asked for this"
      ),
      (
        "\(asked), \(mia), \(waits)}, {approve: refund.pay, record: R, as: {user: cid}}",
        "outcome: blocked, blocked_by: [not_permitted], message: needs the role manager"
      ),
      // Done once.
      (
        "\(asked), \(mia), \(waits)}, \(bob)}, \(bob)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // One of them does not agree, or the first takes it back: it begins anew.
      (
        "\(asked), \(mia), \(waits)}, {reject: refund.pay, record: R, as: {user: bob, roles: [manager]}}, \(asked), \(bob)}",
        "outcome: pending"
      ),
      (
        "\(asked), \(mia), \(waits)}, {withdraw: refund.pay, record: R, as: {user: ann}}, \(asked), \(bob), \(waits)}, \(mia)}",
        "outcome: allowed"
      ),
      // What nobody has agreed to as it is takes both again.
      (
        "\(asked), \(mia), \(waits)}, {event: refund.edit, record: R, set: {amount: 9}}, \(bob)}",
        "outcome: blocked, blocked_by: [unseen_changes]"
      ),
      (
        "\(asked), \(mia), \(waits)}, {event: refund.edit, record: R, set: {amount: 9}}, \(bob), seen: true}",
        "outcome: pending, keeps: {R.status: open}"
      ),
      (
        "\(asked), \(mia), \(waits)}, {event: refund.edit, record: R, set: {amount: 9}}, \(bob), seen: true, \(waits)}, \(mia), seen: true}",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      // A new record.
      (
        "{event: refund.ask, as_id: N, input: {amount: 7}, as: {user: ann}, then: {outcome: pending, message: 2 others must approve this}}, {approve: refund.ask, record: N, as: {user: mia}, then: {outcome: pending, not_created: [{type: refund}]}}, {approve: refund.ask, record: N, as: {user: cid}}",
        "outcome: allowed, changes: {N.amount: 7}"
      ),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(given: "R: {type: refund, amount: 5}", when: when, then: then)
  }
}

@Suite("As many persons as the ways ask for that are taken")
struct ApprovalsOfWaysTests {
  private static let text = """
    workflow: refunds
    records:
      refund:
        fields: {amount: decimal}
        states:
          status:
            - open:
                states:
                  money: [owed, paid]
                  goods: [due, back]
        transitions:
          edit: {edits: [amount]}
          end:
            ways:
              - {from: owed, to: paid, approval: {count: 3, when: amount > 100}}
              - {from: due, to: back, approval: {count: 2}}
    """

  private static let asked =
    "{event: refund.end, record: R, as: {user: ann}, then: {outcome: pending}}"
  private static func agree(_ user: String) -> String {
    "{approve: refund.end, record: R, seen: true, as: {user: \(user)}"
  }
  private static let waits = "then: {outcome: pending, unchanged: true}"

  @Test(
    "agree",
    arguments: [
      (5, "\(asked), \(agree("mia")), \(waits)}, \(agree("bob"))}", "outcome: allowed"),
      (500, "\(asked), \(agree("mia")), \(waits)}, \(agree("bob"))}", "outcome: pending"),
      (
        500,
        "\(asked), \(agree("mia")), \(waits)}, \(agree("bob")), \(waits)}, \(agree("cid"))}",
        "outcome: allowed"
      ),
      (
        500, "\(asked), \(agree("mia")), \(waits)}, \(agree("mia"))}",
        "outcome: blocked, blocked_by: [not_permitted], message: mia has agreed to this already"
      ),
      // It is not as it was when it was asked: what counts is how it is.
      (
        500,
        "\(asked), {event: refund.edit, record: R, set: {amount: 5}}, \(agree("mia")), \(waits)}, \(agree("bob"))}",
        "outcome: allowed"
      ),
      (
        5,
        "\(asked), {event: refund.edit, record: R, set: {amount: 500}}, \(agree("mia")), \(waits)}, \(agree("bob"))}",
        "outcome: pending"
      ),
    ])
  func scenario(amount: Int, when: String, then: String) throws {
    try Play(Self.text).expect(
      given: "R: {type: refund, amount: \(amount)}", when: when, then: then)
  }
}

@Suite("What can never happen any more")
struct LapsedRequestTests {
  private static let text = """
    workflow: refunds
    records:
      refund:
        fields: {amount: decimal, due: date?}
        states: {status: [open, held, paid, dropped, {shut: {final: true}}], place: [here, there]}
        transitions:
          pay: {from: open, to: paid, approval: true}
          send: {from: [open, held], to: {place: there}, approval: true}
          close: {to: shut, approval: true}
          hold: {from: open, to: held}
          release: {from: held, to: open}
          drop: {from: [open, held], to: dropped}
          end: {from: dropped, to: shut}
          late: {at: due, from: open, to: dropped}
    """

  private static let asked =
    "{event: refund.pay, record: R, as: {user: ann}, then: {outcome: pending}}"
  private static let mia = "{approve: refund.pay, record: R, as: {user: mia}"

  @Test(
    "ends with its reason at the next look",
    arguments: [
      // It may happen again: it waits on.
      (
        "\(asked), {event: refund.hold, record: R}, \(mia), then: {outcome: blocked, blocked_by: [wrong_state]}}, {tick: true}, {event: refund.release, record: R}, \(mia)}",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      (
        "\(asked), {event: refund.hold, record: R}, {event: refund.pay, record: R}",
        "outcome: blocked, blocked_by: [already_pending, wrong_state]"
      ),
      // It never can: whoever looks is told, and it ends.
      (
        "\(asked), {event: refund.drop, record: R}, \(mia)}",
        "outcome: blocked, blocked_by: [wrong_state], message: can never happen any more"
      ),
      (
        "\(asked), {event: refund.drop, record: R}, \(mia), then: {outcome: blocked}}, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      (
        "\(asked), {event: refund.drop, record: R}, {event: refund.pay, record: R}",
        "outcome: blocked, blocked_by: [wrong_state]"
      ),
      // The clock ends it, also where it was the clock that brought it about.
      (
        "\(asked), {event: refund.drop, record: R}, {tick: true}, \(mia)}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      (
        "{event: refund.pay, record: S, as: {user: ann}, then: {outcome: pending}}, {tick: true, at: '2026-03-20'}, {approve: refund.pay, record: S, as: {user: mia}}",
        "outcome: blocked, blocked_by: [nothing_pending], changes: {S.status: dropped}"
      ),
      // Until then it can still be refused or taken back.
      (
        "\(asked), {event: refund.drop, record: R}, {reject: refund.pay, record: R, as: {user: mia}}",
        "outcome: allowed"
      ),
      (
        "\(asked), {event: refund.drop, record: R}, {withdraw: refund.pay, record: R, as: {user: ann}}",
        "outcome: allowed"
      ),
      // From where it is, it leads there.
      (
        "{event: refund.close, record: R, as: {user: ann}, then: {outcome: pending}}, {event: refund.drop, record: R}, {tick: true}, {approve: refund.close, record: R, as: {user: mia}, seen: true}",
        "outcome: allowed, changes: {R.status: shut}"
      ),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(
      given: "R: {type: refund, amount: 5}, S: {type: refund, amount: 5, due: '2026-03-15'}",
      when: when, then: then)
  }
}
