import Diagnostics

extension Mistake.Kind {
  static let finalState = Mistake.Kind(
    "final-state", "A final state that something leaves, or an end that never comes",
    bad: """
      workflow: tickets
      records:
        ticket:
          fields: {name: text}
          states: {status: [open, {closed: {final: true}}]}
          transitions:
            reopen: {from: closed, to: open}

      """,
    good: """
      workflow: tickets
      records:
        ticket:
          fields: {name: text}
          states: {status: [open, closed]}
          transitions:
            reopen: {from: closed, to: open}

      """,
    reason: """
      A final state is the end of its region. 'done' follows the end of a state: of one with \
      states inside it, some of them final.
      """)
}

extension Mistake {
  static func leavesFinal(_ state: String, declared: SourceRange) -> Mistake {
    Mistake(
      .finalState, "nothing leaves '\(state)': it is final", label: "take it out of 'from'",
      notes: [.init("it is declared here", range: declared)],
      help: "leave out 'final: true' if the record can go on from there")
  }

  static func neverDone(_ state: String, declared: SourceRange) -> Mistake {
    Mistake(
      .finalState, "'\(state)' has no states inside it, so it never comes to an end",
      label: "name a state with states inside it",
      notes: [.init("it is declared here", range: declared)])
  }
}
