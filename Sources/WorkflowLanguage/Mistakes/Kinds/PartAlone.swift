extension Mistake.Kind {
  static let partAlone = Mistake.Kind(
    "part-alone", "A part on its own",
    bad: """
      part_of: accounts
      records:
        account:
          fields: {name: text}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}

      """,
    reason: """
      A part is checked with the workflow it belongs to: its records may speak of those in other \
      files. Its main file, in the same folder or one around it, names it under 'uses'.
      """)
}

extension Mistake {
  static func partAlone(_ workflow: String) -> Mistake {
    Mistake(
      .partAlone, "this is a part of workflow '\(workflow)' and means nothing alone",
      label: "name it under 'uses' of that workflow's file, here or in a folder around")
  }
}
