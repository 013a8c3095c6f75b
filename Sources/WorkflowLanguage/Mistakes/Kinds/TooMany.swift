extension Mistake.Kind {
  static let tooMany = Mistake.Kind(
    "too-many", "Too many of something",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          shown_as: "\(String(repeating: "{name}", count: 65))"

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          shown_as: "{name}"

      """,
    reason: """
      Everything that can grow has a limit, so that no file can take for ever: 64 \
      states in a region, 64 guards in a transition, 64 ways of an event, 64 formulas \
      in a sentence.
      """)
}

extension Mistake {
  static func tooMany(_ things: String, limit: Int) -> Mistake {
    Mistake(.tooMany, "there may be at most \(limit) \(things)", label: "this one is too many")
  }
}
