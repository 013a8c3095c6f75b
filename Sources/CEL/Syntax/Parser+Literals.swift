extension Parser {
  /// The node of a number; `from` is where its sign or first digit stands.
  mutating func number(negative: Bool, from start: Int) -> Int {
    let range = token.range
    let kind = token.kind
    var text = string(range)
    if kind == .double {
      if negative { text = "-" + text }
      guard let value = Double(text), value.isFinite else {
        return fail("the number is too large", at: range, code: "number-too-large")
      }
      advance()
      return add(.fraction(value), from: start)
    }
    if kind == .uint { text.removeLast() }
    let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
    let digits = (negative ? "-" : "") + (isHex ? String(text.dropFirst(2)) : text)
    let value: Value?
    if kind == .uint {
      value = UInt64(digits, radix: isHex ? 16 : 10).map { .uint($0) }
    } else {
      value = Int64(digits, radix: isHex ? 16 : 10).map { .int($0) }
    }
    guard let value else {
      return fail(
        "the number is too large", at: range,
        help: "a whole number is at most 9223372036854775807", code: "number-too-large")
    }
    advance()
    return add(.literal(value), from: start)
  }

  /// The node of a text or of bytes.
  mutating func text() -> Int {
    let range = token.range
    let isBytes = token.kind == .bytes
    var position = range.lowerBound
    var isRaw = false
    while byte(at: position) != UInt8(ascii: "\""), byte(at: position) != UInt8(ascii: "'") {
      if byte(at: position) | 0x20 == UInt8(ascii: "r") { isRaw = true }
      position += 1
    }
    let quote = byte(at: position)
    let isTriple =
      range.upperBound - position >= 6 && byte(at: position + 1) == quote
      && byte(at: position + 2) == quote
    let width = isTriple ? 3 : 1
    let content = position + width..<range.upperBound - width
    var value: Value
    if isRaw || !bytes.part(content).contains(UInt8(ascii: "\\")) {
      value = isBytes ? .bytes(Array(bytes.part(content))) : .string(string(content))
    } else {
      guard let unescaped = unescape(content, isBytes: isBytes) else {
        return add(.invalid, from: range.lowerBound)
      }
      value =
        isBytes ? .bytes(unescaped) : .string(String(decoding: unescaped, as: UTF8.self))
    }
    // As texts of records are kept.
    if extensions.contains(.workflow), let text = value.text { value = .string(text.composed) }
    advance()
    return add(.literal(value), from: range.lowerBound)
  }

  mutating func scanText(from start: Int, quote: Int, isRaw: Bool, isBytes: Bool) {
    let mark = byte(at: quote)
    let isTriple = byte(at: quote + 1) == mark && byte(at: quote + 2) == mark
    var position = quote + (isTriple ? 3 : 1)
    while position < bytes.count {
      let character = bytes[position]
      if character == mark {
        if !isTriple {
          return finishText(start..<position + 1, isBytes: isBytes)
        }
        if byte(at: position + 1) == mark, byte(at: position + 2) == mark {
          return finishText(start..<position + 3, isBytes: isBytes)
        }
        position += 1
      } else if character == UInt8(ascii: "\\"), !isRaw {
        position += 2
      } else if !isTriple, character == 10 || character == 13 {
        break
      } else {
        position += 1
      }
    }
    let end = min(position, bytes.count)
    fail(
      "the text is not closed", at: start..<max(end, start + 1),
      help: "put \(isTriple ? "three quotes" : "a quote") at its end")
  }

  private mutating func finishText(_ range: Range<Int>, isBytes: Bool) {
    token = Token(kind: isBytes ? .bytes : .string, range: range)
  }

  /// Replaces the escapes; in a text numbers mean code points, in bytes they mean bytes.
  private mutating func unescape(_ range: Range<Int>, isBytes: Bool) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let character = bytes[position]
      guard character == UInt8(ascii: "\\") else {
        result.append(character)
        position += 1
        continue
      }
      let start = position
      let escape = byte(at: position + 1)
      position += 2
      if let simple = Parser.simpleEscapes[escape] {
        result.append(simple)
        continue
      }
      let code: UInt32?
      var isUnicode = false
      switch escape {
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        code = digits(2, radix: 16, at: &position, before: range.upperBound)
      case UInt8(ascii: "u"):
        isUnicode = true
        code = digits(4, radix: 16, at: &position, before: range.upperBound)
      case UInt8(ascii: "U"):
        isUnicode = true
        code = digits(8, radix: 16, at: &position, before: range.upperBound)
      case UInt8(ascii: "0")...UInt8(ascii: "3"):
        position -= 1
        code = digits(3, radix: 8, at: &position, before: range.upperBound)
      default: code = nil
      }
      if isBytes, !isUnicode, let code {
        result.append(UInt8(truncatingIfNeeded: code))
      } else if !isBytes, let code, let scalar = Unicode.Scalar(code) {
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
      } else {
        let end = min(max(position, start + 2), range.upperBound)
        fail(
          "'\(string(start..<end))' is not an escape", at: start..<end,
          help: "write \\\\ for a backslash")
        return nil
      }
    }
    return result
  }

  private func digits(
    _ count: Int, radix: UInt32, at position: inout Int, before end: Int
  ) -> UInt32? {
    guard position + count <= end else { return nil }
    var value: UInt32 = 0
    for byte in bytes.part(position..<position + count) {
      let digit: UInt32
      if isDigit(byte) {
        digit = UInt32(byte - UInt8(ascii: "0"))
      } else if isHexDigit(byte) {
        digit = UInt32((byte | 0x20) - UInt8(ascii: "a")) + 10
      } else {
        return nil
      }
      guard digit < radix else { return nil }
      value = value &* radix &+ digit
    }
    position += count
    return value
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
    UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "?"): UInt8(ascii: "?"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "`"): UInt8(ascii: "`"),
  ]
}
