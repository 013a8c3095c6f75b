import Diagnostics
import Testing
import WorkflowLanguage

@Suite("Ambiguity")
struct AmbiguityTests {
  private func found(_ transitions: String) -> [Diagnostic] {
    diagnostics(
      """
      workflow: tickets
      records:
        ticket:
          fields: {amount: decimal, urgent: boolean, note: text?}
          states:
            status:
              - open:
                  states:
                    progress: [triage, working]
                    payment: [unpaid, paid]
              - closed
          guards:
            small: {check: amount < 100, otherwise: It is too big.}
            big: {check: amount >= 100, otherwise: It is too small.}
          transitions:
      \(transitions.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
      """
    ).filter { $0.severity == .error }
  }

  @Test("is told with a record, both places and what to do")
  func report() {
    let found = found(
      """
      go:
        - {from: open, to: closed, when: amount < 100}
        - {from: open, guards: [small], when: urgent}
      """)
    #expect(found.map(\.code) == ["ambiguous-transition"])
    #expect(
      found.first?.message
        == "two ways of 'go' are both possible for ticket T1 {status: open, amount: 99, urgent: true}"
    )
    #expect(found.first?.marked == "urgent")
    #expect(found.first?.notes.first?.range?.text == "amount < 100")
    #expect(
      found.first?.help
        == "or write 'first:' in front of the ways: the first that is possible is then taken")
  }

  @Test(
    "is none",
    arguments: [
      // The conditions exclude each other.
      "go: [{from: open, guards: [small]}, {from: open, guards: [big]}]",
      "go: [{from: open, when: urgent}, {from: open, when: '!urgent'}]",
      "go: [{from: open, guards: [small]}, {from: open, when: amount > 200}]",
      // The order is stated.
      "go: {first: [{from: open, when: urgent}, {from: open}]}",
      // An inner state goes before the one around it; parallel regions each go their way.
      "go: [{from: open, to: closed}, {from: triage, to: working, when: urgent}]",
      "go: [{from: triage, to: working, when: urgent}, {from: unpaid, to: paid, when: urgent}]",
      // The inner state is known from the outer one.
      "go: [{from: open, when: urgent || progress != null}, {from: open, when: progress == null}]",
      // Inputs are given once.
      """
      go:
        - {from: open, inputs: [{sum: {type: decimal}}], when: sum < 5}
        - {from: open, inputs: [{sum: {type: decimal}}], when: sum >= 5}
      """,
      // What follows by itself.
      """
      a: {automatic: true, from: triage, to: working, when: urgent}
      b: {automatic: true, from: triage, to: working, when: "!urgent && amount > 5"}
      """,
      // A new record has what it is given.
      """
      make:
        - {from: new, to: open, inputs: [amount], when: amount < 5}
        - {from: new, to: open, inputs: [amount], when: amount > 5}
      """,
    ])
  func unambiguous(_ transitions: String) {
    let found = found(transitions)
    #expect(found.isEmpty, "\(found.map(DiagnosticRenderer(color: false).render).joined())")
  }

  @Test(
    "is found",
    arguments: [
      ("go: [{from: open, when: urgent}, {from: open, when: amount > 5}]", "urgent: true"),
      ("go: [{from: open, when: progress == 'triage'}, {from: open, when: urgent}]", "triage"),
      (
        """
        a: {automatic: true, from: triage, to: working, when: urgent}
        b: {automatic: true, from: triage, to: working, when: amount > 5}
        """, "'a' and 'b'"
      ),
      (
        """
        go:
          - {from: open, inputs: [{sum: {type: decimal}}], when: sum < 5}
          - {from: open, inputs: [{sum: {type: decimal}}], when: sum < 7}
        """, "with sum 4"
      ),
    ])
  func ambiguous(_ transitions: String, part: String) {
    let found = found(transitions)
    #expect(found.map(\.code) == ["ambiguous-transition"])
    #expect(found.first?.message.contains(part) == true, "\(found.first?.message ?? "")")
  }

  @Test("that cannot be decided is said to be so")
  func undecided() {
    let found = found(
      "go: [{from: open, when: note.contains('x')}, {from: open, when: note.size() == 0}]")
    #expect(found.map(\.code) == ["undecided-overlap"])
    #expect(
      found.first?.message
        == "two ways of 'go' may both be possible for one record: it is not known how"
        + " 'note.contains('x')', 'note.size() == 0' can come out")
  }

  @Test("of automatic transitions that never come to rest is found")
  func circle() {
    func messages(_ transitions: String) -> [String] { found(transitions).map(\.message) }
    let going = """
      a: {automatic: true, from: triage, to: working, when: urgent}
      b: {automatic: true, from: working, to: triage, when: amount > 5
      """
    #expect(
      messages(going + "}") == [
        "automatic transitions follow each other for ever: ticket.a → ticket.b → ticket.a, for"
          + " ticket T1 {status: open, progress: triage, urgent: true, amount: 6}"
      ])
    #expect(messages(going + " && !urgent}") == [])
    #expect(messages(going + ", effects: [{set: {urgent: false}}]}") == [])
    #expect(messages(going + ", effects: [{set: {note: x}}]}").count == 1)
    #expect(messages(going + " && progress == \"working\"}") == [])
    let out = "\nc: {automatic: true, from: working, to: closed, when: "
    #expect(messages(going + "}" + out + "amount <= 5 && urgent}").count == 1)
    #expect(messages(going + " && note == null}" + out + "note != null}").count == 1)
    let elsewhere = "\nc: {automatic: true, from: unpaid, to: paid, when: urgent, effects: "
    #expect(messages(going + "}" + elsewhere + "[{set: {note: x}}]}") == [])
    let ordered = """
      a:
        first:
          - {automatic: true, from: triage, to: closed, when: amount > 5}
          - {automatic: true, from: triage, to: working, when: urgent}
      b: {automatic: true, from: working, to: triage, when: amount > 5
      """
    #expect(messages(ordered + "}") == [])
    let inward = "a: {automatic: true, from: closed, to: working, when: urgent}"
    #expect(messages(inward) == [])
    #expect(messages("a: {automatic: true, from: triage, when: urgent}").count == 1)
  }
}
