extension Mistake.Kind {
  static let bareName = Mistake.Kind(
    "bare-name", "A shared guard names a field without its record",
    bad: """
      workflow: accounts
      guards:
        open: {check: status == "active", otherwise: It is closed.}
      records:
        account:
          states: {status: [active, closed]}
          transitions:
            close: {guards: [open]}

      """,
    good: """
      workflow: accounts
      guards:
        open: {check: account.status == "active", otherwise: It is closed.}
      records:
        account:
          states: {status: [active, closed]}
          transitions:
            close: {guards: [open]}

      """,
    reason: """
      A guard at the top of the file serves several record types. With its record's \
      name it means the same in each of them; a bare name would mean another field in \
      each.
      """)
}

extension Mistake {
  static func bareName(_ name: String, type: String) -> Mistake {
    Mistake(
      .bareName, "a guard for several types names '\(name)' without its record",
      label: "write \(type).\(name)")
  }
}
