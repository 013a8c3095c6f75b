/// How the characters of a file are written.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case windows1252 = "windows-1252"
  case latin1

  /// The encoding that a mark at the start of a text says, and the mark's length.
  static func marked(_ start: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    // The mark of UTF-16 says the order of its bytes, and goes with them.
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return (.utf16, 0) }
    return nil
  }

  // The WHATWG's Encoding Standard, index windows-1252; 0 where nothing is meant.
  static let windowsPage: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}

extension ByteStream {
  /// The same text in UTF-8, without a mark.
  ///
  /// - Parameter encoding: what it is written in; a mark at its start is believed first, and without
  ///   either it is UTF-8.
  package func decoded(from encoding: TextEncoding? = nil) -> ByteStream {
    let decoder = TextDecoder(source: self, asked: encoding)
    return ByteStream(name: name) { () throws(FileFailure) in try decoder.next() }
  }
}

/// Turns a text into UTF-8 a piece at a time, or says on which line it is something else.
private final class TextDecoder {
  private let source: ByteStream
  private var encoding: TextEncoding?
  private let asked: TextEncoding?
  /// Bytes of a character that is not complete yet.
  private var rest: [UInt8] = []
  private var line = 1
  private var isBigEndian = false
  private var isAtEnd = false

  init(source: ByteStream, asked: TextEncoding?) {
    self.source = source
    self.asked = asked
  }

  /// The next bytes; none at the end.
  func next() throws(FileFailure) -> [UInt8] {
    while !isAtEnd {
      let piece = try source.nextPiece()
      isAtEnd = piece.isEmpty
      rest += piece
      if encoding == nil {
        // A mark has up to three bytes, the first unit of UTF-16 two.
        if rest.count < 4, !isAtEnd { continue }
        choose()
      }
      let text = try decode()
      count(text)
      if !text.isEmpty { return text }
    }
    return []
  }

  private func choose() {
    let mark = TextEncoding.marked(rest)
    let chosen = mark?.encoding ?? asked ?? .utf8
    encoding = chosen
    if chosen == .utf16 {
      isBigEndian = rest.first == 0xFE || (mark == nil && rest.first == 0)
      if mark != nil { rest.removeFirst(2) }
    }
    rest.removeFirst(mark?.length ?? 0)
  }

  private func decode() throws(FileFailure) -> [UInt8] {
    switch encoding {
    case .utf16: try decodeUTF16()
    case .windows1252:
      try decodeBytes { byte in
        (0x80..<0xA0).contains(byte) ? TextEncoding.windowsPage[Int(byte) - 0x80] : UInt16(byte)
      }
    case .latin1: try decodeBytes { UInt16($0) }
    case .utf8, nil: try decodeUTF8()
    }
  }

  private func decodeUTF8() throws(FileFailure) -> [UInt8] {
    let complete = isAtEnd ? rest.count : rest.count - incompleteTail()
    let text = Array(rest[..<complete])
    rest.removeFirst(complete)
    guard String(validating: text, as: UTF8.self) != nil else {
      throw failure(after: text[..<validLength(of: text)], likely: likely(text))
    }
    if let zero = text.firstIndex(of: 0) { throw failure(after: text[..<zero], likely: .utf16) }
    return text
  }

  /// How many bytes at the end begin a character that goes on.
  private func incompleteTail() -> Int {
    for back in 1...3 where back <= rest.count {
      let byte = rest[rest.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }

  private func validLength(of text: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = text.makeIterator()
    var length = 0
    while case .valid(let character) = parser.parseScalar(from: &bytes) {
      length += character.count
    }
    return length
  }

  private func likely(_ text: [UInt8]) -> TextEncoding {
    text.contains(0) ? .utf16 : .windows1252
  }

  private func decodeUTF16() throws(FileFailure) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(rest.count / 2)
    for place in stride(from: 0, to: rest.count - 1, by: 2) {
      let (first, second) = (UInt16(rest[place]), UInt16(rest[place + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
    }
    // The first half of a character waits for the second.
    if !isAtEnd, let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
    rest.removeFirst(units.count * 2)
    guard let text = String(validating: units, as: UTF16.self), !isAtEnd || rest.isEmpty else {
      throw FileFailure(source.name, reason: "behind line \(line) it is not UTF-16")
    }
    return Array(text.utf8)
  }

  private func decodeBytes(_ scalar: (UInt8) -> UInt16) throws(FileFailure) -> [UInt8] {
    var text = ""
    for byte in rest {
      guard let scalar = Unicode.Scalar(scalar(byte)), scalar != "\0" else {
        throw FileFailure(
          source.name,
          reason: "behind line \(line) it is not \(encoding?.rawValue ?? ""): byte \(byte) is none")
      }
      text.unicodeScalars.append(scalar)
    }
    rest = []
    return Array(text.utf8)
  }

  private func count(_ text: some Collection<UInt8>) {
    line += TextDecoder.breaks(in: text)
  }

  private static func breaks(in text: some Collection<UInt8>) -> Int {
    let feeds = text.count { $0 == 0x0A }
    return feeds > 0 ? feeds : text.count { $0 == 0x0D }
  }

  private func failure(after text: ArraySlice<UInt8>, likely: TextEncoding) -> FileFailure {
    FileFailure(
      source.name,
      reason:
        "line \(line + TextDecoder.breaks(in: text)) is not UTF-8, probably \(likely.rawValue)",
      encoding: likely)
  }
}
