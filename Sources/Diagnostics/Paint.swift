/// Colour in a text on its way to a terminal, and the door that every such text leaves by.
package enum Paint {
  /// Stands before the code of a colour. No text from outside can hold it: each process makes its
  /// own.
  private static let mark = "\u{1B}" + String(UInt64.random(in: .min ... .max), radix: 16)

  /// The text in the colour of a code such as `1;31`.
  package static func painted(_ text: String, _ code: String) -> String {
    "\(mark)\(code)m\(text)\(mark)0m"
  }

  /// The text as it may be printed: painted stretches in colour, every other control character in
  /// a visible form. Line breaks and tabs stay.
  package static func opened(_ text: String) -> String {
    if text.utf8.allSatisfy(isHarmless) { return text }
    let bytes = Array(text.utf8)
    let mark = Array(mark.utf8)
    var opened: [UInt8] = []
    opened.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place] == mark[0], bytes[place...].starts(with: mark) {
        opened += [0x1B, 0x5B]
        place += mark.count
        continue
      }
      var end = place + 1
      while end < bytes.count, bytes[end].isContinuation { end += 1 }
      let character = bytes[place..<end]
      place = end
      if character.count == 1, isHarmless(character[character.startIndex]) {
        opened += character
      } else {
        for scalar in String(decoding: character, as: UTF8.self).unicodeScalars {
          opened += DisplayCharacter.shown(scalar, at: 0).text.utf8
        }
      }
    }
    return String(decoding: opened, as: UTF8.self)
  }

  /// Whether a byte can be part of no character that is made visible.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x20..<0x7F, 0xC3...0xD7, 0xDA...0xE1, 0xE3...0xEE, 0xF0...: true
    case 0x80..<0xC0: true
    default: false
    }
  }
}
