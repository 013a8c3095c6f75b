import Diagnostics

extension Mistake.Kind {
  static let unusedGuard = Mistake.Kind(
    "unused-guard", "A guard that no transition uses", severity: .warning,
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          guards:
            has_name: {check: name != "", otherwise: Give it a name.}

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
            close: {guards: [has_name]}

      """,
    reason: """
      A guard that nobody uses protects nothing; most often its name was forgotten in \
      a transition.
      """)
}

extension Mistake {
  static func unusedGuard(_ name: String) -> Mistake {
    Mistake(.unusedGuard, "no transition uses the guard '\(name)'", label: "use it or remove it")
  }
}
