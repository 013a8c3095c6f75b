import Diagnostics

extension Mistake.Kind {
  static let partPath = Mistake.Kind(
    "part-path", "A file that cannot be a part",
    bad: """
      workflow: accounts
      uses: [../billing.yaml]
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
      The files of a definition lie in the folder of its main file, or in folders within it, so \
      that it can be moved and reviewed as a whole. A part says 'part_of' and the workflow's \
      name, and files never use each other in a circle.
      """)
}

extension Mistake {
  static func partPath(_ path: String, _ rule: String) -> Mistake {
    Mistake(.partPath, "'\(path)' cannot be a part", label: "write \(rule)")
  }

  static func partCircle(_ path: [String]) -> Mistake {
    Mistake(
      .partPath, "files use each other in a circle: \(path.joined(separator: " → "))",
      label: "leave it out")
  }

  static func wholeAsPart(by use: SourceRange) -> Mistake {
    Mistake(
      .partPath, "this is a workflow of its own, and no part", label: "write 'part_of' instead",
      notes: [.init("it is used here", range: use)])
  }
}
