extension SourceRange {
  /// The letters, digits and underscores around its first character.
  public var word: String {
    func belongs(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == 0x5F || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
    let bytes = file.bytes
    guard start < bytes.count, belongs(bytes[start]) else { return "" }
    var (first, last) = (start, start)
    while first > 0, belongs(bytes[first - 1]) { first -= 1 }
    while last < bytes.count, belongs(bytes[last]) { last += 1 }
    return String(decoding: bytes[first..<last], as: UTF8.self)
  }
}
