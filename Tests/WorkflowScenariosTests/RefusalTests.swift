import Testing
import WorkflowScenarios

@Suite("Why a step is refused")
struct RefusalTests {
  private static let text = """
    workflow: claims
    parameters:
      window_days: {by: claim.kind, values: {small: 30, large: 1095}}
    records:
      claim:
        fields:
          kind: {choice: [small, large], default: small}
          amount: {type: integer, default: 0}
          age: {type: integer, default: 40}
          note: text?
          pin: {type: text, default: '4711'}
          x: {type: integer, default: 1}
          y: {type: integer, default: 2}
        states: {status: [open, paid, dropped]}
        guards:
          noted: {check: note != null, otherwise: Write a note.}
          in_window: {check: 'age <= parameters.window_days[kind]', otherwise: Too old.}
          pin_fits: {check: typed == pin, otherwise: The PIN is wrong.}
        transitions:
          settle:
            - {from: open, when: amount < 100, to: paid}
            - {from: open, when: amount >= 100, to: dropped, inputs: [{reason: {type: text, default: none}}]}
          move:
            - {from: open, to: paid}
            - {from: paid, to: dropped, inputs: [{why: {type: text, default: none}}]}
          judge:
            - {from: open, when: amount < 100, to: paid, guards: [noted]}
            - {from: open, when: amount > 100, to: dropped}
          agree:
            - {from: open, when: amount < 100, to: paid, approval: true}
            - {from: open, when: amount >= 100, to: dropped}
          reclaim: {from: open, guards: [in_window]}
          unlock: {inputs: [{typed: text}], guards: [pin_fits]}
          swap: {effects: [{set: {x: =y, y: =x}}]}
          remind: {every: 1d, from: open, effects: [{emit: reminder, with: {claim: =claim}}]}
    """

  private func expect(_ given: String, _ when: String, _ then: String) throws {
    try Play(Self.text).expect(given: "C: {type: claim, \(given)}", when: when, then: then)
  }

  @Test(
    "an input of a way that is not taken is refused, and it is said where it is asked for",
    arguments: [
      (
        "amount: 5", "{event: claim.settle, record: C, input: {reason: late}}",
        "outcome: blocked, blocked_by: [input_invalid], message: only where amount >= 100, unchanged: true"
      ),
      (
        "amount: 500", "{event: claim.settle, record: C, input: {reason: late}}",
        "outcome: allowed, changes: {C.status: dropped}"
      ),
      (
        "amount: 5", "{event: claim.move, record: C, input: {why: late}}",
        "outcome: blocked, blocked_by: [input_invalid], message: only of one that is paid, unchanged: true"
      ),
      (
        "status: paid", "{event: claim.move, record: C, input: {why: late}}",
        "outcome: allowed, changes: {C.status: dropped}"
      ),
    ])
  func inputOfAnotherWay(given: String, when: String, then: String) throws {
    try expect(given, when, then)
  }

  @Test(
    "that a way does not apply is a reason only where none does",
    arguments: [
      ("amount: 5", "blocked_by: [noted]"),
      ("amount: 100", "blocked_by: [no_way_applies, no_way_applies]"),
    ])
  func noWayApplies(given: String, then: String) throws {
    try expect(given, "{event: claim.judge, record: C}", "outcome: blocked, \(then)")
  }

  @Test("what a timer keeps for itself is no change")
  func bookkeeping() throws {
    try expect(
      "entered: {status: '2026-03-09T09:00:00Z'}", "{tick: true}",
      "report: {count: 1}, emits: [{message: reminder}], unchanged: true")
  }

  @Test("of a parameter by a choice, the value that applied is told")
  func parameter() throws {
    try expect(
      "kind: small", "{event: claim.reclaim, record: C}",
      "outcome: blocked, message: 'parameters.window_days[kind] is 30'")
  }

  @Test("a stored text that an input does not match is not told")
  func secret() throws {
    let when = "{event: claim.unlock, record: C, input: {typed: '1234'}}"
    try expect("pin: '4711'", when, "outcome: blocked, message: typed does not match pin")
    let told = try Play(Self.text).result(
      given: "C: {type: claim, pin: '4711'}", when: when, then: "outcome: blocked, message: '4711'")
    #expect(!told.passed)
  }

  @Test("nobody approves the own request, whichever way it goes")
  func ownRequest() throws {
    let ann = "as: {user: ann}"
    try expect(
      "amount: 5",
      "{event: claim.agree, record: C, \(ann), then: {outcome: pending}}, {approve: claim.agree, record: C, \(ann)}",
      "outcome: blocked, blocked_by: [not_permitted], keeps: {C.status: open}")
    try expect(
      "amount: 5",
      "{event: claim.agree, record: C, \(ann), then: {outcome: pending}}, {approve: claim.agree, record: C, as: {user: bob}}",
      "outcome: allowed, changes: {C.status: paid}")
  }

  @Test("all values of one effect are computed before any is set")
  func exchange() throws {
    try expect("x: 1, y: 2", "{event: claim.swap, record: C}", "changes: {C.x: 2, C.y: 1}")
  }
}
