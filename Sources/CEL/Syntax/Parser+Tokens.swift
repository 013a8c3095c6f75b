/// The smallest part of an expression's text that has a meaning.
struct Token {
  enum Kind: UInt8 {
    case end, identifier, reserved, quotedIdentifier, int, uint, double, string, bytes
    case dot, comma, colon, question, leftParenthesis, rightParenthesis, leftBracket, rightBracket
    case leftBrace, rightBrace, not, minus, plus, star, slash, percent
    case equal, unequal, less, lessEqual, greater, greaterEqual, and, or, contained

    enum Infix {
      case logical(isAnd: Bool)
      case binary(SyntaxTree.Operator, precedence: Int)

      var precedence: Int {
        switch self {
        case .logical(let isAnd): isAnd ? 2 : 1
        case .binary(_, let precedence): precedence
        }
      }
    }

    var infix: Infix? {
      switch self {
      case .or: .logical(isAnd: false)
      case .and: .logical(isAnd: true)
      case .equal: .binary(.equal, precedence: 3)
      case .unequal: .binary(.unequal, precedence: 3)
      case .less: .binary(.less, precedence: 3)
      case .lessEqual: .binary(.lessEqual, precedence: 3)
      case .greater: .binary(.greater, precedence: 3)
      case .greaterEqual: .binary(.greaterEqual, precedence: 3)
      case .contained: .binary(.contained, precedence: 3)
      case .plus: .binary(.add, precedence: 4)
      case .minus: .binary(.subtract, precedence: 4)
      case .star: .binary(.multiply, precedence: 5)
      case .slash: .binary(.divide, precedence: 5)
      case .percent: .binary(.remainder, precedence: 5)
      case .end, .identifier, .reserved, .quotedIdentifier, .int, .uint, .double, .string, .bytes,
        .dot, .comma, .colon, .question, .leftParenthesis, .rightParenthesis, .leftBracket,
        .rightBracket, .leftBrace, .rightBrace, .not:
        nil
      }
    }
  }

  var kind: Kind
  var range: Range<Int>
}

extension Parser {
  func byte(at position: Int) -> UInt8 {
    position < bytes.count ? bytes[position] : 0
  }

  /// Moves on to the next token.
  mutating func advance() {
    guard !hasFailed else { return }
    previousEnd = token.range.upperBound
    previousStart = token.range.lowerBound
    var position = previousEnd
    while true {
      let character = byte(at: position)
      if character == 32 || (character >= 9 && character <= 13 && character != 11) {
        position += 1
      } else if character == UInt8(ascii: "/"), byte(at: position + 1) == UInt8(ascii: "/") {
        while position < bytes.count, bytes[position] != 10 { position += 1 }
      } else {
        break
      }
    }
    guard position < bytes.count else {
      token = Token(kind: .end, range: bytes.count..<bytes.count)
      return
    }
    let character = bytes[position]
    if isLetter(character) {
      scanWord(from: position)
    } else if isDigit(character)
      || (character == UInt8(ascii: ".") && isDigit(byte(at: position + 1)))
    {
      scanNumber(from: position)
    } else if character == UInt8(ascii: "\"") || character == UInt8(ascii: "'") {
      scanText(from: position, quote: position, isRaw: false, isBytes: false)
    } else {
      scanSymbol(from: position)
    }
  }

