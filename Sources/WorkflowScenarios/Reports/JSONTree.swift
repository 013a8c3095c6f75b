/// A JSON value; the members of an object keep their order.
public indirect enum JSONTree: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case text(String)
  case list([JSONTree])
  case object([Member])

  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSONTree

    public init(_ name: String, _ value: JSONTree) {
      self.name = name
      self.value = value
    }
  }

  /// The value as JSON text (RFC 8259), indented by two spaces, without a line break at the end.
  public var text: String {
    var result = ""
    write(into: &result, indent: "")
    return result
  }

  private func write(into result: inout String, indent: String) {
    switch self {
    case .null: result += "null"
    case .boolean(let flag): result += flag ? "true" : "false"
    case .integer(let number): result += String(number)
    case .text(let text): JSONTree.quote(text, into: &result)
    case .list(let values):
      JSONTree.write(values, into: &result, indent: indent, "[", "]") { value, result, indent in
        value.write(into: &result, indent: indent)
      }
    case .object(let members):
      JSONTree.write(members, into: &result, indent: indent, "{", "}") { member, result, indent in
        JSONTree.quote(member.name, into: &result)
        result += ": "
        member.value.write(into: &result, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], into result: inout String, indent: String, _ open: String,
    _ close: String,
    each: (Element, inout String, String) -> Void
  ) {
    if elements.isEmpty {
      result += open + close
      return
    }
    let inner = indent + "  "
    result += open
    for (index, element) in elements.enumerated() {
      result += index == 0 ? "\n\(inner)" : ",\n\(inner)"
      each(element, &result, inner)
    }
    result += "\n\(indent)\(close)"
  }

  private static func quote(_ text: String, into result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}
