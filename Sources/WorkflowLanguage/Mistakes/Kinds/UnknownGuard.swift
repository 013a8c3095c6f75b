import Diagnostics

extension Mistake.Kind {
  static let unknownGuard = Mistake.Kind(
    "unknown-guard", "A guard that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed, guards: [has_name]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          guards:
            has_name: {check: name != "", otherwise: Give it a name.}
          transitions:
            close: {from: active, to: closed, guards: [has_name]}

      """,
    reason: """
      Guards are declared under 'guards' of the record type, or of the file.
      """)
}

extension Mistake {
  static func unknownGuard(_ name: String, type: String, all: [String]) -> Mistake {
    Mistake(
      .unknownGuard, "there is no guard '\(name)' in \(type) or for all types",
      notes: known("guards are", all)
    ).meaning(name, in: all, otherwise: "declare it under 'guards'")
  }
}
