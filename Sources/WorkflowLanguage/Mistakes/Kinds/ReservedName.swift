extension Mistake.Kind {
  static let reservedName = Mistake.Kind(
    "reserved-name", "A name that means something else already",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {today: date}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {opened_on: date}

      """,
    reason: """
      Formulas use 'before', 'after', 'actor', 'cause', 'now', 'today' and \
      'parameters'; the names of field types and the words of the expression language \
      are taken as well.
      """)
}

extension Mistake {
  static func reservedName(_ name: String, what: String, because: String) -> Mistake {
    Mistake(
      .reservedName, "'\(name)' cannot be the name of \(what): \(because)",
      label: "give it another name")
  }
}
