/// Writes JSON text into bytes that are used again.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func append(raw text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func append(raw text: [UInt8]) { bytes.append(contentsOf: text) }

  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package mutating func append(integer number: Int64) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// What stands inside quotes already and needs no escape.
  package mutating func append(quoted body: (inout [UInt8]) -> Void) {
    bytes.append(Self.quote)
    body(&bytes)
    bytes.append(Self.quote)
  }

  // RFC 8259, section 7; escaped too is what other readers take as a line's end, or refuse.
  package mutating func append(string text: String) {
    bytes.append(Self.quote)
    var text = text
    text.withUTF8 { buffer in
      var start = 0
      var position = 0
      while position < buffer.count {
        guard let length = Self.escapedLength(buffer, at: position) else {
          position += 1
          continue
        }
        bytes.append(contentsOf: buffer[start..<position])
        escape(UnsafeBufferPointer(rebasing: buffer[position..<position + length]))
        position += length
        start = position
      }
      bytes.append(contentsOf: buffer[start...])
    }
    bytes.append(Self.quote)
  }

  /// How many bytes a character that must be escaped takes here; nil where there is none.
  @inline(__always)
  private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    let byte = text[place]
    if byte >= 0x20, byte < 0x7F { return byte == quote || byte == 0x5C ? 1 : nil }
    return byte < 0x80 ? 1 : longLength(text, at: place)
  }

  private static func longLength(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    switch text[place] {
    // U+0080 … U+009F
    case 0xC2: return text[place + 1] < 0xA0 ? 2 : nil
    // U+2028, U+2029
    case 0xE2: return text[place + 1] == 0x80 && (0xA8...0xA9).contains(text[place + 2]) ? 3 : nil
    // U+FEFF, U+FFFE, U+FFFF
    case 0xEF:
      let isMark = text[place + 1] == 0xBB && text[place + 2] == 0xBF
      return isMark || (text[place + 1] == 0xBF && text[place + 2] >= 0xBE) ? 3 : nil
    default: return nil
    }
  }

  private mutating func escape(_ character: UnsafeBufferPointer<UInt8>) {
    switch character[0] {
    case Self.quote: append(raw: "\\\"")
    case 0x5C: append(raw: "\\\\")
    case 0x0A: append(raw: "\\n")
    case 0x0D: append(raw: "\\r")
    case 0x09: append(raw: "\\t")
    default:
      append(raw: "\\u")
      let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first?.value ?? 0
      for shift in [12, 8, 4, 0] as [UInt32] {
        let digit = UInt8(scalar >> shift & 15)
        bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
  }

  package mutating func append<Element>(
    list: some Sequence<Element>, each: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(0x5B)
    var isFirst = true
    for element in list {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      each(&self, element)
    }
    bytes.append(0x5D)
  }

  package mutating func append<Element>(
    object: some Sequence<(String, Element)>, each: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(0x7B)
    var isFirst = true
    for (name, value) in object {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      append(string: name)
      bytes.append(0x3A)
      each(&self, value)
    }
    bytes.append(0x7D)
  }

  package static func text(of names: [String]) -> String {
    var writer = JSONWriter()
    writer.append(list: names) { $0.append(string: $1) }
    return writer.text
  }

  private static let quote: UInt8 = 0x22
}
