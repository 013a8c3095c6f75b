extension Mistake.Kind {
  static let unknownPart = Mistake.Kind(
    "unknown-part", "A part that is not there",
    bad: """
      workflow: accounts
      uses: [biling.yaml]
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
      Every file under 'uses' is read with the main file. The path is relative to the main \
      file's folder, whichever file names it.
      """)
}

extension Mistake {
  static func unknownPart(_ path: String, _ reason: String) -> Mistake {
    Mistake(
      .unknownPart, "the part '\(path)' cannot be read: \(reason)",
      label: "name a file beside this one, or in a folder beside it")
  }
}
