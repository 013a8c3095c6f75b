/// A piece of YAML in the making; members stand in the order in which they are given.
package indirect enum YAMLText {
  /// A word or formula, as it is to be read.
  case plain(String)
  /// A text that is never read as anything else.
  case quoted(String)
  /// On one line, in braces.
  case inline([(String, YAMLText)])
  /// On one line, in square brackets.
  case row([YAMLText])
  case map([(String, YAMLText)])
  case list([YAMLText])

  /// The text with a member or element on each line.
  package func text(indent: Int = 0) -> String {
    var lines = ""
    write(to: &lines, indent: indent)
    return lines
  }

  private func write(to text: inout String, indent: Int) {
    let margin = String(repeating: "  ", count: indent)
    switch self {
    case .plain, .quoted, .inline, .row: text += margin + flow + "\n"
    case .map(let members):
      for (key, value) in members {
        if value.isOnOneLine {
          text += "\(margin)\(key): \(value.flow)\n"
        } else {
          text += "\(margin)\(key):\n"
          value.write(to: &text, indent: indent + 1)
        }
      }
    case .list(let elements):
      for element in elements {
        if element.isOnOneLine {
          text += "\(margin)- \(element.flow)\n"
        } else {
          // The first key of a mapping stands behind the dash.
          var inner = ""
          element.write(to: &inner, indent: indent + 1)
          text += "\(margin)- \(inner.dropFirst(margin.count + 2))"
        }
      }
    }
  }

  private var isOnOneLine: Bool {
    switch self {
    case .plain, .quoted, .inline, .row: true
    case .map(let members): members.isEmpty
    case .list(let elements): elements.isEmpty
    }
  }

  private var flow: String {
    switch self {
    case .plain(let text): YAMLText.isPlain(text) ? text : YAMLText.singleQuoted(text)
    case .quoted(let text): YAMLText.doubleQuoted(text)
    case .inline(let members), .map(let members):
      "{\(members.map { "\($0.0): \($0.1.flow)" }.joined(separator: ", "))}"
    case .row(let elements), .list(let elements):
      "[\(elements.map(\.flow).joined(separator: ", "))]"
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
      return false
    }
    let isStart =
      ("a"..."z").contains(first) || ("A"..."Z").contains(first) || ("0"..."9").contains(first)
      || first == "=" || first == "("
      || (first == "-"
        && text.unicodeScalars.dropFirst().first.map { ("0"..."9").contains($0) } ?? false)
    guard isStart, last != ":", last != " ", text != "=" else { return false }
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case ",", "[", "]", "{", "}", "\n", "\r", "\t", "#", "`", "\\", "'": return false
      // Within braces a colon before a question mark ends a key.
      case " " where previous == ":", "?" where previous == ":": return false
      case "\u{0}"..<" ", "\u{7F}"...: return false
      default: break
      }
      previous = scalar
    }
    return true
  }

  /// A text in single quotes; in double ones where it has what single ones cannot hold.
  package static func singleQuoted(_ text: String) -> String {
    if text.unicodeScalars.contains(where: isInvisible) { return doubleQuoted(text) }
    return "'\(doublingQuotes(in: text))'"
  }

  /// As it stands between single quotes.
  package static func doublingQuotes(in text: String) -> String {
    text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
  }

  /// A text in double quotes, with escapes where they are needed.
  package static func doubleQuoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isInvisible(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a character may stand in YAML as an escape alone.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
