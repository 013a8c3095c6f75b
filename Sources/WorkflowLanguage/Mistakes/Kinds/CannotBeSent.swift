import Diagnostics

extension Mistake.Kind {
  static let cannotBeSent = Mistake.Kind(
    "cannot-be-sent", "An event that cannot be sent",
    bad: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
          transitions:
            close: {effects: [{for: services, send: delete}]}
        service:
          fields: {account: account}
          transitions:
            delete: {not_supported: Close the account instead.}

      """,
    good: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
          transitions:
            close: {effects: [{delete: services}]}
        service:
          fields: {account: account}
          transitions:
            delete: {not_supported: Close the account instead.}

      """,
    reason: """
      What the clock fires, what creates a record and what is not supported cannot be \
      sent.
      """)
}

extension Mistake {
  static func cannotBeSent(
    _ event: String, type: String, because: String, declared: SourceRange
  ) -> Mistake {
    Mistake(
      .cannotBeSent, "'\(event)' cannot be sent to \(type): \(because)",
      label: "send another event",
      notes: [.init("it is declared here", range: declared)])
  }
}
