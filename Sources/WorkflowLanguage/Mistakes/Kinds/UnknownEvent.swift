import Diagnostics

extension Mistake.Kind {
  static let unknownEvent = Mistake.Kind(
    "unknown-event", "An event that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed}
            delete: {not_supported: Close the account instead., instead: closed}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed}
            delete: {not_supported: Close the account instead., instead: close}

      """,
    reason: """
      Events are the names under 'transitions' of the record type that gets them.
      """)
}

extension Mistake {
  static func unknownEvent(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownEvent, "\(type) has no event '\(name)'",
      notes: known("events of \(type) are", all, declared)
    ).meaning(name, in: all)
  }
}
