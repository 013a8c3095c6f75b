/// A look at a file's bytes, for what it could declare, before its structure is read.
///
/// False is certain and true is a guess.
public struct FileGlance {
  private let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether there could be such a key anywhere in the file: in front of a colon, unless it is
  /// written with escapes.
  public func mayHold(key: String) -> Bool {
    bytes.withUnsafeBufferPointer { ByteGlance(bytes: $0).mayHold(key: Array(key.utf8)) }
  }

  /// Whether the file, or a part that it uses, could declare a record type.
  ///
  /// A type stands directly under `records:`. Where that key begins its line, as it does in most
  /// files, the types are the keys with the indentation of the first.
  public func mayDeclare(recordType: String) -> Bool {
    bytes.withUnsafeBufferPointer {
      ByteGlance(bytes: $0).mayDeclare(recordType: Array(recordType.utf8))
    }
  }
}

private struct ByteGlance {
  let bytes: UnsafeBufferPointer<UInt8>

  private static let uses = Array("uses".utf8)
  private static let records = Array("records".utf8)

  func mayHold(key: [UInt8]) -> Bool {
    var index = nextMark(0)
    while index < bytes.count {
      if bytes[index] == Self.backslash || start(of: key, before: index) != nil { return true }
      index = nextMark(index + 1)
    }
    return false
  }

  func mayDeclare(recordType: [UInt8]) -> Bool {
    var holdsName = false
    var isRegular = true
    var sections: [Int] = []
    var index = nextMark(0)
    while index < bytes.count {
      if bytes[index] == Self.backslash || start(of: Self.uses, before: index) != nil {
        return true
      }
      if let start = start(of: Self.records, before: index) {
        let isPlain = isLineStart(start) && start + Self.records.count == index
        if isPlain, isLineEnd(index + 1) { sections.append(index) } else { isRegular = false }
      }
      if start(of: recordType, before: index) != nil { holdsName = true }
      index = nextMark(index + 1)
    }
    if !holdsName { return false }
    if !isRegular || sections.isEmpty { return true }
    return sections.contains { mayDeclare(recordType, below: $0) }
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let colon = UInt8(ascii: ":")

  /// The next colon or backslash from an offset on: between them nothing can be told.
  private func nextMark(_ start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let marks = Self.zeros(word ^ Self.colons) | Self.zeros(word ^ Self.backslashes)
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count, bytes[index] != Self.colon, bytes[index] != Self.backslash {
      index += 1
    }
    return index
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let colons = ones * UInt64(UInt8(ascii: ":"))
  private static let backslashes = ones * UInt64(UInt8(ascii: "\\"))

  /// The high bits of a word's bytes that are zero: the lowest bit is exact, those above may not be.
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones << 7) }

  /// Whether a name stands among the keys of the mapping that begins behind an offset.
  ///
  /// All lines to the end are looked at: what ends the mapping can stand inside a text.
  private func mayDeclare(_ name: [UInt8], below start: Int) -> Bool {
    var first: Int?
    var line = nextLine(start)
    while line < bytes.count {
      var content = line
      while content < bytes.count, bytes[content] == 0x20 { content += 1 }
      if !isLineEnd(content) {
        let indentation = content - line
        if first == nil {
          if indentation == 0 { return false }
          if !mayBeginKey(bytes[content]) { return true }
          first = indentation
        }
        if indentation == first {
          let isQuoted = isBlankOrQuote(bytes[content])
          if stands(name, at: isQuoted ? content + 1 : content) { return true }
        }
      }
      line = nextLine(content)
    }
    return false
  }

  /// Whether a key in its simplest form may begin with a byte: a letter, a digit, `_` or a quote.
  private func mayBeginKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func isLineStart(_ index: Int) -> Bool { index == 0 || isBreak(bytes[index - 1]) }

  /// Whether nothing but blanks and a comment follows on the line.
  private func isLineEnd(_ start: Int) -> Bool {
    var index = start
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index >= bytes.count || isBreak(bytes[index]) || bytes[index] == UInt8(ascii: "#")
  }

  private func nextLine(_ start: Int) -> Int {
    var index = start
    while index < bytes.count, !isBreak(bytes[index]) { index += 1 }
    return index + 1
  }

  private func stands(_ key: [UInt8], at start: Int) -> Bool {
    guard start + key.count < bytes.count else { return false }
    for place in key.indices where bytes[start + place] != key[place] { return false }
    var colon = start + key.count
    while colon < bytes.count, isBlankOrQuote(bytes[colon]) { colon += 1 }
    return colon < bytes.count && bytes[colon] == UInt8(ascii: ":")
  }

  /// Where a key begins that ends before a colon: between them are blanks and quotes.
  private func start(of key: [UInt8], before colon: Int) -> Int? {
    var end = colon
    while end > 0, isBlankOrQuote(bytes[end - 1]) { end -= 1 }
    let start = end - key.count
    guard start >= 0 else { return nil }
    for place in key.indices where bytes[start + place] != key[place] { return nil }
    return start
  }

  private func isBlankOrQuote(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
  }
}
