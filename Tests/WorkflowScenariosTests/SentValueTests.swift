import Diagnostics
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Values that an effect sends along")
struct SentValueTests {
  private static let text = """
    workflow: shops
    records:
      order:
        fields: {number: integer, closed_for: text?, agreed_by: text?}
        relations: {lines: {many: line}}
        states: {status: [open, closed, sent]}
        transitions:
          close:
            from: open
            to: closed
            inputs: [{reason: text}, {note: text?}]
            effects:
              - {for: lines, where: line.count > 0, send: stop, with: {reason: '=reason + "!"', count: =line.count + order.number}}
              - {send: tell, with: {closed_for: =note}, if_possible: true}
          tell: {only_sent: true, from: closed, inputs: [closed_for]}
          ask: {effects: [{for: lines, send: stop, with: {reason: '=string(quotient(1, number - 2))'}, skip_blocked: true}]}
          pass: {from: closed, to: sent, approval: {when: number > 5, count: 2}, effects: [{set: {agreed_by: =approver.user}}]}
      line:
        fields: {order: order, count: {type: integer, default: 1}, reason: text?}
        states: {status: [open, stopped, dropped]}
        guards: {small: {check: count < 100, otherwise: "{count} is too many."}}
        transitions:
          stop:
            inputs: [reason: {required: true}, count: {required: false}]
            guards: [small]
            effects: [{send: drop, if_possible: true}]
            ways:
              - {from: open, when: reason != "keep!", to: stopped}
              - {from: open, when: reason == "keep!"}
          drop: {from: stopped, to: dropped, inputs: [reason: {required: false}], when: reason == "drop!"}
    """

  private static let given = """
    A: {type: order, number: 2}, L: {type: line, order: A}, M: {type: line, order: A, count: 97}, \
    B: {type: order, number: 7, status: closed}, C: {type: order, number: 3, status: closed}
    """

  @Test(
    "are what the event asks for",
    arguments: [
      (
        "{event: order.close, record: A, input: {reason: old}}",
        "changes: {L.status: stopped, L.reason: old!, L.count: 3, M.status: stopped, M.count: 99}, keeps: {A.closed_for: null}"
      ),
      (
        "{event: order.close, record: A, input: {reason: old, note: late}}",
        "changes: {A.closed_for: late}"
      ),
      // They decide which way is taken.
      (
        "{event: order.close, record: A, input: {reason: keep}}",
        "keeps: {L.status: open}, changes: {L.reason: keep!, L.count: 3}"
      ),
      // What the event sends on brings nothing of them along, but the field has kept it.
      (
        "{event: order.close, record: A, input: {reason: drop}}",
        "changes: {L.status: dropped, M.status: dropped}"
      ),
      // One that is given too much is blocked by name.
      (
        "{event: line.stop, record: M, input: {reason: old, count: 100}}",
        "outcome: blocked, blocked_by: [small]"
      ),
      // What cannot be told blocks.
      (
        "{event: order.ask, record: A}",
        "outcome: blocked, blocked_by: [cannot_decide], message: \"'reason' for 'stop' cannot be told\""
      ),
      // The second person, of several the last; nobody where nobody had to agree.
      (
        "{event: order.pass, record: B, as: {user: ann}, then: {outcome: pending}}, {approve: order.pass, record: B, as: {user: bob}, then: {outcome: pending}}, {approve: order.pass, record: B, as: {user: mia}}",
        "changes: {B.agreed_by: mia}"
      ),
      ("{event: order.pass, record: C, as: {user: ann}}", "keeps: {C.agreed_by: null}"),
    ])
  func scenario(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  private static func text(_ effect: String, _ stop: String = "inputs: [reason: {required: true}]")
    -> String
  {
    """
    workflow: shops
    records:
      order:
        fields: {number: integer, note: text?}
        relations: {lines: {many: line}}
        states: {status: [open, closed]}
        transitions:
          close: {from: open, to: closed, inputs: [why: text], effects: [\(effect)]}
          tell: {only_sent: true, inputs: [note: {required: true}]}
          plain: {}
          pass: {approval: true, effects: [{set: {note: =approver.user}}]}
      line:
        fields: {order: order, count: {type: integer, default: 1}, reason: text?}
        states: {status: [open, stopped]}
        transitions:
          stop: {from: open, to: stopped, \(stop)}
    """
  }

  /// What is written, the code, the part that is marked, and what takes its place.
  private static let slips: [(effect: String, code: String, marked: String, mend: String)] = [
    ("{for: lines, send: stop}", "missing-input", "stop", "stop, with: {reason: =why}"),
    ("{send: tell}", "missing-input", "tell", "tell, with: {note: =why}"),
    ("{raise: tell}", "missing-input", "tell", "plain"),
    (
      "{create: line, with: {order: =order}, send: stop}", "missing-input", "stop",
      "stop}, {set: {note: x}"
    ),
    (
      "{for: lines, send: stop, with: {reson: =why}}", "missing-input", "reson", "reason"
    ),
    ("{send: plain, with: {note: x}}", "missing-input", "note", ""),
    (
      "{for: lines, send: stop, with: {reason: =number}}", "type-mismatch", "number", "why"
    ),
    ("{for: lines, send: stop, with: {reason: =wy}}", "unknown-name", "wy", "why"),
    ("{for: lines, send: stop, with: reason}", "wrong-shape", "reason", "{reason: =why}"),
    ("{for: lines, send: stop, with: {reason: }}", "empty-key", "", ""),
    ("{for: lines, send: stop, wth: {reason: =why}}", "unknown-key", "wth", "with"),
    ("{send: plain}, {set: {note: =approver.user}}", "unknown-name", "approver", "actor"),
  ]

  @Test("a slip is told at its place, and the mend makes the file sound", arguments: slips.indices)
  func slip(number: Int) throws {
    let (effect, code, marked, mend) = Self.slips[number]
    let text = Self.text(effect)
    let found = Self.errors(text)
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    let first = try #require(found.first { $0.code == code }, "\(shown)")
    let range = try #require(first.range)
    let bytes = Array(text.utf8)
    #expect(String(decoding: bytes[range.start..<range.end], as: UTF8.self) == marked, "\(shown)")
    if mend.isEmpty || number == 3 { return }
    let mended = bytes[..<range.start] + Array(mend.utf8) + bytes[range.end...]
    let left = Self.errors(String(decoding: mended, as: UTF8.self))
    #expect(left.isEmpty, "\(left.map(DiagnosticRenderer(color: false).render).joined())")
  }

  @Test("what has a default, or another way, need not be given")
  func enough() {
    let send = "{for: lines, send: stop}"
    for stop in [
      "inputs: [reason: {default: x}]", "inputs: [reason]",
      "inputs: [reason: {required: true, when: count > 3}]",
    ] {
      #expect(Self.errors(Self.text(send, stop)).isEmpty, "\(stop)")
    }
  }

  private static func errors(_ text: String) -> [Diagnostic] {
    DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
      .filter { $0.severity == .error }
  }
}
