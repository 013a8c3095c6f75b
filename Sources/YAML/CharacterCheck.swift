import Diagnostics

/// Looks at every byte once, before the structure is read.
///
/// What libyaml would treat differently from YAML 1.2, or stop at, is found here.
struct CharacterCheck {
  private(set) var bytes: [UInt8]
  /// Where the text begins: behind a byte order mark.
  private(set) var start = 0
  private(set) var isASCII = true
  private(set) var hasTabs = false
  private(set) var hasForeignSpaces = false
  private(set) var foundControlCharacters = false
  /// Whether the structure cannot be read at all.
  private(set) var isUnreadable = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run(_ report: inout Report) {
    if looksLikeUTF16 {
      isUnreadable = true
      return report.stop(.wrongEncoding, 0, 1)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    var strange: [Range<Int>] = []
    var invalid: Int?
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count {
        let byte = bytes[index]
        if byte &- 0x20 < 0x5F || byte == 0x0A || byte == 0x0D {
          index += 1
        } else if byte == 0x09 {
          hasTabs = true
          index += 1
        } else if byte < 0x80 {
          if !report.isFull { report.add(.controlCharacter(UInt32(byte)), index, index + 1) }
          strange.append(index..<index + 1)
          index += 1
        } else {
          isASCII = false
          guard let (value, length) = CharacterCheck.decode(bytes, index) else {
            invalid = index
            return
          }
          if CharacterCheck.isStrange(value) {
            report.add(.controlCharacter(value), index, index + length)
            strange.append(index..<index + length)
          } else if ForeignSpace.isOne(value) {
            hasForeignSpaces = true
          }
          index += length
        }
      }
    }
    if let invalid {
      isUnreadable = true
      return report.stop(.invalidUTF8, invalid, invalid + 1)
    }
    foundControlCharacters = !strange.isEmpty
    // The rest of the file is checked as if something visible stood there.
    for range in strange {
      for index in range { bytes[index] = UInt8(ascii: "_") }
    }
  }

  private var looksLikeUTF16: Bool {
    guard bytes.count >= 2 else { return false }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF), (0, _), (_, 0): return true
    default: return false
    }
  }

  /// The character at an offset and its length; nil if the bytes are no UTF-8.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> (value: UInt32, length: Int)? {
    let first = bytes[index]
    let length: Int
    let smallest: UInt32
    switch first {
    case 0xC2...0xDF: (length, smallest) = (2, 0x80)
    case 0xE0...0xEF: (length, smallest) = (3, 0x800)
    case 0xF0...0xF4: (length, smallest) = (4, 0x1_0000)
    default: return nil
    }
    guard index + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      guard bytes[index + offset].isContinuation else { return nil }
      value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    guard value >= smallest, value <= 0x10_FFFF, !(0xD800...0xDFFF ~= value) else { return nil }
    return (value, length)
  }

  /// C1 controls, line breaks of YAML 1.1, byte order marks inside the text, non-characters.
  private static func isStrange(_ value: UInt32) -> Bool {
    switch value {
    case 0x80..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
