import Diagnostics
import Testing
import WorkflowLanguage

@Suite("A slip in what is asked for or may be edited")
struct InputMendTests {
  /// What stands in a transition, its one mistake, and the same as the message says to write it.
  struct Row: Sendable, CustomTestStringConvertible {
    var wrong: String
    var message: String
    var mended: String
    var testDescription: String { wrong }
  }

  static let rows: [Row] = [
    ("inputs: [reasn]", "'reasn' is no field of claim, so it needs a type", "inputs: [reason]"),
    (
      "inputs: [cause_of_it]", "'cause_of_it' is no field of claim, so it needs a type",
      "inputs: [cause_of_it: {type: text}]"
    ),
    (
      "inputs: [reason: text]", "'reason' has two meanings: an input and a field",
      "inputs: [reason]"
    ),
    (
      "inputs: [{reason: text}]", "'reason' has two meanings: an input and a field",
      "inputs: [reason]"
    ),
    (
      "inputs: [reason: {type: text}]", "'reason' has two meanings: an input and a field",
      "inputs: [reason]"
    ),
    (
      "inputs: [reason: {type: text, label: Why}]",
      "'reason' has two meanings: an input and a field", "inputs: [reason: {label: Why}]"
    ),
    (
      "inputs: [reason: {type: text, label: Why}]",
      "'reason' has two meanings: an input and a field",
      "inputs: [reason: {type: text, label: Why, as: other_reason}]"
    ),
    (
      "inputs: [kind: {choice: [a, b]}]", "'kind' has two meanings: an input and a field",
      "inputs: [kind]"
    ),
    ("inputs: [reason, reason]", "'reason' is asked for twice", "inputs: [reason]"),
    ("inputs: [status]", "'status' is a region, nobody gives it a value", "to: closed"),
    ("inputs: [double]", "'double' is computed, nobody gives it a value", "inputs: [amount]"),
    ("inputs: [parts]", "'parts' is a set and cannot be edited", "inputs: [amount]"),
    (
      "inputs: [reason: {as: why}]", "'reason' is an own field, formulas call it that already",
      "inputs: [reason]"
    ),
    (
      "inputs: [reason: {optional: true}]",
      "whether 'reason' may be empty is said where the field is declared",
      "inputs: [reason: {required: false}]"
    ),
    (
      "inputs: [note: {optional: false}]",
      "whether 'note' may be empty is said where the field is declared",
      "inputs: [note: {required: true}]"
    ),
    (
      "inputs: [reason: {default: x, required: true}]",
      "'reason' has a default, so it need not be given", "inputs: [reason: {default: x}]"
    ),
    (
      "inputs: [reason], edits: [note, reason]",
      "'reason' is asked for already, under 'inputs'", "inputs: [reason], edits: [note]"
    ),
    (
      "inputs: [reason: {type: text, as: why}], edits: [reason]",
      "'reason' has two meanings: an input and one more",
      "inputs: [why: {type: text}], edits: [reason]"
    ),
    (
      "inputs: [reason: {requird: true}]", "there is no key 'requird' in an input",
      "inputs: [reason: {required: true}]"
    ),
    (
      "inputs: [reason: {required: }]", "'required' has nothing after it",
      "inputs: [reason: {required: true}]"
    ),
    (
      "inputs: [reason: {required: maybe}]", "'required' is true or false, not 'maybe'",
      "inputs: [reason: {required: true}]"
    ),
    (
      "inputs: {reason: text}", "a list for 'inputs' is expected here, not a mapping",
      "inputs: [reason]"
    ),
    (
      "from: open, automatic: true, when: amount > 5, to: closed, inputs: [note]",
      "'inputs' does not go with 'automatic': nobody asks for it",
      "from: open, automatic: true, when: amount > 5, to: closed"
    ),
  ].map { Row(wrong: $0.0, message: $0.1, mended: $0.2) }

  private static func text(_ transition: String) -> String {
    """
    workflow: claims
    records:
      part: {fields: {claim: claim}}
      claim:
        fields:
          reason: text
          note: text?
          kind: {choice: [a, b]}
          amount: {type: decimal, default: 0}
          double: {formula: amount * 2}
        relations: {parts: {many: part}}
        states: {status: [open, closed]}
        transitions:
          close: {from: open, to: closed}
          go: {\(transition)}

    """
  }

  @Test("is told once, and sound as it says to write it", arguments: rows)
  func mend(row: Row) {
    let file = SourceFile(name: "w.yaml", text: Self.text(row.wrong))
    let found = DefinitionLoader().load(file).diagnostics
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    #expect(found.map(\.message) == [row.message], "\(shown)")
    let after = diagnostics(Self.text(row.mended)).map(DiagnosticRenderer(color: false).render)
    #expect(after == [], "\(after.joined())")
    if let mend = found.first?.mend, let bytes = mend.applied(to: file) {
      #expect(String(decoding: bytes, as: UTF8.self) == Self.text(row.mended), "\(shown)")
    }
  }
}
