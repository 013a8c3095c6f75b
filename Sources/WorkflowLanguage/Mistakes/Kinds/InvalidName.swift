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
    let meant = better.isEmpty || better == name ? nil : better
    return Mistake(
      .invalidName, "'\(name)' cannot be the name of \(what)",
      label: meant.map { "write \($0)" } ?? "give it another name",
      notes: [.init("names are lower-case letters, digits and '_', and begin with a letter")],
      replacement: meant)
  }

  /// `end_date?: date`, as other languages mark what may be empty.
  static func markedName(_ name: String, what: String, type: String, at place: SourceRange)
    -> Mistake
  {
    let plain = String(name.dropLast())
    return Mistake(
      .invalidName, "'\(name)' cannot be the name of \(what)",
      label: "the '?' belongs to the type: write \(plain): \(type)?", replacement: plain,
      edits: [.init(place, "?")])
  }

  static func invalidWorkflowName(_ name: String) -> Mistake {
    Mistake(
      .invalidName, "'\(name)' cannot be the name of a workflow",
      label: "use letters, digits and hyphens")
  }

  /// A name as the rules want it: `endDate` and `End date` become `end_date`.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    var previousIsLower = false
    for scalar in spelledOut(name).unicodeScalars {
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

  /// Letters with marks as letters without: `ü` is `ue`, `é` is `e`.
  private static func spelledOut(_ name: String) -> String {
    let letters: [Character: String] = [
      "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "æ": "ae",
      "ø": "oe", "å": "aa", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "â": "a",
      "í": "i", "ì": "i", "î": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "ú": "u", "ù": "u",
      "û": "u", "ñ": "n", "ç": "c",
    ]
    return name.map { letters[$0] ?? String($0) }.joined()
  }
}
