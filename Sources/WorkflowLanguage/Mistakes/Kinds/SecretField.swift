import Diagnostics

extension Mistake.Kind {
  static let secretField = Mistake.Kind(
    "secret-field", "A secret that cannot be kept",
    bad: """
      workflow: cards
      records:
        card:
          fields:
            pin: {type: text, seen_by: [clerk]}

      """,
    good: """
      workflow: cards
      records:
        card:
          fields:
            pin: {type: text, secret: true, seen_by: [clerk]}

      """,
    reason: """
      A secret field is shown to those alone whose role stands under 'seen_by'. References are not \
      kept secret: the records that they lead to would show them.
      """)
}

extension Mistake {
  static func seenByAlone() -> Mistake {
    Mistake(
      .secretField, "'seen_by' says who sees a secret, and this is none",
      label: "add 'secret: true', or leave it out")
  }

  static func secretReference() -> Mistake {
    Mistake(
      .secretField, "a reference cannot be secret: the record that it leads to shows it",
      label: "leave it out, and make fields of that record secret")
  }
}