  private mutating func scanWord(from start: Int) {
    var end = start + 1
    // `r"…"`, `b'…'`, `br"…"` in any case.
    var isRaw = false
    var isBytes = false
    var position = start
    while position < start + 2 {
      let letter = byte(at: position) | 0x20
      if letter == UInt8(ascii: "r"), !isRaw {
        isRaw = true
      } else if letter == UInt8(ascii: "b"), !isBytes, !isRaw {
        isBytes = true
      } else {
        break
      }
      position += 1
      let next = byte(at: position)
      if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
        return scanText(from: start, quote: position, isRaw: isRaw, isBytes: isBytes)
      }
    }
    while isLetter(byte(at: end)) || isDigit(byte(at: end)) { end += 1 }
    let range = start..<end
    var kind = Token.Kind.identifier
    if end - start <= 9, let reserved = Parser.reservedKind(bytes.part(range)) { kind = reserved }
    token = Token(kind: kind, range: range)
  }

  private static func reservedKind(_ word: BorrowedBytes) -> Token.Kind? {
    func reads(_ reserved: StaticString) -> Bool {
      word.count == reserved.utf8CodeUnitCount
        && reserved.withUTF8Buffer { $0.elementsEqual(word) }
    }
    // Most names end at their first letter.
    let isReserved: Bool
    switch word.first {
    case UInt8(ascii: "a"): isReserved = reads("as")
    case UInt8(ascii: "b"): isReserved = reads("break")
    case UInt8(ascii: "c"): isReserved = reads("const") || reads("continue")
    case UInt8(ascii: "e"): isReserved = reads("else")
    case UInt8(ascii: "f"): isReserved = reads("false") || reads("for") || reads("function")
    case UInt8(ascii: "i"):
      if reads("in") { return .contained }
      isReserved = reads("if") || reads("import")
    case UInt8(ascii: "l"): isReserved = reads("let") || reads("loop")
    case UInt8(ascii: "n"): isReserved = reads("null") || reads("namespace")
    case UInt8(ascii: "p"): isReserved = reads("package")
    case UInt8(ascii: "r"): isReserved = reads("return")
    case UInt8(ascii: "t"): isReserved = reads("true")
    case UInt8(ascii: "v"): isReserved = reads("var") || reads("void")
    case UInt8(ascii: "w"): isReserved = reads("while")
    default: isReserved = false
    }
    return isReserved ? .reserved : nil
  }

  private mutating func scanNumber(from start: Int) {
    var end = start
    if byte(at: start) == UInt8(ascii: "0"), byte(at: start + 1) | 0x20 == UInt8(ascii: "x") {
      end = start + 2
      while isHexDigit(byte(at: end)) { end += 1 }
      finishNumber(start: start, end: end, kind: .int)
      return
    }
    var kind = Token.Kind.int
    while isDigit(byte(at: end)) { end += 1 }
    if byte(at: end) == UInt8(ascii: "."), isDigit(byte(at: end + 1)) {
      kind = .double
      end += 1
      while isDigit(byte(at: end)) { end += 1 }
    }
    if byte(at: end) | 0x20 == UInt8(ascii: "e") {
      var exponent = end + 1
      if byte(at: exponent) == UInt8(ascii: "+") || byte(at: exponent) == UInt8(ascii: "-") {
        exponent += 1
      }
      if isDigit(byte(at: exponent)) {
        kind = .double
        end = exponent
        while isDigit(byte(at: end)) { end += 1 }
      }
    }
    finishNumber(start: start, end: end, kind: kind)
  }

  private mutating func finishNumber(start: Int, end: Int, kind: Token.Kind) {
    var end = end
    var kind = kind
    if kind == .int, byte(at: end) | 0x20 == UInt8(ascii: "u") {
      kind = .uint
      end += 1
    }
    token = Token(kind: kind, range: start..<end)
    if isLetter(byte(at: end)) {
      while isLetter(byte(at: end)) || isDigit(byte(at: end)) { end += 1 }
      fail("'\(string(start..<end))' is no number", at: start..<end)
    }
  }

  private mutating func scanSymbol(from start: Int) {
    let first = bytes[start]
    let second = byte(at: start + 1)
    let pair: Token.Kind? =
      switch (first, second) {
      case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
      case (UInt8(ascii: "!"), UInt8(ascii: "=")): .unequal
      case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessEqual
      case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterEqual
      case (UInt8(ascii: "&"), UInt8(ascii: "&")): .and
      case (UInt8(ascii: "|"), UInt8(ascii: "|")): .or
      default: nil
      }
    if let pair {
      token = Token(kind: pair, range: start..<start + 2)
      return
    }
    let single: Token.Kind? =
      switch first {
      case UInt8(ascii: "."): .dot
      case UInt8(ascii: ","): .comma
      case UInt8(ascii: ":"): .colon
      case UInt8(ascii: "?"): .question
      case UInt8(ascii: "("): .leftParenthesis
      case UInt8(ascii: ")"): .rightParenthesis
      case UInt8(ascii: "["): .leftBracket
      case UInt8(ascii: "]"): .rightBracket
      case UInt8(ascii: "{"): .leftBrace
      case UInt8(ascii: "}"): .rightBrace
      case UInt8(ascii: "!"): .not
      case UInt8(ascii: "-"): .minus
      case UInt8(ascii: "+"): .plus
      case UInt8(ascii: "*"): .star
      case UInt8(ascii: "/"): .slash
      case UInt8(ascii: "%"): .percent
      case UInt8(ascii: "<") where second != UInt8(ascii: ">"): .less
      case UInt8(ascii: ">"): .greater
      default: nil
      }
    if let single {
      token = Token(kind: single, range: start..<start + 1)
    } else if first == UInt8(ascii: "`") {
      scanQuotedName(from: start)
    } else {
      failSymbol(at: start)
    }
  }

  /// A field's name in back quotes.
  private mutating func scanQuotedName(from start: Int) {
    var end = start + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "`"), bytes[end] != 10 { end += 1 }
    guard byte(at: end) == UInt8(ascii: "`"), end > start + 1 else {
      fail("the closing ` is missing", at: start..<min(end, bytes.count))
      return
    }
    token = Token(kind: .quotedIdentifier, range: start..<end + 1)
  }

  private mutating func failSymbol(at start: Int) {
    switch bytes[start] {
    case UInt8(ascii: "=") where byte(at: start + 1) == UInt8(ascii: ">"):
      fail("'=>' is written '>='", at: start..<start + 2, help: "write >=", replacement: ">=")
    case UInt8(ascii: "="):
      fail(
        "values are compared with '=='", at: start..<start + 1, help: "write ==", replacement: "==")
    case UInt8(ascii: "<"):
      fail("'<>' is written '!='", at: start..<start + 2, help: "write !=", replacement: "!=")
    case UInt8(ascii: "&"):
      fail("'&' is written '&&'", at: start..<start + 1, help: "write &&", replacement: "&&")
    case UInt8(ascii: "|"):
      fail("'|' is written '||'", at: start..<start + 1, help: "write ||", replacement: "||")
    default:
      var end = start + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      let character = string(start..<end)
      let help: String? =
        switch character {
        case "“", "”", "„", "‘", "’", "«", "»": "write the straight quotes \" or '"
        case "≥": "write >="
        case "≤": "write <="
        case "≠": "write !="
        case "−", "–": "write -"
        case "\u{A0}", "\u{202F}", "\u{2007}":
          "it is a space that does not break: write a plain one"
        default: nil
        }
      let plain = ["≥": ">=", "≤": "<=", "≠": "!=", "−": "-", "–": "-"][character]
      let space = ["\u{A0}": " ", "\u{202F}": " ", "\u{2007}": " "][character]
      fail(
        "the character '\(character)' cannot stand here", at: start..<end, help: help,
        replacement: plain ?? space)
    }
  }

  func isLetter(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return (folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
  }

  func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  func isHexDigit(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return isDigit(byte) || (folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "f"))
  }
}
