/// A word, sign or value of an expression.
enum ScriptToken: Equatable {
  case name(String)
  case integer(String)
  case fraction(String)
  case text(String)
  case sign(String)
  case end
}

/// Takes an expression apart.
struct ScriptTokens {
  private let bytes: [UInt8]
  private var position = 0

  static let signs = [
    ">>>", "===", "!==", "**=", "&&=", "||=", "??=", "...", "**", "??", "?.", "<<", ">>", "&&",
    "||", "==", "!=", "<=", ">=", "=>", "++", "--", "+=", "-=", "*=", "/=", "%=", "<", ">", "+",
    "-", "*", "/", "%", "!", "?", ":", "(", ")", "[", "]", "{", "}", ",", ".", ";", "=", "&", "|",
    "^", "~",
  ]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Every token with where it ends, the last of which is `end`.
  static func all(of text: String) throws(ScriptFailure) -> [ScriptToken] {
    var tokens = ScriptTokens(text)
    var all: [ScriptToken] = []
    while true {
      let token = try tokens.next()
      all.append(token)
      if token == .end { return all }
    }
  }

  private mutating func next() throws(ScriptFailure) -> ScriptToken {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    guard position < bytes.count else { return .end }
    let byte = bytes[position]
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(at: position + 1)) { return number() }
    if isLetter(byte) { return name() }
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try text(byte) }
    if byte == UInt8(ascii: "`") { throw .untranslated("template texts are not read") }
    for sign in ScriptTokens.signs where bytes[position...].starts(with: sign.utf8) {
      // `a?.5:1` is a choice.
      if sign == "?.", isDigit(at: position + 2) { continue }
      position += sign.utf8.count
      return .sign(sign)
    }
    throw .failing("it has a character that JavaScript does not know there")
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private func isDigit(at place: Int) -> Bool { place < bytes.count && isDigit(bytes[place]) }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte &- 0x41 < 26 || byte &- 0x61 < 26 || byte == 0x5F || byte == 0x24 || byte >= 0x80
  }

  private mutating func number() -> ScriptToken {
    let start = position
    var isFraction = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: ".") else { break }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return isFraction ? .fraction(text) : .integer(text)
  }

  private mutating func name() -> ScriptToken {
    let start = position
    while position < bytes.count, isLetter(bytes[position]) || isDigit(bytes[position]) {
      position += 1
    }
    return .name(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func text(_ quote: UInt8) throws(ScriptFailure) -> ScriptToken {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != quote {
      var byte = bytes[position]
      if byte == UInt8(ascii: "\\") {
        position += 1
        guard position < bytes.count else { break }
        switch bytes[position] {
        case UInt8(ascii: "n"): byte = 0x0A
        case UInt8(ascii: "t"): byte = 0x09
        case UInt8(ascii: "r"): byte = 0x0D
        case UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          throw .untranslated("characters by number are not read")
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "v"), 0x0A, 0x0D:
          throw .untranslated("control characters are not read")
        default: byte = bytes[position]
        }
      }
      content.append(byte)
      position += 1
    }
    guard position < bytes.count else { throw .failing("a text in it is never closed") }
    position += 1
    return .text(String(decoding: content, as: UTF8.self))
  }
}
