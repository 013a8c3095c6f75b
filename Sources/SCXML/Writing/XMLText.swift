/// A piece of XML in the making.
indirect enum XMLText {
  case element(String, [(String, String)], [XMLText])
  case comment(String)

  /// The text with an element on each line.
  func text(indent: Int = 0) -> String {
    let margin = String(repeating: "  ", count: indent)
    switch self {
    case .comment(let text):
      return "\(margin)<!-- \(XMLText.comment(text)) -->\n"
    case .element(let name, let attributes, let content):
      let pairs = attributes.map { " \($0.0)=\(XMLText.quoted($0.1))" }.joined()
      if content.isEmpty { return "\(margin)<\(name)\(pairs)/>\n" }
      let inner = content.map { $0.text(indent: indent + 1) }.joined()
      return "\(margin)<\(name)\(pairs)>\n\(inner)\(margin)</\(name)>\n"
    }
  }

  /// Two hyphens end a comment, so they are kept apart.
  private static func comment(_ text: String) -> String {
    var result = ""
    for character in text where character.isASCII ? character >= " " : true {
      if character == "-", result.hasSuffix("-") { result += " " }
      result.append(character)
    }
    return result.hasSuffix("-") ? result + " " : result
  }

  /// In the quotes that the text itself does not have.
  private static func quoted(_ text: String) -> String {
    text.contains("\"") && !text.contains("'")
      ? "'\(escaped(text, "\""))'" : "\"\(escaped(text, "'"))\""
  }

  /// - Parameter plain: the kind of quotes that may stand as they are.
  private static func escaped(_ text: String, _ plain: Unicode.Scalar) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\"" where plain != "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
