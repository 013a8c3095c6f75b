/// One character of a source line as a terminal shows it.
struct DisplayCharacter {
  /// The offset of its first byte in the file.
  let offset: Int
  let text: String
  /// How many terminal cells it takes.
  let width: Int
}

extension DisplayCharacter {
  /// The characters in a stretch of bytes; bytes that are no UTF-8 become `�`.
  static func characters(in bytes: ArraySlice<UInt8>) -> [DisplayCharacter] {
    var characters: [DisplayCharacter] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      var end = start + 1
      while end < bytes.endIndex, end - start < 4, bytes[end].isContinuation { end += 1 }
      let decoded = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
      for scalar in decoded.prefix(1) { characters.append(shown(scalar, at: start)) }
      start = end
    }
    return characters
  }

  /// The character in a visible form: a tab as spaces, a control character as its picture.
  static func shown(_ scalar: Unicode.Scalar, at offset: Int) -> DisplayCharacter {
    let text: String
    switch scalar.value {
    case 0x09: text = "    "
    case 0x00..<0x20: text = picture(0x2400 + scalar.value)
    case 0x20..<0x7F: text = String(scalar)
    case 0x7F: text = "\u{2421}"
    case 0x80..<0xA0, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      text = "<U+\(hexadecimal(scalar.value))>"
    default:
      return DisplayCharacter(offset: offset, text: String(scalar), width: cells(scalar))
    }
    return DisplayCharacter(offset: offset, text: text, width: text.unicodeScalars.count)
  }

  private static func picture(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String($0) } ?? "?"
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // Unicode Standard Annex 11, "East Asian Width", in its coarse blocks.
  private static func cells(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}

extension String {
  /// The text with control characters made visible and line breaks as spaces.
  package var shownOnOneLine: String {
    var shown = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n", "\r": shown += " "
      default: shown += DisplayCharacter.shown(scalar, at: 0).text
      }
    }
    return shown
  }

  /// How many terminal cells the text takes.
  package var displayWidth: Int {
    unicodeScalars.reduce(0) { $0 + DisplayCharacter.shown($1, at: 0).width }
  }
}
