import Testing
import WorkflowScenarios

@Suite("An input without a type")
struct KeptInputTests {
  private static let text = """
    workflow: claims
    records:
      claim:
        fields:
          title: text
          amount: {type: decimal, default: 0}
          reason: {type: text?, label: Why}
          note: text?
          result: {choice: [paid, refused], optional: true}
          count: {type: integer, default: 1}
          urgent: {type: boolean, default: true}
        states: {status: [open, closed]}
        guards:
          explained: {check: reason != "none", otherwise: A reason is needed.}
          small: {check: amount <= 100, otherwise: "{amount} is too much."}
          grown: {check: amount > before.amount, otherwise: "It was {before.amount}."}
        transitions:
          create: {from: new, inputs: [title, amount: {required: true}, note: {required: true}]}
          close:
            from: open
            to: closed
            inputs: [reason: {required: true}, note, result: {required: true}]
            guards: [explained]
          amend: {inputs: [amount], guards: [small]}
          raise: {inputs: [amount: {required: true}], guards: [grown]}
          rename: {inputs: [title]}
          recall: {inputs: [title: {required: false}, urgent]}
          settle: {inputs: [reason: {default: settled}, count: {default: =count + 1}]}
          explain: {inputs: [reason: {when: amount > 10}, urgent: {when: amount > 10}]}
          charge:
            inputs:
              - amount:
                  required: true
                  checks: {positive: {check: amount > 0, otherwise: It is more than 0.}}
          edit: {edits: [note, title]}
          ask: {inputs: [note, reason], confirm: {ask: Sure?}}
          move:
            - {from: open, when: amount < 100, inputs: [reason]}
            - {from: open, when: amount >= 100, inputs: [note], edits: [title]}
          value:
            - {from: open, when: amount < 100, inputs: [amount]}
            - {from: open, when: amount >= 100, to: closed}
          pass: {effects: [{send: settle}]}
    """

  private func expect(_ given: String, _ step: String, _ then: String) throws {
    try Play(Self.text).expect(
      given: "C: {type: claim, title: Roof\(given.isEmpty ? "" : ", ")\(given)}",
      when: "{event: claim.\(step)}", then: then)
  }

  @Test(
    "is an own field that is asked for, whatever the record is in",
    arguments: [
      (
        "", "close, record: C, input: {reason: late, result: paid}",
        "changes: {C.reason: late, C.result: paid, C.status: closed}, keeps: {C.note: null}"
      ),
      (
        "", "close, record: C, set: {reason: late, result: paid, note: x}",
        "changes: {C.reason: late, C.result: paid, C.note: x}"
      ),
      (
        "", "close, record: C, input: {reason: late}, set: {result: paid}",
        "changes: {C.reason: late, C.result: paid}"
      ),
      (
        "reason: early, result: paid", "close, record: C",
        "blocked_by: [input_missing, input_missing], message: 'needs reason (Why)', unchanged: true"
      ),
      (
        "", "close, record: C, input: {reason: null, result: paid}", "blocked_by: [input_missing]"
      ),
      (
        "", "close, record: C, input: {reason: x, result: lost}",
        "outcome: blocked, blocked_by: [input_invalid]"
      ),
      ("", "close, record: C, input: {reason: none, result: paid}", "blocked_by: [explained]"),
      ("", "rename, record: C", "blocked_by: [input_missing]"),
      ("", "rename, record: C, input: {title: Wall}", "changes: {C.title: Wall}"),
      ("urgent: true", "recall, record: C", "unchanged: true"),
      (
        "", "create, as_id: D, input: {title: Wall, note: x}", "blocked_by: [input_missing]"
      ),
      (
        "", "create, as_id: D, input: {title: Wall, amount: 5}", "blocked_by: [input_missing]"
      ),
      (
        "", "create, as_id: D, set: {title: Wall, amount: 5, note: x}",
        "created: [{type: claim, title: Wall, amount: 5, note: x}]"
      ),
    ])
  func asked(given: String, step: String, then: String) throws { try expect(given, step, then) }

