import Diagnostics

extension Mistake.Kind {
  static let reactionCircle = Mistake.Kind(
    "reaction-circle", "A reaction that sets off itself",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {changes: integer}
          reactions:
            - {when: changes > 0, set: {changes: =changes + 1}}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {changes: integer}
          transitions:
            change:
              effects:
                - {set: {changes: =changes + 1}}

      """,
    reason: """
      Reactions run until nothing changes any more. One that computes a field from \
      itself would change it again each time.
      """)
}

extension Mistake {
  static func reactionCircle(_ field: String) -> Mistake {
    Mistake(
      .reactionCircle, "a reaction computes '\(field)' from itself, so it would never come to rest",
      label: "compute it from other fields, or set it in a transition")
  }

  static func reactionsUndo(_ fields: [String], others: [SourceRange]) -> Mistake {
    let names = fields.sorted().map { "'\($0)'" }.joined(separator: " and ")
    return Mistake(
      .reactionCircle, "reactions undo each other: \(names) would change again and again",
      label: "let one of them not follow from the other",
      notes: others.map { .init("this one follows from it, and leads back", range: $0) })
  }
}
