/// A JSON text in the making; members stand in the order in which they are given.
public indirect enum JSON: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A text that is JSON already.
  case raw(String)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  /// A string, or null.
  public static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  public static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

  /// The text on one line.
  public var compact: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The text with one member on each line, and a line break behind it.
  public var pretty: String {
    var text = ""
    writePretty(to: &text, indent: 0)
    return text + "\n"
  }

  /// The text with one member on each line, as it stands at this depth inside another one.
  public func pretty(indent: Int) -> String {
    var text = ""
    writePretty(to: &text, indent: indent)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .raw(let json): text += json
    case .string(let string): JSON.quote(string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, (name, value)) in members.enumerated() {
        if index > 0 { text += "," }
        JSON.quote(name, to: &text)
        text += ":"
        value.write(to: &text)
      }
      text += "}"
    }
  }

  private func writePretty(to text: inout String, indent: Int) {
    switch self {
    case .null, .boolean, .integer, .raw, .string: write(to: &text)
    case .array(let elements):
      if elements.allSatisfy(\.isScalar) { return write(to: &text) }
      JSON.writeLines(elements, "[", "]", to: &text, indent: indent) { element, text in
        element.writePretty(to: &text, indent: indent + 1)
      }
    case .object(let members):
      if members.isEmpty { return write(to: &text) }
      JSON.writeLines(members, "{", "}", to: &text, indent: indent) { member, text in
        JSON.quote(member.0, to: &text)
        text += ": "
        member.1.writePretty(to: &text, indent: indent + 1)
      }
    }
  }

  private static func writeLines<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, to text: inout String, indent: Int,
    each: (Element, inout String) -> Void
  ) {
    text += opening
    for (index, element) in elements.enumerated() {
      text += index > 0 ? ",\n" : "\n"
      text += String(repeating: "  ", count: indent + 1)
      each(element, &text)
    }
    text += "\n" + String(repeating: "  ", count: indent) + closing
  }

  private var isScalar: Bool {
    switch self {
    case .null, .boolean, .integer, .raw, .string: true
    case .array, .object: false
    }
  }

  // RFC 8259, section 7; escaped too is what other readers take as a line's end, or refuse.
  private static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}",
        "\u{FFFF}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
