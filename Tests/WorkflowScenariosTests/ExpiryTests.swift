import Diagnostics
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("A request that expires")
struct ExpiryTests {
  private static let text = """
    workflow: refunds
    parameters: {wait: 2d}
    records:
      refund:
        fields: {amount: decimal, note: text?, gone: timestamp?, urgent: boolean}
        states: {status: [open, held, paid, dropped]}
        transitions:
          ask: {from: new, inputs: [amount], approval: {expires: parameters.wait}}
          edit: {edits: [amount, note]}
          hold: {from: open, to: held}
          release: {from: held, to: open}
          pay: {from: open, to: paid, approval: {expires: 2d, count: 2}}
          give_up:
            ways:
              - {expired: pay, from: open, when: amount < 100, to: dropped, effects: [{set: {gone: =due, note: =cause}}]}
              - {expired: pay, from: held, effects: [{set: {note: held too long}}]}
          call: {from: open, approval: {expires: 'days(3)'}}
    invariants:
      small: {record: refund, check: status != "dropped" || amount < 50, otherwise: Too much to drop.}
    """

  private static let given = """
    R: {type: refund, amount: 5}, L: {type: refund, amount: 500}, M: {type: refund, amount: 70}
    """
  private static let ann = "as: {user: ann}"
  private static func asked(_ id: String) -> String {
    "{event: refund.pay, record: \(id), \(ann), then: {outcome: pending}}"
  }
  private static func approve(_ id: String, at time: String, _ user: String = "mia") -> String {
    "{approve: refund.pay, record: \(id), as: {user: \(user)}, at: '\(time)'}"
  }

