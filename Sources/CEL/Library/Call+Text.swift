extension Call {
  func text(_ value: Value) -> Value {
    switch (node.function, value) {
    case (.join, .list): return text([value, .string("")])
    case (.base64Encode, .bytes(let bytes)):
      return charge(bytes.count) ? .string(Base64.encode(bytes)) : Frame.exhausted
    case (_, .string(let text)):
      guard charge(text.utf8.count) else { return Frame.exhausted }
      return transform(text)
    default: return unsupported
    }
  }

  private func transform(_ text: String) -> Value {
    switch node.function {
    case .lowerAscii: .string(mapBytes(text) { (65...90).contains($0) ? $0 + 32 : $0 })
    case .upperAscii: .string(mapBytes(text) { (97...122).contains($0) ? $0 - 32 : $0 })
    case .lower: .string(text.lowercased())
    case .upper: .string(text.uppercased())
    case .trim: .string(trimmed(text))
    case .reverse: .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    case .quote: .string(quoted(text))
    case .base64Decode:
      Base64.decode(text).map { .bytes($0) } ?? .failure("the text is no base64")
    default: unsupported
    }
  }

  private func mapBytes(_ text: String, _ change: (UInt8) -> UInt8) -> String {
    String(decoding: text.utf8.map(change), as: UTF8.self)
  }

  private func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// The text as a literal.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{7}": result += "\\a"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{b}": result += "\\v"
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The functions of a text and further arguments.
  func text(_ values: [Value]) -> Value {
    if node.function == .join { return join(values) }
    guard case .string(let text) = values[0], charge(text.utf8.count) else {
      return values[0].text == nil ? unsupported : Frame.exhausted
    }
    switch node.function {
    case .charAt:
      guard case .int(let place) = values[1] else { return unsupported }
      return substring(text, from: place, to: place, isCharacter: true)
    case .substring:
      guard case .int(let start) = values[1] else { return unsupported }
      if values.count == 2 { return substring(text, from: start, to: nil) }
      guard case .int(let end) = values[2], values.count == 3 else { return unsupported }
      return substring(text, from: start, to: end)
    case .indexOf, .lastIndexOf: return index(text, values)
    case .split: return split(text, values)
    case .replace: return replace(text, values)
    case .format:
      guard case .list(let arguments) = values[1] else { return unsupported }
      return Formatter(call: self, arguments: arguments).format(text)
    default: return unsupported
    }
  }

  private func substring(
    _ text: String, from start: Int64, to end: Int64?, isCharacter: Bool = false
  ) -> Value {
    let scalars = Array(text.unicodeScalars)
    let count = Int64(scalars.count)
    guard start >= 0, start <= count else {
      return .failure("the text has \(count) characters and none at \(start)")
    }
    var last = end ?? count
    if isCharacter { last = min(start + 1, count) }
    guard last >= start, last <= count else {
      return .failure("the text has no part from \(start) to \(last)")
    }
    var part = String.UnicodeScalarView()
    part.append(contentsOf: scalars[Int(start)..<Int(last)])
    return .string(String(part))
  }

  private func index(_ text: String, _ values: [Value]) -> Value {
    guard case .string(let part) = values[1], values.count <= 3 else { return unsupported }
    let scalars = text.unicodeScalars.map(\.value)
    let wanted = part.unicodeScalars.map(\.value)
    var start = node.function == .indexOf ? 0 : scalars.count
    if values.count == 3 {
      guard case .int(let place) = values[2] else { return unsupported }
      guard place >= 0, place <= Int64(scalars.count) else {
        return .failure("the text has \(scalars.count) characters and none at \(place)")
      }
      start = Int(place)
    }
    guard charge((scalars.count + 1) * (wanted.count + 1)) else { return Frame.exhausted }
    let last = scalars.count - wanted.count
    guard last >= 0 else { return .int(-1) }
    let places =
      node.function == .indexOf
      ? Array(stride(from: start, through: last, by: 1))
      : Array(stride(from: min(start, last), through: 0, by: -1))
    for place in places where scalars[place..<place + wanted.count].elementsEqual(wanted) {
      return .int(Int64(place))
    }
    return .int(-1)
  }

  private func limit(_ values: [Value], at position: Int) -> Int? {
    guard values.count > position else { return -1 }
    guard case .int(let number) = values[position] else { return nil }
    return Int(clamping: number)
  }

  private func split(_ text: String, _ values: [Value]) -> Value {
    guard case .string(let separator) = values[1], values.count <= 3,
      let limit = limit(values, at: 2)
    else { return unsupported }
    if limit == 0 { return .list([]) }
    if separator.isEmpty { return splitCharacters(text, limit: limit) }
    let bytes = Array(text.utf8)
    let search = ByteSearch(separator.utf8)
    var parts: [Value] = []
    var start = 0
    while limit < 0 || parts.count < limit - 1, let place = search.first(in: bytes, from: start) {
      parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
      start = place + search.part.count
    }
    parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    return frame.charge(parts.count) ? .list(parts) : Frame.exhausted
  }

  private func splitCharacters(_ text: String, limit: Int) -> Value {
    let scalars = Array(text.unicodeScalars)
    let single = limit < 0 ? scalars.count : min(scalars.count, limit - 1)
    var parts = scalars.prefix(single).map { Value.string(String(Character($0))) }
    if single < scalars.count {
      var rest = String.UnicodeScalarView()
      rest.append(contentsOf: scalars[single...])
      parts.append(.string(String(rest)))
    }
    return frame.charge(parts.count) ? .list(parts) : Frame.exhausted
  }

  private func replace(_ text: String, _ values: [Value]) -> Value {
    guard values.count == 3 || values.count == 4, case .string(let old) = values[1],
      case .string(let new) = values[2], let limit = limit(values, at: 3)
    else { return unsupported }
    let bytes = Array(text.utf8)
    let search = ByteSearch(old.utf8)
    var result: [UInt8] = []
    var start = 0
    var count = 0
    // An empty part stands before every character and at the end.
    var next = 0
    while limit < 0 || count < limit, let place = search.first(in: bytes, from: next) {
      result += bytes[start..<place]
      result += new.utf8
      guard result.count <= context.limits.resultSize else { return Frame.tooLarge }
      start = place + search.part.count
      next = start
      if search.part.isEmpty {
        if place >= bytes.count { break }
        next = place + 1
        while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
      }
      count += 1
    }
    result += bytes[min(start, bytes.count)...]
    guard result.count <= context.limits.resultSize, charge(result.count) else {
      return Frame.tooLarge
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  private func join(_ values: [Value]) -> Value {
    guard values.count == 2, case .list(let elements) = values[0],
      case .string(let separator) = values[1]
    else { return unsupported }
    var result = ""
    for (position, element) in elements.enumerated() {
      guard case .string(let part) = element else { return unsupported }
      if position > 0 { result += separator }
      result += part
      guard result.utf8.count <= context.limits.resultSize else { return Frame.tooLarge }
    }
    return charge(result.utf8.count) ? .string(result) : Frame.exhausted
  }
}

/// RFC 4648, with or without the filling at the end.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for position in 0..<4 {
        result.append(
          position <= group.count
            ? alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  package static func decode(_ text: String) -> [UInt8]? {
    var characters = Array(text.utf8)[...]
    while characters.last == UInt8(ascii: "="), characters.count > text.utf8.count - 2 {
      characters = characters.dropLast()
    }
    guard characters.count % 4 != 1 else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for character in characters {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}
