/// What stands between the braces of a sentence where commas part it: `n, policy, policies`.
struct CountingText {
  /// One of the parts, without the spaces around it.
  struct Part {
    let text: String
    /// Its UTF-8 bytes in the whole text.
    let range: Range<Int>
  }

  /// The number, and behind it the words.
  let parts: [Part]

  /// Nil where no comma parts the text; those within brackets and texts belong to a formula.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    let commas = CountingText.commas(in: bytes)
    if commas.isEmpty { return nil }
    let starts = [0] + commas.map { $0 + 1 }
    parts = zip(starts, commas + [bytes.count]).map { start, end in
      var (start, end) = (start, end)
      while start < end, CountingText.isSpace(bytes[start]) { start += 1 }
      while start < end, CountingText.isSpace(bytes[end - 1]) { end -= 1 }
      return Part(text: String(decoding: bytes[start..<end], as: UTF8.self), range: start..<end)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  private static func commas(in bytes: [UInt8]) -> [Int] {
    var commas: [Int] = []
    var depth = 0
    var quote: UInt8?
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if let current = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == current { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: ",") where depth == 0: commas.append(index)
        default: break
        }
      }
      index += 1
    }
    return commas
  }

  /// The plural of a word that only takes an s; nil for one that ends in a way that takes more.
  static func plural(of word: String) -> String? {
    irregularPlural(of: word) == nil ? word + "s" : nil
  }

  /// What the plural of a word probably is that takes more than an s.
  static func irregularPlural(of word: String) -> String? {
    let lower = word.lowercased()
    if ["s", "x", "z", "ch", "sh"].contains(where: lower.hasSuffix) { return word + "es" }
    if lower.hasSuffix("y"), let before = lower.dropLast().last, !"aeiou".contains(before) {
      return String(word.dropLast()) + "ies"
    }
    return nil
  }
}
