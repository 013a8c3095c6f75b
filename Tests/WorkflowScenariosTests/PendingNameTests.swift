import Diagnostics
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("What waits, as a name in formulas")
struct PendingNameTests {
  private static let text = """
    workflow: refunds
    records:
      customer:
        fields: {name: text}
        relations: {refunds: {many: refund}, asked: {many: refund, where: refund.pending.pay}}
        states: {status: [here, left]}
        guards:
          settled: {check: count(asked) == 0, otherwise: "{count(asked), refund} of {name} still wait."}
        transitions:
          leave: {from: here, to: left, guards: [settled]}
      refund:
        fields: {customer: customer, amount: decimal, note: text?, waits: {formula: pending.pay || pending.drop}}
        states: {status: [open, paid, dropped]}
        guards:
          calm: {check: "!pending.pay", otherwise: "Somebody has asked to pay {amount}."}
          quiet: {check: "!pending.drop", otherwise: It is to be dropped.}
        badges: {asked: waits}
        lists: {asked: {where: pending.pay, columns: [amount, note]}}
        transitions:
          pay: {from: open, to: paid, approval: {count: 2}, effects: [{send: finish}]}
          finish: {only_sent: true, guards: [calm], effects: [{set: {note: finished}}]}
          edit:
            edits: [amount]
            guards: [calm]
          hurry:
            ways:
              - {from: open, when: pending.pay, effects: [{set: {note: '=string(pending.pay)'}}]}
              - {from: open, when: "!pending.pay", effects: [{set: {note: nobody asked}}]}
          look:
            warnings: [{asked: {when: pending.drop, say: "Dropping it is asked for ({pending.drop})."}}]
          drop:
            from: open
            to: dropped
            guards: [{quiet: Somebody has asked to drop it.}]
            approval: {expires: 2d}
          lose: {expired: drop, from: open, when: "!pending.drop", effects: [{set: {note: lost}}]}
          remind: {after: 1d, from: open, when: pending.pay, effects: [{set: {note: =string(now)}}]}
    """

  private static let given = """
    C: {type: customer, name: Nordwind}, R: {type: refund, customer: C, amount: 5}, \
    S: {type: refund, customer: C, amount: 7}
    """
  private static let ann = "as: {user: ann}"
  private static func asked(_ event: String = "pay", at time: String = "2026-03-10T09:00:00Z")
    -> String
  {
    "{event: refund.\(event), record: R, \(ann), at: '\(time)', then: {outcome: pending, unchanged: true}}"
  }
  private static let edit = "{event: refund.edit, record: R, set: {amount: 6}}"

