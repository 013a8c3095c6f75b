@_spi(_Unicode) import Swift

extension String {
  /// The text in Unicode's normalization form C: an accent and its letter are one sign.
  public var composed: String {
    // Below the first combining sign every text is in that form.
    let isComposed = utf8.allSatisfy { $0 < 0xCC }
    if isComposed { return self }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: _nfc)
    return String(scalars)
  }
}
