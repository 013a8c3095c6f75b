import TextFiles
import YAML

/// What a cell says, and how files write it.
enum CellWords {
  case any
  case oneOf([String])
  case noneOf([String])

  /// As an item of a row in YAML.
  var yaml: String {
    switch self {
    case .any: return "-"
    case .oneOf(let words):
      let written = words.map(CellWords.yaml)
      if words.count == 1, !words[0].hasPrefix("'not ") { return written[0] }
      return CellWords.list(written)
    case .noneOf(let words):
      return words.count == 1 && (CellWords.isPlain(words[0]) || words[0] == "null")
        ? "not \(words[0])" : YAMLText.singleQuoted("not \(words.joined(separator: ", "))")
    }
  }

  /// As a cell of a CSV file.
  func csv(separator: String) -> String {
    let text =
      switch self {
      case .any: "-"
      case .oneOf(let words):
        words.count == 1 && !words[0].hasPrefix("'not ") ? words[0] : CellWords.list(words)
      case .noneOf(let words): "not \(words.joined(separator: ", "))"
      }
    return CSVText.cell(text, separators: separator)
  }

  private static func list(_ words: [String]) -> String { "[\(words.joined(separator: ", "))]" }

  /// A word in YAML: a text with line breaks stands in double quotes there.
  private static func yaml(_ word: String) -> String {
    CellList.unquoted(word).map(YAMLText.singleQuoted) ?? word
  }

  /// A text as a cell writes it.
  static func quoted(_ text: String) -> String {
    isPlain(text) ? text : "'\(YAMLText.doublingQuotes(in: text))'"
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
