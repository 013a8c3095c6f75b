extension Function {
  /// CEL's library of texts.
  static let textParts: [Function] = [
    Function(
      "charAt", in: .strings, "text.charAt(place)", "the character at a place; the first is 0",
      .member([.string, .int], .string),
      any: Many { call, values in
        call.withText(values) { call.part($0, values, isCharacter: true) }
      }),
    Function(
      "indexOf", in: .strings, "text.indexOf(part, from)",
      "where the part first stands, -1 where it does not",
      .member([.string, .string], .int), .member([.string, .string, .int], .int),
      any: Many { call, values in call.withText(values) { call.index($0, values, isFirst: true) } }),
    Function(
      "lastIndexOf", in: .strings, "text.lastIndexOf(part, from)", "where the part last stands",
      .member([.string, .string], .int), .member([.string, .string, .int], .int),
      any: Many { call, values in call.withText(values) { call.index($0, values, isFirst: false) } }
    ),
    Function(
      "lowerAscii", in: .strings, "text.lowerAscii()", "the text with a to z for A to Z",
      .member([.string], .string),
      one: One { call, value in
        call.mapBytes(value) { (65...90).contains($0) ? $0 + 32 : $0 }
      }),
    Function(
      "upperAscii", in: .strings, "text.upperAscii()", "the text with A to Z for a to z",
      .member([.string], .string),
      one: One { call, value in
        call.mapBytes(value) { (97...122).contains($0) ? $0 - 32 : $0 }
      }),
    Function(
      "replace", in: .strings, "text.replace(old, new, limit)",
      "the text with the new part for each old one, or for the first few",
      .member([.string, .string, .string], .string),
      .member([.string, .string, .string, .int], .string),
      any: Many { call, values in call.withText(values) { call.replace($0, values) } }),
    Function(
      "split", in: .strings, "text.split(separator, limit)",
      "the parts between the separators, at most so many",
      .member([.string, .string], .list(.string)),
      .member([.string, .string, .int], .list(.string)),
      any: Many { call, values in call.withText(values) { call.split($0, values) } }),
    Function(
      "substring", in: .strings, "text.substring(start, end)",
      "the characters from the start up to the end, which is left out",
      .member([.string, .int], .string), .member([.string, .int, .int], .string),
      any: Many { call, values in
        call.withText(values) { call.part($0, values, isCharacter: false) }
      }),
    Function(
      "trim", in: .strings, "text.trim()", "the text without the spaces around it",
      .member([.string], .string), one: One { $0.transform($1, trimmed) }),
    Function(
      "reverse", in: .strings, "text.reverse()", "the characters from the last to the first",
      .member([.string], .string),
      one: One { call, value in
        call.transform(value) { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) }
      }),
    Function(
      "join", in: .strings, "list.join(separator)", "the texts of a list as one",
      .member([.list(.string)], .string), .member([.list(.string), .string], .string),
      one: One { $0.join($1, .string("")) }, two: Two { $0.join($1, $2) }),
    Function(
      "format", in: .strings, "text.format([x, y])",
      "the text with the values in its places: `%s` any, `%d` whole, `%.2f` with two places",
      .member([.string, .list(.dyn)], .string),
      any: Many { call, values in
        call.withText(values) { text in
          guard values.count == 2, case .list(let arguments) = values[1] else {
            return call.unsupported
          }
          return Formatter(call: call, arguments: arguments).format(text)
        }
      }),
    Function(
      "strings.quote", in: .strings, "strings.quote(text)", "the text as it is written in CEL",
      .plain([.string], .string), one: One { $0.transform($1, quoted) }),
  ]

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// The text as a literal.
  private static func quoted(_ text: String) -> String {
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
}

extension Call {
  /// Calls the body with the first of the values, which is a text.
  fileprivate func withText(_ values: [Value], _ body: (String) -> Value) -> Value {
    guard case .string(let text)? = values.first else { return unsupported }
    return charge(text.utf8.count) ? body(text) : Frame.exhausted
  }

  fileprivate func mapBytes(_ value: Value, _ change: (UInt8) -> UInt8) -> Value {
    transform(value) { String(decoding: $0.utf8.map(change), as: UTF8.self) }
  }

  fileprivate func part(_ text: String, _ values: [Value], isCharacter: Bool) -> Value {
    guard values.count >= 2, case .int(let start) = values[1] else { return unsupported }
    switch values.count {
    case 2 where isCharacter: return substring(text, from: start, to: start, isCharacter: true)
    case 2: return substring(text, from: start, to: nil)
    case 3:
      guard !isCharacter, case .int(let end) = values[2] else { return unsupported }
      return substring(text, from: start, to: end)
    default: return unsupported
    }
  }

  fileprivate func substring(
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

  fileprivate func index(_ text: String, _ values: [Value], isFirst: Bool) -> Value {
    guard values.count == 2 || values.count == 3, case .string(let part) = values[1] else {
      return unsupported
    }
    let scalars = text.unicodeScalars.map(\.value)
    let wanted = part.unicodeScalars.map(\.value)
    var start = isFirst ? 0 : scalars.count
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
      isFirst
      ? Array(stride(from: start, through: last, by: 1))
      : Array(stride(from: min(start, last), through: 0, by: -1))
    for place in places where scalars[place..<place + wanted.count].elementsEqual(wanted) {
      return .int(Int64(place))
    }
    return .int(-1)
  }

  fileprivate func limit(_ values: [Value], at position: Int) -> Int? {
    guard values.count > position else { return -1 }
    guard case .int(let number) = values[position] else { return nil }
    return Int(clamping: number)
  }

  fileprivate func split(_ text: String, _ values: [Value]) -> Value {
    guard values.count == 2 || values.count == 3, case .string(let separator) = values[1],
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

  fileprivate func splitCharacters(_ text: String, limit: Int) -> Value {
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

  fileprivate func replace(_ text: String, _ values: [Value]) -> Value {
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

  fileprivate func join(_ list: Value, _ separator: Value) -> Value {
    guard case .list(let elements) = list, case .string(let separator) = separator else {
      return unsupported
    }
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
