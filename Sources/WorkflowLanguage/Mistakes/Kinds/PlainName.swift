extension Mistake.Kind {
  static let plainName = Mistake.Kind(
    "plain-name", "A plain value that is also a name",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text, former_name: text?}
          transitions:
            rename: {effects: [{set: {former_name: name}}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text, former_name: text?}
          transitions:
            rename: {effects: [{set: {former_name: =name}}]}

      """,
    reason: """
      Under 'set', 'with' and 'default' stand plain values; a formula begins with '='. \
      A plain text that is also a name is most often a forgotten '='. If the text \
      itself is meant, quote it.
      """)
}

extension Mistake {
  static func plainName(_ name: String) -> Mistake {
    Mistake(
      .plainName, "'\(name)' is also a name here",
      label: "write =\(name) for its value, or quote it")
  }
}
