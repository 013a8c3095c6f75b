extension Mistake.Kind {
  static let emptyValue = Mistake.Kind(
    "empty-value", "An empty value where there must be one",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date}
          transitions:
            reopen: {effects: [{set: {closed_on: null}}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date?}
          transitions:
            reopen: {effects: [{set: {closed_on: null}}]}

      """,
    reason: """
      Only a field declared with '?' (or 'optional: true') may be empty.
      """)
}

extension Mistake {
  static func emptyValue(of name: String) -> Mistake {
    Mistake(
      .emptyValue, "'\(name)' may not be empty", label: "give it a value, or declare it with '?'")
  }

  static func emptyParameter() -> Mistake {
    Mistake(.emptyValue, "a parameter may not be empty", label: "give it a value")
  }
}
