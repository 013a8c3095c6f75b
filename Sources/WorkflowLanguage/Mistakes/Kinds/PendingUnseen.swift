extension Mistake.Kind {
  static let pendingUnseen = Mistake.Kind(
    "pending-unseen", "What waits, asked where nothing looks again",
    bad: """
      workflow: refunds
      records:
        refund:
          fields: {amount: decimal}
          states: {status: [open, held, paid]}
          transitions:
            pay: {from: open, to: paid, approval: [manager]}
            hold: {automatic: true, from: open, when: pending.pay, to: held}

      """,
    good: """
      workflow: refunds
      records:
        refund:
          fields: {amount: decimal}
          states: {status: [open, held, paid]}
          transitions:
            pay: {from: open, to: paid, approval: [manager]}
            hold: {from: open, when: pending.pay, to: held}

      """,
    reason: """
      A request begins and ceases to wait outside any step. Automatic transitions, reactions, \
      invariants and possibilities are looked at within one: they would be told too late, or \
      never. Whatever somebody asks for, or the clock fires, may ask what waits.
      """)
}

extension Mistake {
  static func pendingUnseen(_ name: String, _ reason: Watched.Reason) -> Mistake {
    let (what, label) =
      switch reason {
      case .invariant:
        ("an invariant", "make it a guard of the events that it is to keep away")
      case .possibility:
        ("what must be possible", "say it with fields and states")
      case .reaction:
        ("a reaction", "set the field in the effects of an event")
      case .automatic:
        ("what happens by itself", "let somebody ask for it, or the clock fire it")
      }
    return Mistake(
      .pendingUnseen,
      "'\(name)' cannot stand in \(what): nothing looks at it when a request comes or goes",
      label: label)
  }
}
