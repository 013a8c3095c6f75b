import Diagnostics

extension Mistake.Kind {
  static let neverExpires = Mistake.Kind(
    "never-expires", "A request that never expires",
    bad: """
      workflow: refunds
      records:
        refund:
          fields: {amount: decimal}
          states: {status: [open, paid, dropped]}
          transitions:
            pay: {from: open, to: paid, approval: [manager]}
            give_up: {expired: pay, from: open, to: dropped}

      """,
    good: """
      workflow: refunds
      records:
        refund:
          fields: {amount: decimal}
          states: {status: [open, paid, dropped]}
          transitions:
            pay: {from: open, to: paid, approval: {roles: [manager], expires: 14d}}
            give_up: {expired: pay, from: open, to: dropped}

      """,
    reason: """
      What stands under 'expired' follows when a request has waited too long for a second \
      person. 'expires' under 'approval' says how long that is. A request that makes a record \
      leaves none behind to which anything could happen.
      """)
}

extension Mistake {
  static func neverExpires(_ event: String, isNew: Bool, declared: SourceRange) -> Mistake {
    Mistake(
      .neverExpires,
      isNew
        ? "a request for '\(event)' makes a record: there is none when it expires"
        : "a request for '\(event)' never expires",
      label: isNew
        ? "name an event of a record that is there"
        : "write 'approval: {expires: 14d}' in '\(event)', or name another event",
      notes: [.init("it is declared here", range: declared)])
  }

  static func expiredTwice(_ event: String, follows other: String, declared: SourceRange) -> Mistake
  {
    Mistake(
      .neverExpires, "'\(other)' follows already when a request for '\(event)' expires",
      label: "make both ways of one event", notes: [.init("it is declared here", range: declared)])
  }

  static func expiredInOneWay(_ event: String, asked: String) -> Mistake {
    Mistake(
      .neverExpires,
      "another way of '\(event)' follows when a request for '\(asked)' expires, and this one does not",
      label: "write 'expired: \(asked)' here, too, or make it a way of another event")
  }

  static func noWait() -> Mistake {
    Mistake(
      .wrongFormulaType, "'expires' says how long a request waits", label: "this is no such length",
      help: "write it as 90m, 36h or 14d, or as days(14) or months(1)")
  }
}
