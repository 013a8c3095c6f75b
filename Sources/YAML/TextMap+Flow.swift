// YAML 1.2, 6.5 "Line Folding", 7.3 "Flow Scalar Styles".
extension TextMap {
  /// The places of a plain or quoted text.
  ///
  /// - Parameters:
  ///   - source: The text as it is written, without its quotes.
  ///   - quote: The quote, nil for a plain text.
  static func flow(
    _ source: ArraySlice<UInt8>, quote: UInt8?, _ expected: [UInt8]
  ) -> [Place]? {
    var map = TextMap()
    var index = source.startIndex
    while index < source.endIndex {
      let byte = source[index]
      if isBlank(byte) || lineBreakLength(source, index) > 0 {
        index = map.space(source, index)
      } else if quote == UInt8(ascii: "'"), byte == UInt8(ascii: "'") {
        map.add(byte, index, index + 2)
        index += 2
      } else if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
        guard let next = map.escape(source, index) else { return nil }
        index = next
      } else {
        map.add(byte, index, index + 1)
        index += 1
      }
    }
    return map.places(if: expected)
  }

  /// Blanks are kept within a line; around a line break they and the break become one space, or
  /// one line break for each empty line.
  private mutating func space(_ source: ArraySlice<UInt8>, _ start: Int) -> Int {
    let (end, breaks) = TextMap.spaceEnd(source, start)
    if breaks.isEmpty {
      add(source[start..<end])
    } else if breaks.count == 1 {
      add(0x20, start, end)
    } else {
      for place in breaks.dropFirst() { add(0x0A, place, place + 1) }
    }
    return end
  }

  private static func spaceEnd(
    _ source: ArraySlice<UInt8>, _ start: Int
  ) -> (end: Int, breaks: [Int]) {
    var index = start
    var breaks: [Int] = []
    while index < source.endIndex {
      let length = lineBreakLength(source, index)
      if length > 0 {
        breaks.append(index)
        index += length
      } else if isBlank(source[index]) {
        index += 1
      } else {
        break
      }
    }
    return (index, breaks)
  }

  /// Returns the offset behind the escape; nil if it is none.
  private mutating func escape(_ source: ArraySlice<UInt8>, _ start: Int) -> Int? {
    guard start + 1 < source.endIndex else { return nil }
    let length = lineBreakLength(source, start + 1)
    if length > 0 {
      let (end, breaks) = TextMap.spaceEnd(source, start + 1 + length)
      for place in breaks { add(0x0A, place, place + 1) }
      return end
    }
    let kind = source[start + 1]
    if let digits = TextMap.digits(kind) {
      let end = start + 2 + digits
      guard end <= source.endIndex,
        let value = UInt32(String(decoding: source[start + 2..<end], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { return nil }
      for byte in String(scalar).utf8 { add(byte, start, end) }
      return end
    }
    guard let meaning = TextMap.meaning(kind) else { return nil }
    for byte in String(meaning).utf8 { add(byte, start, start + 2) }
    return start + 2
  }

  private static func digits(_ kind: UInt8) -> Int? {
    switch kind {
    case UInt8(ascii: "x"): 2
    case UInt8(ascii: "u"): 4
    case UInt8(ascii: "U"): 8
    default: nil
    }
  }

  // YAML 1.2, 5.7 "Escaped Characters".
  private static func meaning(_ kind: UInt8) -> Unicode.Scalar? {
    switch Unicode.Scalar(kind) {
    case "0": "\0"
    case "a": "\u{7}"
    case "b": "\u{8}"
    case "t", "\t": "\t"
    case "n": "\n"
    case "v": "\u{B}"
    case "f": "\u{C}"
    case "r": "\r"
    case "e": "\u{1B}"
    case " ": " "
    case "\"": "\""
    case "/": "/"
    case "\\": "\\"
    case "N": "\u{85}"
    case "_": "\u{A0}"
    case "L": "\u{2028}"
    case "P": "\u{2029}"
    default: nil
    }
  }
}
