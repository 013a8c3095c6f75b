@_spi(_Unicode) import Swift

extension String {
  /// The text in the form in which equal characters have equal bytes (Unicode's NFC).
  ///
  /// Comparing by bytes, as a database does, and comparing characters come to the same then.
  package var composed: String {
    // Characters before U+0300 stand for themselves; their bytes are below 0xCC.
    if utf8.allSatisfy({ $0 < 0xCC }) { return self }
    var composed = UnicodeScalarView()
    for scalar in _nfc { composed.append(scalar) }
    return String(composed)
  }
}