  @Test(
    "holds while a request waits, and no longer",
    arguments: [
      (edit, "outcome: allowed"),
      (
        "\(asked()), \(edit)",
        "outcome: blocked, blocked_by: [calm], message: Somebody has asked to pay 6."
      ),
      ("\(asked()), {event: refund.edit, record: S, set: {amount: 6}}", "outcome: allowed"),
      ("\(asked("drop")), \(edit)", "outcome: allowed"),
      ("\(asked()), {reject: refund.pay, record: R, as: {user: bob}}, \(edit)", "outcome: allowed"),
      ("\(asked()), {withdraw: refund.pay, record: R, \(ann)}, \(edit)", "outcome: allowed"),
      // One of two has agreed: it waits on.
      (
        "\(asked()), {approve: refund.pay, record: R, as: {user: bob}, then: {outcome: pending}}, \(edit)",
        "outcome: blocked, blocked_by: [calm]"
      ),
      // In the step that carries it out, it waits no longer.
      (
        "\(asked()), {approve: refund.pay, record: R, as: {user: bob}, then: {outcome: pending}}, {approve: refund.pay, record: R, as: {user: mia}}",
        "changes: {R.status: paid, R.note: finished}, keeps: {R.waits: false}"
      ),
      // What is answered waits no longer, also for its own guards.
      ("\(asked("drop")), {approve: refund.drop, record: R, as: {user: mia}}", "outcome: allowed"),
      ("\(asked()), {view: R}", "view: {badges: [asked]}, changes: {R.waits: true}"),
      ("\(asked()), {list: refund.asked}", "list: {rows: [R]}"),
      ("\(asked("drop")), {list: refund.asked}", "list: {rows: []}"),
      // Of other records.
      (
        "\(asked()), {event: customer.leave, record: C}",
        "outcome: blocked, blocked_by: [settled], message: 1 refund of Nordwind still wait."
      ),
      ("{event: customer.leave, record: C}", "outcome: allowed"),
      // It decides which way is taken.
      ("\(asked()), {event: refund.hurry, record: R}", "changes: {R.note: 'true'}"),
      ("{event: refund.hurry, record: R}", "changes: {R.note: nobody asked}"),
      (
        "\(asked("drop")), {event: refund.look, record: R}",
        "warns: [asked], message: Dropping it is asked for (true)."
      ),
      // Dry runs and refused requests leave nothing waiting.
      (
        "{event: refund.pay, record: R, \(ann), dry_run: true, then: {outcome: pending}}, \(edit)",
        "outcome: allowed"
      ),
      // The clock: when it is due, or since when it waits.
      (
        "\(asked()), {tick: true, at: '2026-03-12'}",
        "changes: {R.note: '2026-03-11T09:00:00Z'}, report: {done: [R]}"
      ),
      (
        "\(asked(at: "2026-03-12T09:00:00Z")), {tick: true, at: '2026-03-14'}",
        "changes: {R.note: '2026-03-12T09:00:00Z'}, report: {done: [R]}"
      ),
      (
        "\(asked()), {withdraw: refund.pay, record: R, \(ann)}, {tick: true, at: '2026-03-12'}",
        "report: {done: []}, unchanged: true"
      ),
      // What has expired waits no longer where something follows from that.
      (
        "\(asked("drop")), {tick: true, at: '2026-03-14'}, {view: R}",
        "changes: {R.note: lost}, view: {badges: []}"
      ),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  private static func text(_ line: String) -> String {
    """
    workflow: refunds
    records:
      customer:
        fields: {name: text, last: refund?}
        states: {status: [here, left]}
        transitions:
          leave: {from: here, to: left}
      refund:
        fields: {amount: decimal, customer: customer, note: text?, asked: {formula: pending.pay}}
        states: {status: [open, held, paid]}
        transitions:
          ask: {from: new, inputs: [amount, customer], approval: true}
          pay: {from: open, to: paid, approval: [manager]}
          edit: {edits: [note]}
          \(line)
    """
  }

  /// What is written, the code, the part that is marked, and what takes its place.
  private static let slips: [(line: String, code: String, marked: String, mend: String)] = {
    let hold = "hold: {from: open, to: held, when:"
    func rule(_ section: String) -> String { "hold: {from: open, to: held}\n\(section)" }
    return [
      ("\(hold) pending.pya}", "unknown-name", "pending.pya", "pending.pay"),
      ("\(hold) pending}", "unknown-name", "pending", "pending.pay"),
      ("\(hold) pendin.pay}", "unknown-name", "pendin", "pending"),
      ("\(hold) pending.edit}", "unknown-name", "pending", ""),
      ("\(hold) pending.ask}", "unknown-name", "pending", ""),
      ("\(hold) customer.pending.leave}", "unknown-field", "pending", ""),
      ("\(hold) customer.last.pending.paid}", "unknown-field", "pending.paid", "pending.pay"),
      ("hold: {edits: [pending]}", "unknown-field", "pending", "note"),
      ("hold: {effects: [{set: {pending: true}}]}", "unknown-field", "pending", "note"),
      (
        "hold: {automatic: true, from: open, when: pending.pay, to: held}", "pending-unseen",
        "pending.pay", "amount > 5"
      ),
      (
        "hold: {automatic: true, from: open, when: asked, to: held}", "pending-unseen", "asked",
        "amount > 5"
      ),
      (
        rule("    reactions: [{when: asked, set: {note: waits}}]"), "pending-unseen", "asked",
        "amount > 5"
      ),
      (
        rule("    reactions: [{when: amount > 5, set: {note: '=string(asked)'}}]"),
        "pending-unseen", "{note: '=string(asked)'}", "{note: waits}"
      ),
      (
        rule(
          "invariants: {still: {record: refund, check: '!pending.pay || amount < 9', otherwise: No.}}"
        ),
        "pending-unseen", "'!pending.pay || amount < 9'", "amount < 9"
      ),
      (
        rule("possible: {waits: {record: refund, check: pending.pay, otherwise: It may wait.}}"),
        "pending-unseen", "pending.pay", "status == 'paid'"
      ),
      (
        rule("    unique: [{fields: [amount, note], where: pending.pay}]"), "unique-values",
        "pending.pay", "amount > 5"
      ),
    ]
  }()

  @Test(
    "a slip is told once at its place, and the mend makes the file sound", arguments: slips.indices)
  func slip(number: Int) throws {
    let (line, code, marked, mend) = Self.slips[number]
    let text = Self.text(line)
    let found = Self.errors(text)
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    #expect(found.count == 1 && found.first?.code == code, "\(shown)")
    let range = try #require(found.first?.range)
    let bytes = Array(text.utf8)
    #expect(String(decoding: bytes[range.start..<range.end], as: UTF8.self) == marked, "\(shown)")
    if mend.isEmpty { return }
    let mended = bytes[..<range.start] + Array(mend.utf8) + bytes[range.end...]
    let left = Self.errors(String(decoding: mended, as: UTF8.self))
    #expect(left.isEmpty, "\(left.map(DiagnosticRenderer(color: false).render).joined())")
    if let own = found.first?.mend, code != "unknown-field" {
      #expect(own.edits.first?.text == mend, "\(shown)")
    }
  }

  private static func errors(_ text: String) -> [Diagnostic] {
    DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
      .filter { $0.severity == .error }
  }

  @Test("an event for which nothing ever waits is told as such")
  func neverWaits() throws {
    func help(_ name: String) throws -> String {
      let found = Self.errors(Self.text("hold: {from: open, to: held, when: \(name)}"))
      return try #require(found.first?.help ?? found.first?.label)
    }
    #expect(
      try help("pending.edit")
        == "nobody else must agree to 'edit'; give it an 'approval', or name one of pay")
    #expect(
      try help("pending.ask")
        == "a request for 'ask' makes the record: there is none that it could wait beside")
    #expect(
      try help("customer.pending.leave")
        == "nothing of customer waits for a second person; give the event that is meant an 'approval'"
    )
  }

  @Test("a field named so stays what it is")
  func ownField() throws {
    let play = try Play(
      """
      workflow: refunds
      records:
        wish: {fields: {pay: boolean}}
        refund:
          fields: {pending: wish}
          states: {status: [open, paid]}
          transitions:
            pay: {from: open, to: paid, when: pending.pay, approval: true}
      """)
    try play.expect(
      given: "W: {type: wish, pay: true}, R: {type: refund, pending: W}",
      when: "{event: refund.pay, record: R}", then: "outcome: pending")
  }
}
