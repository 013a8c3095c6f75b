import Diagnostics

extension Mistake.Kind {
  static let noReference = Mistake.Kind(
    "no-reference", "No field points here",
    bad: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
        service:
          fields: {name: text}

      """,
    good: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
        service:
          fields: {name: text, account: account}

      """,
    reason: """
      'many: service' means the services whose reference field points here, so there \
      must be one: stored, or a formula that is a path of references. For a set that \
      follows from other data write 'by: none' and 'where'.
      """)
}

extension Mistake {
  static func noReference(member: String, owner: String, declared: SourceRange) -> Mistake {
    Mistake(
      .noReference, "no field of \(member) points to \(owner)",
      label: "add a field to \(member): '\(owner): \(owner)'",
      notes: [.init("\(member) is declared here", range: declared)],
      help: "for a set that follows from data write 'by: none' and 'where'")
  }

  static func notAReference(
    _ name: String, member: String, owner: String, candidates: [String]
  ) -> Mistake {
    Mistake(.noReference, "'\(name)' is no field of \(member) that points to \(owner)")
      .meaning(
        name, in: candidates,
        otherwise: candidates.isEmpty
          ? "no field does; for others write 'by: none'"
          : "write \(candidates.joined(separator: " or "))")
  }

  static func notALink(_ text: String, owner: String) -> Mistake {
    Mistake(
      .noReference, "'\(text)' is no relation with 'links: \(owner)'",
      label: "write type.relation")
  }
}
