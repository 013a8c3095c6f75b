extension Mistake.Kind {
  static let timeAlone = Mistake.Kind(
    "time-alone", "An automatic transition that waits for nothing but time",
    bad: """
      workflow: tickets
      records:
        ticket:
          fields: {text: text}
          states: {status: [open, old]}
          transitions:
            age: {automatic: true, from: open, when: entered.status + days(30) < now, to: old}

      """,
    good: """
      workflow: tickets
      records:
        ticket:
          fields: {text: text}
          states: {status: [open, old]}
          transitions:
            age: {after: 30d, from: open, to: old}

      """,
    reason: """
      An automatic transition is looked at when its record, or something that its \
      condition reads, has changed. Where only time can make the condition hold, nothing \
      looks at it when that comes; the clock does ('after', 'at', 'every').
      """)
}

extension Mistake {
  static func timeAlone() -> Mistake {
    Mistake(
      .timeAlone, "this comes to hold with time alone, and then nothing looks at it",
      label: "let the clock fire it: 'after' or 'at' in place of 'automatic'")
  }
}
