/// A JSON value; the members of an object keep their order.
public indirect enum JSON: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number as it is written: what does not fit an integer is not rounded.
  case number(String)
  /// A text that is JSON already; only written, never read.
  case raw(String)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  /// A string, or null.
  public static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  public static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}

// MARK: Looking into a value

extension JSON {
  /// The member of an object; nil where there is none of that name.
  public subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  public var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The texts among the elements; nil for what is no array.
  public var strings: [String]? { elements?.compactMap(\.text) }

  /// Text, number or truth value as it is written; nil for what is none of them.
  public var word: String? {
    switch self {
    case .null, .array, .object: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let text), .raw(let text), .string(let text): text
    }
  }
}

extension JSON: Equatable {
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let other)): one == other
    case (.integer(let one), .integer(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.raw(let one), .raw(let other)): one == other
    case (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)): one.elementsEqual(other, by: ==)
    case (.null, _), (.boolean, _), (.integer, _), (.number, _), (.raw, _), (.string, _),
      (.array, _), (.object, _):
      false
    }
  }
}

// MARK: Writing

extension JSON {
  /// The text on one line.
  public var compact: String {
    var writer = JSONWriter()
    writer.append(self)
    return writer.text
  }

  /// The text with one member on each line, and a line break behind it.
  public var pretty: String { pretty(indent: 0) + "\n" }

  /// The text with one member on each line, as it stands at this depth inside another one.
  package func pretty(indent: Int) -> String {
    var writer = JSONWriter()
    writer.appendLines(self, indent: indent)
    return writer.text
  }

  fileprivate var isScalar: Bool {
    switch self {
    case .null, .boolean, .integer, .number, .raw, .string: true
    case .array, .object: false
    }
  }
}

extension JSONWriter {
  package mutating func append(_ value: JSON) {
    switch value {
    case .null: append(raw: "null")
    case .boolean(let flag): append(raw: flag ? "true" : "false")
    case .integer(let number): append(integer: Int64(number))
    case .number(let text), .raw(let text): append(raw: Array(text.utf8))
    case .string(let text): append(string: text)
    case .array(let elements): append(list: elements) { $0.append($1) }
    case .object(let members): append(object: members) { $0.append($1) }
    }
  }

  fileprivate mutating func appendLines(_ value: JSON, indent: Int) {
    switch value {
    case .array(let elements) where !elements.allSatisfy(\.isScalar):
      append(lines: elements, "[", "]", indent: indent) { writer, element in
        writer.appendLines(element, indent: indent + 1)
      }
    case .object(let members) where !members.isEmpty:
      append(lines: members, "{", "}", indent: indent) { writer, member in
        writer.append(string: member.0)
        writer.append(raw: ": ")
        writer.appendLines(member.1, indent: indent + 1)
      }
    case .null, .boolean, .integer, .number, .raw, .string, .array, .object: append(value)
    }
  }

  private mutating func append<Element>(
    lines elements: [Element], _ opening: StaticString, _ closing: StaticString, indent: Int,
    each: (inout JSONWriter, Element) -> Void
  ) {
    append(raw: opening)
    for (index, element) in elements.enumerated() {
      append(raw: index > 0 ? ",\n" : "\n")
      append(raw: Array(repeating: 0x20, count: 2 * (indent + 1)))
      each(&self, element)
    }
    append(raw: "\n")
    append(raw: Array(repeating: 0x20, count: 2 * indent))
    append(raw: closing)
  }
}
