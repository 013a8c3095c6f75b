import Diagnostics

extension Mistake.Kind {
  static let unknownMember = Mistake.Kind(
    "unknown-field", "A field that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            rename: {edits: [nmae]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            rename: {edits: [name]}

      """,
    reason: """
      Every name must be declared, so that a slip of the finger is found when the file \
      is loaded.
      """)
}

extension Mistake {
  static func unknownMember(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownMember, "\(type) has no field '\(name)'",
      notes: known("\(type) has", all.sorted(), declared)
    ).meaning(name, in: all)
  }

  static func unknownRelation(
    _ name: String, type: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .unknownMember, "\(type) has no relation '\(name)' with 'links'",
      notes: all.isEmpty
        ? [.init("\(type) is declared here", range: declared)]
        : known("\(type) links by", all, declared)
    ).meaning(name, in: all)
  }
}
