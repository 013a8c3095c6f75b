import Diagnostics

extension Mistake.Kind {
  static let invalidName = Mistake.Kind(
    "invalid-name", "A name with other characters",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {endDate: date}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {end_date: date}

      """,
    reason: """
      The same name works in the file, in formulas and as a column of a table: lower- \
      case letters, digits and underscores, beginning with a letter.
      """)
}

extension Mistake {
  static func invalidName(_ name: String, what: String) -> Mistake {
    let better = snakeCase(name)
    return Mistake(
      .invalidName, "'\(name)' cannot be the name of \(what)",
      label: better.isEmpty || better == name ? "give it another name" : "write \(better)",
      notes: [.init("names are lower-case letters, digits and '_', and begin with a letter")])
  }

  static func invalidWorkflowName(_ name: String) -> Mistake {
    Mistake(
      .invalidName, "'\(name)' cannot be the name of a workflow",
      label: "use letters, digits and hyphens")
  }

  /// A name as the rules want it: `endDate` and `End date` become `end_date`.
  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var previousIsLower = false
    for scalar in name.unicodeScalars {
      switch scalar {
      case "A"..."Z":
        if previousIsLower { result += "_" }
        result += String(scalar).lowercased()
        previousIsLower = false
      case "a"..."z", "0"..."9":
        result.unicodeScalars.append(scalar)
        previousIsLower = true
      default:
        if !result.isEmpty, !result.hasSuffix("_") { result += "_" }
        previousIsLower = false
      }
    }
    while let first = result.first, first.isNumber || first == "_" { result.removeFirst() }
    while result.hasSuffix("_") { result.removeLast() }
    return result
  }
}
