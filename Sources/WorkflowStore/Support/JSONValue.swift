import CEL
package import WorkflowEngine

/// JSON as read from a store: lists in columns, changes in the history.
package enum JSONValue: Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// Nil where the text is not JSON, or holds a number that is no 64-bit integer: the store writes
  /// none.
  package init?(text: String) {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = reader.document() else { return nil }
    self = value
  }

  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let other)): one == other
    case (.integer(let one), .integer(let other)): one == other
    case (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)):
      one.count == other.count
        && zip(one, other).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    case (.null, _), (.boolean, _), (.integer, _), (.string, _), (.array, _), (.object, _): false
    }
  }

  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
  }

  package var strings: [String]? {
    guard case .array(let elements) = self else { return nil }
    return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// The value as a field of this type holds it; nil where it is none.
  package func stored(as type: FieldType, in definition: WorkflowDefinition) -> StoredValue? {
    switch (self, type) {
    case (.null, _): .null
    case (.boolean(let flag), .boolean): .boolean(flag)
    case (.integer(let number), .integer): .integer(number)
    case (.integer(let number), .duration): .duration(number)
    case (.string(let text), .text): .text(text)
    case (.string(let text), .decimal): Decimal(text: text).map { .decimal($0) }
    case (.string(let text), .date): CivilDate(text: text).map { .date($0) }
    case (.string(let text), .timestamp): Timestamp(text: text).map { .timestamp($0.microseconds) }
    case (.string(let text), .choice): .choice(text)
    case (.string(let text), .reference): .reference(text)
    case (.array(let elements), .list(let element)):
      Self.all(elements.map { $0.stored(as: element, in: definition) }).map { .list($0) }
    case (.array(let elements), .links(let target)):
      Self.all(elements.map { $0.stored(as: .reference(target), in: definition) }).map { .list($0) }
    case (.array(let elements), .entries(let entry)):
      Self.all(elements.map { $0.entry(of: definition.recordTypes[entry], in: definition) })
        .map { .entries($0) }
    case (.boolean, _), (.integer, _), (.string, _), (.array, _), (.object, _): nil
    }
  }

  private func entry(of type: RecordType, in definition: WorkflowDefinition) -> [String:
    StoredValue]?
  {
    guard case .object(let members) = self else { return nil }
    var result: [String: StoredValue] = [:]
    for (key, value) in members {
      guard let slot = type.slot(of: key) else { continue }
      guard let stored = value.stored(as: type.fields[slot].type, in: definition) else {
        return nil
      }
      if stored != .null { result[key] = stored }
    }
    return result
  }

  private static func all<Element>(_ elements: [Element?]) -> [Element]? {
    let present = elements.compactMap { $0 }
    return present.count == elements.count ? present : nil
  }

  /// The value where its field's type is not known any more.
  package var storedAsWritten: StoredValue {
    switch self {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .string(let text): .text(text)
    case .array(let elements): .list(elements.map(\.storedAsWritten))
    case .object(let members):
      .entries([
        Dictionary(
          members.map { ($0.key, $0.value.storedAsWritten) },
          uniquingKeysWith: { first, _ in first })
      ])
    }
  }
}

/// A reader of JSON text with a limit on nesting.
private struct JSONReader {
  let bytes: [UInt8]
  var position = 0
  static let maximumDepth = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() -> JSONValue? {
    guard let value = value(depth: 0) else { return nil }
    skipSpace()
    return position == bytes.count ? value : nil
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    if matches { position = end }
    return matches
  }

  private mutating func value(depth: Int) -> JSONValue? {
    guard depth < Self.maximumDepth else { return nil }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
    default: return number()
    }
  }

  private mutating func number() -> JSONValue? {
    let start = position
    while let byte = next, byte == 0x2D || (0x30...0x39).contains(byte) { position += 1 }
    return Int64(String(decoding: bytes[start..<position], as: UTF8.self)).map { .integer($0) }
  }

  private mutating func array(depth: Int) -> JSONValue? {
    position += 1
    var elements: [JSONValue] = []
    if take(0x5D) { return .array(elements) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(0x2C)
    return take(0x5D) ? .array(elements) : nil
  }

  private mutating func object(depth: Int) -> JSONValue? {
    position += 1
    var members: [(key: String, value: JSONValue)] = []
    if take(0x7D) { return .object(members) }
    repeat {
      skipSpace()
      guard next == 0x22, let key = string(), take(0x3A), let value = value(depth: depth + 1) else {
        return nil
      }
      members.append((key, value))
    } while take(0x2C)
    return take(0x7D) ? .object(members) : nil
  }

  private mutating func string() -> String? {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
      if byte != 0x5C {
        text.append(byte)
        continue
      }
      guard let scalar = escaped() else { return nil }
      text.append(contentsOf: String(scalar).utf8)
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return codeUnit()
    default: return nil
    }
  }

  private mutating func codeUnit() -> Unicode.Scalar? {
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { return nil }
    position += 4
    return Unicode.Scalar(unit)
  }
}
