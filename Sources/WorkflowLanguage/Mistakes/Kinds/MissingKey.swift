extension Mistake.Kind {
  static let missingKey = Mistake.Kind(
    "missing-key", "A key is missing",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close:
              confirm: {details: This cannot be undone.}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close:
              confirm: {ask: Close the account?, details: This cannot be undone.}

      """,
    reason: """
      Some keys mean nothing without another: a question needs its text, a guard its \
      condition and its sentence.
      """)
}

extension Mistake {
  static func missingKey(_ key: String, in owner: String, help: String? = nil) -> Mistake {
    Mistake(.missingKey, "\(owner) needs '\(key)'", label: "add '\(key): …'", help: help)
  }

  static func conditionInWhen(guardName name: String) -> Mistake {
    Mistake(
      .missingKey, "guard '\(name)' needs 'check': 'when' only says when it applies",
      label: "write check", replacement: "check")
  }

  static func inputNeedsType(
    _ name: String, type: String, fields: [String]
  ) -> Mistake {
    Mistake(
      .missingKey, "'\(name)' is no field of \(type), so it needs a type",
      help: "a name without a type is a stored field, which keeps what is given"
    )
    .meaning(
      name, in: fields,
      otherwise: "write '\(name): {type: text}', or add '\(name)' to the fields of \(type)")
  }

  static func missingCategories(_ names: [String], of key: String) -> Mistake {
    let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    return Mistake(
      .missingKey, "'\(key)' can be \(shown), and there is no value for that",
      label: "add \(names.prefix(3).map { "\($0): …" }.joined(separator: ", ")), or 'otherwise: …'")
  }
}
