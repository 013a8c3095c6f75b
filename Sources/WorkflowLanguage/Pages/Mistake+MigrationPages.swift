import Diagnostics

extension Mistake {
  static let migrationPages: [DiagnosticPage] = [
    page(
      .formerName, "A former name that is still in use",
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
      """
      A migration says what takes the place of names that are gone. Records under a name that is \
      still there need not move.
      """)
  ]
}
