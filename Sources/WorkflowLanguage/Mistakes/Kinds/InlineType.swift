import Diagnostics

extension Mistake.Kind {
  static let inlineType = Mistake.Kind(
    "inline-type", "Entries of a list used elsewhere, or with more than fields",
    bad: """
      workflow: invoices
      records:
        invoice:
          relations: {lines: {many: line, inline: true}}
        line:
          fields: {amount: decimal}
          states: {status: [open, paid]}

      """,
    good: """
      workflow: invoices
      records:
        invoice:
          relations: {lines: {many: line, inline: true}}
        line:
          fields: {amount: decimal}

      """,
    reason: """
      The entries of an inline list live inside their record: they have no id, no \
      states and no events, and nothing else can point to them.
      """)
}

extension Mistake {
  static func inlineTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' are the entries of two lists",
      label: "give this list a record type of its own",
      notes: [.init("the other list stands here", range: first)])
  }

  static func inlineWithMore(_ name: String, key: String, relation: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' lives inside another record and cannot have '\(key)'",
      label: "entries have fields alone",
      notes: [.init("it is the entries of a list here", range: relation)])
  }

  static func inlineElsewhere(_ name: String, relation: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' lives inside another record, so nothing else can point to it",
      label: "use its list",
      notes: [.init("it is the entries of a list here", range: relation)])
  }
}
