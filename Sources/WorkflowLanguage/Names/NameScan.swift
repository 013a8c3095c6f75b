/// The names in a formula's text, found without parsing it.
///
/// Used before the types are known: to order formula fields, and to see what a guard speaks of.
struct NameScan {
  /// Names joined by points: `location.account` in `location.account.status == "active"`.
  struct Chain {
    var names: [String]
    /// Where the chain stands, in UTF-8 bytes of the text.
    var range: Range<Int>
    /// Whether the first name belongs to a value before it: `.day` in `visits[0].day`.
    var isContinued: Bool
    /// Whether a function is called on the chain: `lines` in `lines.sum()`.
    var isCalled: Bool
  }

  let chains: [Chain]
  /// The names where the whole text is one chain.
  let path: [String]?

  init(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.run()
    chains = scanner.chains
    if let only = chains.first, chains.count == 1, scanner.isPlain, !only.isContinued,
      !only.isCalled
    {
      path = only.names
    } else {
      path = nil
    }
  }

  /// Every first name of a chain.
  var roots: Set<String> {
    Set(chains.lazy.filter { !$0.isContinued }.compactMap(\.names.first))
  }
}

private struct Scanner {
  let bytes: [UInt8]
  var chains: [NameScan.Chain] = []
  /// Whether there is nothing but names, points and space.
  var isPlain = true
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() {
    var afterPoint = false
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        isPlain = false
        skipString(quote: byte)
        afterPoint = false
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        isPlain = false
        while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
        afterPoint = false
      case UInt8(ascii: "."):
        isPlain = false
        position += 1
        afterPoint = true
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      case 0x09, 0x0A, 0x0D, 0x20: position += 1
      case _ where isNameByte(byte):
        readChain(isContinued: afterPoint)
        afterPoint = false
      default:
        isPlain = false
        position += 1
        afterPoint = false
      }
    }
  }

  private mutating func readChain(isContinued: Bool) {
    let start = position
    var names = [readName()]
    // A text with a prefix: r"…", b"…".
    if names[0].utf8.count <= 2, let quote = peek(0), quote == 0x22 || quote == 0x27 { return }
    var end = position
    while true {
      skipSpace()
      let point = position
      guard peek(0) == UInt8(ascii: ".") else { break }
      position += 1
      skipSpace()
      guard let next = peek(0), isNameByte(next), next &- 0x30 >= 10 else {
        position = point
        break
      }
      names.append(readName())
      end = position
    }
    var isCalled = false
    if peek(0) == UInt8(ascii: "(") {
      names.removeLast()
      isCalled = true
    }
    let isWord = names.count == 1 && ["true", "false", "null", "in"].contains(names[0])
    guard !names.isEmpty, !isWord else {
      isPlain = false
      return
    }
    chains.append(
      .init(names: names, range: start..<end, isContinued: isContinued, isCalled: isCalled))
  }

  private mutating func readName() -> String {
    let start = position
    while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let byte = peek(0), byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  private mutating func skipString(quote: UInt8) {
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\\") {
        position += 2
        continue
      }
      if bytes[position] == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        position += isTriple ? 3 : 1
        return
      }
      position += 1
    }
  }

  private func peek(_ distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }
}
