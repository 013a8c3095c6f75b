package import Diagnostics
package import YAML

/// A value that a comma has cut in two: `{price: 27,50}` is the key `price` and the key `50`.
package struct CutValue {
  /// The value as it was meant, from its first part to its last.
  package let range: SourceRange
  private let before: String
  private let after: String

  /// - Parameter previous: The value that stands before the key.
  package init?(key: Node, value: Node, before previous: Node?) {
    guard let previous, value.isNothing, key.isPlain, previous.isPlain, !previous.isNothing,
      key.range.file === previous.range.file, previous.range.end <= key.range.start,
      CutValue.isComma(key.range.file.bytes[previous.range.end..<key.range.start])
    else { return nil }
    (before, after) = (previous.text, key.text)
    range = SourceRange(
      file: key.range.file, start: previous.range.start, end: key.range.end)
    guard isNumber || NameRules.isName(after) else { return nil }
  }

  private static func isComma(_ bytes: ArraySlice<UInt8>) -> Bool {
    let visible = bytes.filter { $0 > 0x20 }
    return visible == [UInt8(ascii: ",")]
  }

  var isNumber: Bool {
    before.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" } && after.allSatisfy(\.isNumber)
  }

  /// The number that was meant: `27.50`.
  package var number: String? {
    isNumber ? MeantValue.number("\(before),\(after)", isWhole: false) : nil
  }

  /// - Parameter takesList: Whether a list may stand there.
  func mistake(takesList: Bool) -> Mistake {
    if let number { return .cutNumber(range.text, meant: number) }
    return .cutList("[\(before), \(after)]", isList: takesList)
  }
}
