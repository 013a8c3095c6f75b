/// What a cell says, and how files write it.
enum CellWords {
  case any
  case oneOf([String])
  case noneOf([String])

  /// As an item of a row in YAML.
  var yaml: String {
    switch self {
    case .any: "-"
    case .oneOf(let words):
      if words.count == 1, !words[0].hasPrefix("'not ") { words[0] } else { list }
    case .noneOf(let words):
      words.count == 1 && (CellWords.isPlain(words[0]) || words[0] == "null")
        ? "not \(words[0])" : CellWords.quoted("not \(words.joined(separator: ", "))", always: true)
    }
  }

  /// As a cell of a CSV file.
  func csv(separator: String) -> String {
    let text =
      switch self {
      case .any, .oneOf: yaml
      case .noneOf(let words): "not \(words.joined(separator: ", "))"
      }
    let needsQuotes = text.contains { separator.contains($0) || "\"\n\r".contains($0) }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  private var list: String {
    switch self {
    case .any: "-"
    case .oneOf(let words), .noneOf(let words): "[\(words.joined(separator: ", "))]"
    }
  }

  /// A text as a cell writes it.
  static func quoted(_ text: String, always: Bool) -> String {
    if !always, isPlain(text) { return text }
    return "'\(text.replacing("'", with: "''"))'"
  }

  /// Whether it means itself without quotes.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first.isNumber, text.last != " " else {
      return false
    }
    return !["null", "true", "false"].contains(text) && !text.hasPrefix("not ")
      && !text.contains("..")
      && text.allSatisfy { $0.isLetter || $0.isNumber || " _-.".contains($0) }
  }
}

/// Values with commas between them, as a cell has them; in single quotes a value may have commas of
/// its own.
enum CellList {
  /// The values with the spaces around them.
  static func parts(of text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isQuoted = false
    for index in text.indices {
      if text[index] == "'", isQuoted || text[start..<index].allSatisfy(\.isWhitespace) {
        isQuoted.toggle()
      } else if text[index] == ",", !isQuoted {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }

  /// What stands in single quotes; nil where there are none around it.
  static func unquoted(_ word: String) -> String? {
    guard word.count > 1, word.hasPrefix("'"), word.hasSuffix("'") else { return nil }
    return String(word.dropFirst().dropLast()).replacing("''", with: "'")
  }
}
