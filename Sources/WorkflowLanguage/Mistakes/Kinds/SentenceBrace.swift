extension Mistake.Kind {
  static let sentenceBrace = Mistake.Kind(
    "sentence-brace", "A brace without its partner",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {confirm: {ask: "Close {name?"}}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {confirm: {ask: "Close {name}?"}}

      """,
    reason: """
      Braces in a sentence hold a formula. A brace itself is written twice: '{{' and \
      '}}'.
      """)
}

extension Mistake {
  static func sentenceBrace(_ brace: String, unclosed: Bool) -> Mistake {
    unclosed
      ? Mistake(
        .sentenceBrace, "a formula in a sentence begins here and is never closed",
        label: "add '}', or write '{{' for the brace itself")
      : Mistake(
        .sentenceBrace, "a '\(brace)' without its partner", label: "write '\(brace)\(brace)'")
  }

  static func emptyFormula() -> Mistake {
    Mistake(.sentenceBrace, "there is no formula between these braces", label: "write a formula")
  }
}
