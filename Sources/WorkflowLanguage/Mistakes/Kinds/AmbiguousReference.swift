import Diagnostics

extension Mistake.Kind {
  static let ambiguousReference = Mistake.Kind(
    "ambiguous-reference", "Several fields could be meant",
    bad: """
      workflow: tickets
      records:
        person:
          relations: {tickets: {many: ticket}}
        ticket:
          fields: {handler: person, asked_by: person}

      """,
    good: """
      workflow: tickets
      records:
        person:
          relations: {tickets: {many: ticket, by: handler}}
        ticket:
          fields: {handler: person, asked_by: person}

      """,
    reason: """
      'many: ticket' means the tickets that point here. With two fields that do, 'by' \
      says which.
      """)
}

extension Mistake {
  static func ambiguousReference(
    member: String, owner: String, candidates: [(name: String, range: SourceRange)]
  ) -> Mistake {
    Mistake(
      .ambiguousReference,
      "several fields of \(member) point to \(owner): "
        + candidates.map(\.name).joined(separator: ", "),
      label: "say which: 'by: \(candidates[0].name)'",
      notes: candidates.map { .init("'\($0.name)' is declared here", range: $0.range) })
  }
}
