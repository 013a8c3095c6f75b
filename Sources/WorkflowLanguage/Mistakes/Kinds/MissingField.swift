import Diagnostics

extension Mistake.Kind {
  static let missingField = Mistake.Kind(
    "missing-field", "A new record without a field that it needs",
    bad: """
      workflow: accounts
      records:
        account:
          transitions:
            bill: {effects: [{create: invoice}]}
        invoice:
          fields: {account: account}

      """,
    good: """
      workflow: accounts
      records:
        account:
          transitions:
            bill: {effects: [{create: invoice, with: {account: =account}}]}
        invoice:
          fields: {account: account}

      """,
    reason: """
      A new record gets a value for each field that may not be empty and has no \
      default.
      """)
}

extension Mistake {
  static func missingFields(
    _ fields: [(name: String, range: SourceRange)], type: String
  ) -> Mistake {
    let names = fields.map { "'\($0.name)'" }.joined(separator: ", ")
    return Mistake(
      .missingField, "a new \(type) needs \(names)",
      label: "add with: {\(fields.map { "\($0.name): …" }.joined(separator: ", "))}",
      notes: fields.prefix(5).map { .init("'\($0.name)' is declared here", range: $0.range) })
  }
}
