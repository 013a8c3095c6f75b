import Diagnostics

extension Mistake.Kind {
  static let mayNotApply = Mistake.Kind(
    "may-not-apply", "An event sent to a record to which no way may apply", severity: .warning,
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, when: name != "", to: closed}
        service:
          fields: {account: account}
          transitions:
            end: {effects: [{send: close, to: account}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, when: name != "", to: closed}
        service:
          fields: {account: account}
          transitions:
            end: {effects: [{send: close, to: account, if_possible: true}]}

      """,
    reason: """
      A single record that gets an event must be able to take it; otherwise the whole step is \
      refused. Where every way of the event has a condition, that may never have been meant: with \
      'if_possible: true' the record is left alone where no way applies, with \
      'if_possible: false' the step is refused, and nothing is warned about.
      """)
}

extension Mistake {
  /// - Parameter edit: What leaves the record alone.
  static func mayNotApply(_ event: String, edit: Mend.Edit, declared: SourceRange) -> Mistake {
    Mistake(
      .mayNotApply,
      "every way of '\(event)' has a condition; where none holds, the step is refused",
      label: "add 'if_possible: true' to leave the record alone then",
      notes: [.init("it is declared here", range: declared)],
      help: "'if_possible: false' says that the step is to be refused", edits: [edit])
  }
}
