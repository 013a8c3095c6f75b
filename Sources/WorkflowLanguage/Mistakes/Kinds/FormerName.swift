import Diagnostics

extension Mistake.Kind {
  static let formerName = Mistake.Kind(
    "former-name", "A former name that is still in use",
    bad: """
      workflow: accounts
      version: 2
      records:
        account:
          states: {status: [active, inactive, dormant]}
      migrate:
        account: {states: {status: {dormant: inactive}}}

      """,
    good: """
      workflow: accounts
      version: 2
      records:
        account:
          states: {status: [active, inactive]}
      migrate:
        account: {states: {status: {dormant: inactive}}}

      """,
    reason: """
      A migration says what takes the place of names that are gone. Records under a name that is \
      still there need not move.
      """)
}

extension Mistake {
  static func formerName(_ name: String, what: String, declared: SourceRange?) -> Mistake {
    Mistake(
      .formerName, "'\(name)' is still \(what), so it is no former name",
      label: "name one that the file no longer has",
      notes: declared.map { [.init("it is declared here", range: $0)] } ?? [])
  }

  /// A member that is dropped, though the file has it.
  static func stillThere(_ name: String, type: String, declared: SourceRange) -> Mistake {
    Mistake(
      .formerName,
      "'\(name)' is still a member of \(type), so 'null' would empty it in every record",
      label: "leave it out: its values stay",
      notes: [.init("it is declared here", range: declared)])
  }
}
