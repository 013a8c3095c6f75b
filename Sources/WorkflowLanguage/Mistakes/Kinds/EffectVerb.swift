extension Mistake.Kind {
  static let effectVerb = Mistake.Kind(
    "effect-verb", "An effect without a verb, or with two",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date?}
          transitions:
            close: {effects: [{set: {closed_on: =today}, emit: account_closed}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date?}
          transitions:
            close: {effects: [{set: {closed_on: =today}}, {emit: account_closed}]}

      """,
    reason: """
      Effects happen one after another, so each is an entry of its own.
      """)
}

extension Mistake {
  static func noVerb(_ verbs: [String]) -> Mistake {
    Mistake(
      .effectVerb, "an effect needs a verb",
      label: "add one of \(verbs.joined(separator: ", "))")
  }

  static func secondVerb(_ verb: String, beside first: String) -> Mistake {
    Mistake(
      .effectVerb, "an effect has one verb, and this one has '\(first)' already",
      label: "make '\(verb)' an effect of its own")
  }
}
