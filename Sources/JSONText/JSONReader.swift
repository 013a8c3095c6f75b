/// Reads JSON text value by value and says where it goes wrong.
///
/// Numbers keep the form in which they are written, so that nothing is rounded.
///
/// A name that an object has already is a mistake: one of its values would be lost.
package struct JSONReader {
  let bytes: [UInt8]
  private(set) var position = 0
  /// The line of the first byte, from 1.
  let firstLine: Int

  package struct Mistake: Error, Equatable {
    package var line: Int
    package var reason: String

    package init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  package static let maximumDepth = 64

  package init(bytes: [UInt8], firstLine: Int = 1) {
    self.bytes = bytes
    self.firstLine = firstLine
    countedLine = firstLine
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private var countedTo = 0
  private var countedLine: Int

  /// The line that the reader stands on.
  package mutating func line() -> Int {
    while countedTo < position {
      if bytes[countedTo] == 0x0A { countedLine += 1 }
      countedTo += 1
    }
    return countedLine
  }

  /// The only value of a text.
  package mutating func document() throws(Mistake) -> JSON {
    let value = try value()
    skipSpace()
    if position < bytes.count { throw mistake("nothing more is expected here") }
    return value
  }

  package mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  /// The next byte, which is not taken; nil at the end.
  package var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes a sign if it is the next one.
  package mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard let byte = peek, byte == character.asciiValue else { return false }
    position += 1
    return true
  }

  package mutating func value(depth: Int = 0) throws(Mistake) -> JSON {
    if depth > JSONReader.maximumDepth { throw mistake("lists and objects are nested too deeply") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case nil: throw mistake("the text ends where a value is expected")
    default: return try word()
    }
  }

  private mutating func object(_ depth: Int) throws(Mistake) -> JSON {
    position += 1
    var members: [(String, JSON)] = []
    if take("}") { return .object(members) }
    var names = NameSet()
    repeat {
      let name = try memberName()
      guard names.insert(name) else { throw mistake("the name '\(name)' stands there twice") }
      members.append((name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw mistake("a comma or } is expected") }
    return .object(members)
  }

  /// A name with the colon behind it.
  package mutating func memberName() throws(Mistake) -> String {
    skipSpace()
    guard peek == UInt8(ascii: "\"") else { throw mistake("a name in double quotes is expected") }
    let name = try string()
    guard take(":") else { throw mistake("a colon is expected") }
    return name
  }

  private mutating func array(_ depth: Int) throws(Mistake) -> JSON {
    position += 1
    var elements: [JSON] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw mistake("a comma or ] is expected") }
    return .array(elements)
  }

  private mutating func word() throws(Mistake) -> JSON {
    let start = position
    while let byte = peek, isWordByte(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default:
      if let number = Int(word), String(number) == word { return .integer(number) }
      if isNumber(word) { return .number(word) }
      position = start
      let shown = word.isEmpty ? String(decoding: bytes[start...start], as: UTF8.self) : word
      throw mistake("'\(shown)' is no JSON value")
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  // RFC 8259, section 6.
  private func isNumber(_ word: String) -> Bool {
    var rest = word.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    guard case let whole = takeDigits(&rest), whole > 0, whole == 1 || !startsWithZero else {
      return false
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if takeDigits(&rest) == 0 { return false }
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, sign == 0x2B || sign == 0x2D { rest.removeFirst() }
      if takeDigits(&rest) == 0 { return false }
    }
    return rest.isEmpty
  }

  private func takeDigits(_ rest: inout Substring.UTF8View) -> Int {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.count
  }

  private mutating func string() throws(Mistake) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != 0x22, byte != 0x5C, byte >= 0x20 { position += 1 }
    if peek == 0x22 {
      let text = try decoded(bytes[start..<position])
      position += 1
      return text
    }
    var text = Array(bytes[start..<position])
    while let byte = peek {
      position += 1
      switch byte {
      case 0x22: return try decoded(text[...])
      case 0x5C: text.append(contentsOf: String(try escaped()).utf8)
      case 0..<0x20:
        position -= 1
        throw mistake("a text is not closed on its line, or a control character is not escaped")
      default: text.append(byte)
      }
    }
    throw mistake("a text is not closed")
  }

  private mutating func decoded(_ text: ArraySlice<UInt8>) throws(Mistake) -> String {
    guard let text = String(validating: text, as: UTF8.self) else {
      throw mistake("a text is not UTF-8")
    }
    return text
  }

  private mutating func escaped() throws(Mistake) -> Unicode.Scalar {
    guard let byte = peek else { throw mistake("a text is not closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try unicode()
    default: throw mistake("this escape does not exist in JSON")
    }
  }

  // RFC 8259, section 7: a character beyond the basic plane is written as two halves.
  private mutating func unicode() throws(Mistake) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: [0x5C, 0x75]) else {
      throw mistake("half a character is escaped")
    }
    position += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw mistake("half a character is escaped") }
    return scalar
  }

  private mutating func codeUnit() throws(Mistake) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ isWordByte($0) }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw mistake("four hexadecimal digits are expected") }
    position += 4
    return unit
  }

  package mutating func mistake(_ reason: String) -> Mistake {
    Mistake(line: line(), reason: reason)
  }
}

extension JSON {
  /// The value of a text; nil where it is no JSON.
  package init?(text: String) {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = try? reader.document() else { return nil }
    self = value
  }
}

/// The names of an object so far.
private struct NameSet {
  private var few: [String] = []
  private var many: Set<String> = []
  /// Most objects have so few names that comparing them costs less than hashing.
  private static let fewest = 12

  /// False where the name is there already.
  mutating func insert(_ name: String) -> Bool {
    if few.count < Self.fewest {
      if few.contains(name) { return false }
      few.append(name)
      return true
    }
    return !few.contains(name) && many.insert(name).inserted
  }
}