  @Test(
    "is stored before the guards look, and stays as it is where nothing is given",
    arguments: [
      ("amount: 50", "amend, record: C", "unchanged: true"),
      ("amount: 500", "amend, record: C, input: {amount: 5}", "changes: {C.amount: 5}"),
      (
        "amount: 5", "amend, record: C, input: {amount: 500}",
        "blocked_by: [small], message: 500 is too much, unchanged: true"
      ),
      (
        "amount: 5", "amend, record: C, input: {amount: null}",
        "blocked_by: [input_invalid], message: amount may not be empty"
      ),
      (
        "amount: 5", "raise, record: C, input: {amount: 4}",
        "blocked_by: [grown], message: It was 5"
      ),
      ("amount: 5", "raise, record: C, input: {amount: 6}", "changes: {C.amount: 6}"),
      ("note: old", "close, record: C, input: {reason: x, result: paid}", "keeps: {C.note: old}"),
      (
        "note: old", "close, record: C, input: {reason: x, result: paid, note: null}",
        "changes: {C.note: null}"
      ),
      ("reason: old", "settle, record: C", "changes: {C.reason: settled, C.count: 2}"),
      (
        "reason: old", "settle, record: C, input: {reason: null, count: 7}",
        "changes: {C.reason: null, C.count: 7}"
      ),
      ("reason: old", "pass, record: C", "changes: {C.reason: settled, C.count: 2}"),
      ("reason: old, urgent: true", "explain, record: C", "unchanged: true"),
      (
        "amount: 5", "explain, record: C, input: {reason: x}", "blocked_by: [input_not_available]"
      ),
      ("amount: 50", "explain, record: C, input: {reason: x}", "changes: {C.reason: x}"),
      (
        "", "charge, record: C, input: {amount: -1}",
        "blocked_by: [positive], message: It is more than 0"
      ),
      (
        "note: old", "ask, record: C, input: {reason: new}",
        "blocked_by: [not_confirmed], prompt: {text: Sure?, inputs: {note: old, reason: new}}"
      ),
    ])
  func stored(given: String, step: String, then: String) throws { try expect(given, step, then) }

  @Test(
    "is given by its name, and what the way does not take is refused with what it takes",
    arguments: [
      ("", "edit, record: C, input: {note: x}", "changes: {C.note: x}"),
      (
        "", "close, record: C, input: {reason: x, result: paid, title: Wall}",
        "blocked_by: [input_invalid], message: 'takes no value for title; it takes reason, note, result.'"
      ),
      (
        "", "pass, record: C, set: {title: Wall}",
        "blocked_by: [input_invalid], message: 'takes no value for title, nor for anything else'"
      ),
      ("amount: 5", "move, record: C, input: {reason: x}", "changes: {C.reason: x}"),
      (
        "amount: 500", "move, record: C, set: {reason: x}",
        "blocked_by: [input_invalid], message: only where amount < 100"
      ),
      ("amount: 500", "move, record: C, input: {title: Wall}", "changes: {C.title: Wall}"),
      (
        "amount: 5", "move, record: C, input: {title: Wall}",
        "blocked_by: [input_invalid], message: only where amount >= 100"
      ),
      // What a way asks for is what both look at.
      (
        "amount: 5", "value, record: C, input: {amount: 500}",
        "blocked_by: [input_invalid], message: only where amount < 100"
      ),
      ("amount: 500", "value, record: C", "changes: {C.status: closed}"),
      ("amount: 500", "value, record: C, input: {amount: 5}", "changes: {C.amount: 5}"),
    ])
  func byName(given: String, step: String, then: String) throws { try expect(given, step, then) }

  @Test(
    "that is given twice, or that nothing is called, is a mistake of the scenario",
    arguments: [
      ("input: {note: a}, set: {note: b}", "'note' is given twice, under 'input' and 'set'"),
      ("input: {nte: a}", "there is no input of 'edit' 'nte'"),
      ("set: {nte: a}", "there is no field to set of claim 'nte'"),
    ])
  func mistakes(given: String, message: String) throws {
    let (_, diagnostics) = try Play(Self.text).read(
      given: "C: {type: claim, title: Roof}", when: "{event: claim.edit, record: C, \(given)}",
      then: "outcome: allowed")
    #expect(diagnostics.map(\.message) == [message])
  }
}
