import Testing

@Suite("A sentence for what cannot be told")
struct UnknownSentenceTests {
  @Test("misused is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { rule in
      """
      workflow: claims
      records:
        claim:
          fields: {loss: date?, name: text}
          states: {status: [open, paid]}
          guards:
            in_time:
              \(rule)
          transitions:
            pay: {from: open, to: paid, guards: [in_time]}

      """
    }
  }

  private static let sound =
    "{check: loss <= today, otherwise: Too early., unknown: The day is not known.}"

  static let misuses = [
    Misuse(
      "the key is misspelt",
      "{check: loss <= today, otherwise: Too early., unknwon: The day is not known.}", sound,
      code: "unknown-key", marked: "unknwon", message: "there is no key 'unknwon' in a guard",
      label: "did you mean unknown?"),
    Misuse(
      "nothing after it", "{check: loss <= today, otherwise: Too early., unknown: }", sound,
      code: "empty-key", marked: "unknown", message: "'unknown' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "a list", "{check: loss <= today, otherwise: Too early., unknown: [The day is not known.]}",
      sound, code: "wrong-shape", marked: "[The day is not known.]",
      message: "a text for 'unknown' is expected here, not a list"),
    Misuse(
      "a name that means nothing",
      "{check: loss <= today, otherwise: Too early., unknown: '{nam} is not known.'}",
      "{check: loss <= today, otherwise: Too early., unknown: '{name} is not known.'}",
      code: "unknown-name", marked: "nam", message: "there is no field or value 'nam' here",
      label: "did you mean name?"),
    Misuse(
      "without the sentence of one that does not hold",
      "{check: loss <= today, unknown: The day is not known.}", sound, code: "missing-key",
      marked: "in_time", message: "guard 'in_time' needs 'otherwise'",
      label: "add 'otherwise: …'"),
  ]

  @Test("an invariant, a possibility and a warning have none")
  func elsewhere() {
    for rule in [
      "invariants: {known: {record: claim, check: name != \"\", otherwise: No., unknown: No.}}",
      "possible: {known: {record: claim, check: name != \"\", unknown: No.}}",
    ] {
      let found = diagnostics(
        """
        workflow: claims
        records: {claim: {fields: {name: text}}}
        \(rule)
        """)
      #expect(found.map(\.code) == ["unknown-key"])
      #expect(found.map(\.marked) == ["unknown"])
    }
  }

  @Test("without it a value that may be empty is warned about")
  func warned() {
    let text = """
      workflow: claims
      records:
        claim:
          fields: {loss: date?}
          guards: {in_time: {check: loss <= today, otherwise: Too early.}}
          transitions: {pay: {guards: [in_time]}}
      """
    #expect(diagnostics(text).map(\.code) == ["may-be-empty"])
  }
}
