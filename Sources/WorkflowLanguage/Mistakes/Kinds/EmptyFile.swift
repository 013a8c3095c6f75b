extension Mistake.Kind {
  static let emptyFile = Mistake.Kind(
    "empty-file", "The file is empty",
    bad: """
      # nothing yet

      """,
    good: """
      workflow: accounts
      records:
        account: {}

      """,
    reason: """
      A workflow has at least a name and one record type.
      """)
}

extension Mistake {
  static func emptyFile() -> Mistake {
    Mistake(.emptyFile, "the file holds no workflow", label: "begin with 'workflow: a-name'")
  }
}