  @Test(
    "ends by the clock, and what follows from it is done",
    arguments: [
      (
        "\(asked("R")), {tick: true, at: '2026-03-12T08:59:59Z', then: {report: {done: []}, unchanged: true}}, {withdraw: refund.pay, record: R, \(ann), at: '2026-03-12T08:59:59Z'}",
        "outcome: allowed"
      ),
      (
        "\(asked("R")), {tick: true, at: '2026-03-12T09:00:00Z'}",
        "changes: {R.status: dropped, R.note: clock, R.gone: '2026-03-12T09:00:00Z'}, report: {done: [R]}"
      ),
      // A late tick does the same.
      (
        "\(asked("R")), {tick: true, at: '2026-05-01'}",
        "changes: {R.status: dropped, R.note: clock, R.gone: '2026-03-12T09:00:00Z'}, report: {done: [R]}"
      ),
      (
        "\(asked("R")), {tick: true, at: '2026-05-01'}, \(approve("R", at: "2026-05-02"))",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // Too late is too late, whether the clock has looked or not.
      (
        "\(asked("R")), \(approve("R", at: "2026-03-12T09:00:00Z"))",
        "outcome: blocked, blocked_by: [nothing_pending], message: has expired at 2026-03-12"
      ),
      (
        "\(asked("R")), {withdraw: refund.pay, record: R, \(ann), at: '2026-03-13'}",
        "outcome: blocked, blocked_by: [nothing_pending], message: has expired"
      ),
      (
        "\(asked("R")), {reject: refund.pay, record: R, as: {user: mia}, at: '2026-03-13'}",
        "outcome: blocked, blocked_by: [nothing_pending], message: has expired"
      ),
      (
        "\(asked("R")), {event: refund.pay, record: R, \(ann), at: '2026-03-13'}",
        "outcome: blocked, blocked_by: [already_pending], message: has expired"
      ),
      // One of two has agreed in time: that is not enough.
      (
        "\(asked("R")), {approve: refund.pay, record: R, as: {user: mia}, at: '2026-03-11', then: {outcome: pending}}, \(approve("R", at: "2026-03-12T09:00:00Z", "bob"))",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      (
        "\(asked("R")), {approve: refund.pay, record: R, as: {user: mia}, at: '2026-03-11', then: {outcome: pending}}, \(approve("R", at: "2026-03-12T08:00:00Z", "bob"))",
        "outcome: allowed, changes: {R.status: paid}"
      ),
      // Another way follows in another state, and none where none applies: then it only ends.
      (
        "\(asked("R")), {event: refund.hold, record: R}, {tick: true, at: '2026-03-14'}",
        "changes: {R.note: held too long}"
      ),
      (
        "\(asked("L")), {tick: true, at: '2026-03-14', then: {unchanged: true, report: {done: []}}}, {event: refund.pay, record: L, \(ann), at: '2026-03-14'}",
        "outcome: pending"
      ),
      // What cannot be done is held back, and done once it can.
      (
        "\(asked("M")), {tick: true, at: '2026-03-14', then: {unchanged: true, report: {done: [], blocked: [{record: M, by: [small]}]}}}, {event: refund.edit, record: M, set: {amount: 7}, at: '2026-03-15'}, {tick: true, at: '2026-03-16'}",
        "changes: {M.status: dropped, M.gone: '2026-03-12T09:00:00Z'}"
      ),
      (
        "\(asked("M")), {tick: true, at: '2026-03-14'}, \(approve("M", at: "2026-03-15"))",
        "outcome: blocked, blocked_by: [nothing_pending], message: has expired"
      ),
      // Asked anew it waits anew.
      (
        "{event: refund.call, record: R, \(ann), then: {outcome: pending}}, {tick: true, at: '2026-03-13T09:00:00Z'}, {event: refund.call, record: R, \(ann), at: '2026-03-14', then: {outcome: pending}}, {approve: refund.call, record: R, as: {user: mia}, at: '2026-03-16'}",
        "outcome: allowed"
      ),
      // A record that was to be made is not.
      (
        "{event: refund.ask, as_id: N, input: {amount: 7}, \(ann), then: {outcome: pending}}, {tick: true, at: '2026-03-13'}, {approve: refund.ask, record: N, as: {user: mia}, at: '2026-03-13'}",
        "outcome: blocked, blocked_by: [nothing_pending]"
      ),
      // Nobody asks for what follows.
      (
        "{event: refund.give_up, record: R}",
        "outcome: blocked, blocked_by: [not_permitted], message: follows when a request for 'pay' has expired"
      ),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  private static func diagnostics(_ text: String) -> [Diagnostic] {
    DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
  }

  /// What stands in place of what is right, the code, the part that is marked, and what takes its
  /// place; nil where something is to be left out.
  private static let slips:
    [(right: String, wrong: String, code: String, marked: String, mend: String?)] = {
      let wait = "expires: 2d, count: 2"
      let way = "{expired: pay, from: held,"
      return [
        (wait, "expires: 2 days, count: 2", "formula-type", "2 days", "2d"),
        (wait, "expires: 0d, count: 2", "formula-type", "0d", "2d"),
        (wait, "expires: amount, count: 2", "formula-type", "amount", "2d"),
        (wait, "expires: [2d], count: 2", "wrong-shape", "[2d]", "2d"),
        (wait, "expire: 2d, count: 2", "unknown-key", "expire", "expires"),
        (wait, "expires: , count: 2", "empty-key", "expires", nil),
        (wait, "expires: 2d, expires: 3d, count: 2", "duplicate-key", "expires", nil),
        (wait, "expires: wait, count: 2", "unknown-name", "wait", "parameters.wait"),
        (way, "{expired: pya, from: held,", "unknown-event", "pya", "pay"),
        (way, "{expired: [pay], from: held,", "wrong-shape", "[pay]", "pay"),
        (way, "{expires: pay, from: held,", "unknown-key", "expires", "expired"),
        (way, "{expired: edit, from: held,", "never-expires", "edit", "pay"),
        (way, "{from: held,", "never-expires", "{", "{expired: pay, "),
        (way, "{expired: pay, from: held, roles: [clerk],", "misplaced-key", "roles", nil),
        (way, "{expired: pay, from: new,", "misplaced-key", "new", "held"),
        (way, "{expired: pay, after: 3d, from: held,", "misplaced-key", "expired", nil),
        ("call: {", "end: {expired: edit}\n      call: {", "never-expires", "edit", "call"),
        ("call: {", "end: {expired: ask}\n      call: {", "never-expires", "ask", "call"),
        ("call: {", "end: {expired: pay}\n      call: {", "never-expires", "pay", "call"),
        (
          "call: {", "end: {effects: [{send: give_up}]}\n      call: {", "cannot-be-sent",
          "give_up", "hold"
        ),
      ]
    }()

  @Test(
    "a slip is told once at its place, and the mend makes the file sound", arguments: slips.indices)
  func slip(number: Int) throws {
    let (right, wrong, code, marked, mend) = Self.slips[number]
    #expect(Self.diagnostics(Self.text).isEmpty)
    let text = Self.text.replacing(right, with: wrong, maxReplacements: 1)
    try #require(text != Self.text)
    let found = Self.diagnostics(text)
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    #expect(found.count == 1 && found.first?.code == code, "\(shown)")
    let range = try #require(found.first?.range)
    let bytes = Array(text.utf8)
    #expect(String(decoding: bytes[range.start..<range.end], as: UTF8.self) == marked, "\(shown)")
    guard let mend else { return }
    let mended = bytes[..<range.start] + Array(mend.utf8) + bytes[range.end...]
    let left = Self.diagnostics(String(decoding: mended, as: UTF8.self))
    #expect(left.isEmpty, "\(left.map(DiagnosticRenderer(color: false).render).joined())")
  }
}
