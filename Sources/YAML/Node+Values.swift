// YAML 1.2, "Core Schema", narrowed: `no`, `on`, `0012`, `12:30`, `0x1F` and `1e3` are texts.
extension Node {
  /// Whether the text is written without quotes and not as a block.
  public var isPlain: Bool { style == .plain }

  /// Whether the text stands in single or double quotes.
  public var isQuoted: Bool { style == .singleQuoted || style == .doubleQuoted }

  /// Whether this is `null`, `~` or nothing, without quotes.
  public var isNull: Bool {
    let record = record
    guard record.style == .plain else { return false }
    switch record.count {
    case 0: return true
    case 1: return isText("~")
    case 4: return isText("null")
    default: return false
    }
  }

  /// Whether nothing is written at all.
  public var isNothing: Bool { isPlain && record.count == 0 }

  /// What `true` or `false` without quotes means; nil for anything else.
  public var asBool: Bool? {
    guard isPlain else { return nil }
    return isText("true") ? true : isText("false") ? false : nil
  }

  /// A whole number without quotes and leading zeros; nil for anything else and beyond 64 bits.
  public var asInt: Int? {
    guard isPlain, withTextBytes(NumberShape.of) == .whole else { return nil }
    return Int(text)
  }

  /// The text of a number without quotes such as `12` or `-0.50`, as it is written.
  ///
  /// Nil for anything else; exponents, leading zeros and a bare point are no numbers.
  public var asDecimalText: String? {
    guard isPlain, withTextBytes(NumberShape.of) != nil else { return nil }
    return text
  }

  /// Whether the text is exactly this one, however it is written.
  public func isText(_ expected: StaticString) -> Bool {
    guard isScalar, Int(record.count) == expected.utf8CodeUnitCount else { return false }
    return withTextBytes { bytes in
      expected.withUTF8Buffer { $0.elementsEqual(bytes) }
    }
  }
}

/// What kind of number a text is.
enum NumberShape {
  case whole, fraction

  static func of(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> NumberShape? {
    var rest = bytes[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    let digits = rest.prefix(while: isDigit)
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
      return nil
    }
    rest = rest.dropFirst(digits.count)
    if rest.isEmpty { return .whole }
    guard rest.first == UInt8(ascii: ".") else { return nil }
    rest = rest.dropFirst()
    return !rest.isEmpty && rest.allSatisfy(isDigit) ? .fraction : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
