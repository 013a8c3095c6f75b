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
      files. Check the main file, which names the part under 'uses'.
      """)
}

extension Mistake {
  static func partAlone(_ workflow: String) -> Mistake {
    Mistake(
      .partAlone, "this is a part of workflow '\(workflow)' and means nothing alone",
      label: "check the file that uses it")
  }
}
