import Diagnostics

extension Mistake.Kind {
  static let ambiguousTransition = Mistake.Kind(
    "ambiguous-transition", "Two ways of one event apply to the same record",
    bad: """
      workflow: orders
      records:
        order:
          fields: {amount: decimal}
          states: {status: [open, paid, checked]}
          transitions:
            pay:
              - {from: open, to: paid, when: amount < 100}
              - {from: open, to: checked, when: amount >= 50}

      """,
    good: """
      workflow: orders
      records:
        order:
          fields: {amount: decimal}
          states: {status: [open, paid, checked]}
          transitions:
            pay:
              - {from: open, to: paid, when: amount < 100}
              - {from: open, to: checked, when: amount >= 100}

      """,
    reason: """
      Which way is taken must never depend on luck: the ways of an event leave \
      different states, have conditions ('when', 'guards') that exclude each other, or \
      stand under 'first:', where their order decides. The record in the message fits \
      both ways; it was tried.
      """)
}

extension Mistake {
  static func ambiguousTransition(_ event: String, states: String, other: SourceRange) -> Mistake {
    Mistake(
      .ambiguousTransition, "two ways of '\(event)' apply to a record that \(states)",
      label: "take out the states of the other way",
      notes: [.init("the other way stands here", range: other)])
  }

  /// - Parameter ways: "two ways of 'close'".
  static func possibleTogether(
    _ ways: String, witness: String, help: String, other: SourceRange
  ) -> Mistake {
    Mistake(
      .ambiguousTransition, "\(ways) are both possible for \(witness)",
      label: "make the conditions of both exclude each other",
      notes: [.init("the other way stands here", range: other)], help: help)
  }
}
