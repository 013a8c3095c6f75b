public import Diagnostics

extension Node {
  /// Where characters of the text stand in the file, for UTF-8 offsets within the text.
  ///
  /// Exact for every style, escapes and folded lines included; offsets beyond the text are moved
  /// to its end, and an empty range stays empty where that can be told.
  public func range(ofText part: Range<Int>) -> SourceRange {
    let record = record
    guard isScalar else { return range }
    let count = Int(record.count)
    let low = min(max(part.lowerBound, 0), count)
    let high = min(max(part.upperBound, low), count)
    if record.isVerbatim {
      return range(Int(record.first) + low, Int(record.first) + high)
    }
    guard let map = textMap() else { return range }
    let start = low < count ? map[low].start : map.last?.end ?? Int(record.start)
    return range(start, high > low ? map[high - 1].end : start)
  }

  private func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: storage.file, start: start, end: end)
  }

  /// The place of each byte of the text; nil if the text cannot be followed in the file.
  private func textMap() -> [TextMap.Place]? {
    let record = record
    let (start, end, bytes) = (Int(record.start), Int(record.end), storage.file.bytes)
    let expected = withTextBytes { Array($0) }
    switch style {
    case .plain:
      return TextMap.flow(bytes[start..<end], quote: nil, expected)
    case .singleQuoted, .doubleQuoted:
      guard end - start >= 2 else { return nil }
      return TextMap.flow(bytes[start + 1..<end - 1], quote: bytes[start], expected)
    case .literal, .folded:
      return TextMap.block(bytes[start...], isLiteral: style == .literal, expected)
    case .blockSequence, .flowSequence, .blockMapping, .flowMapping: return nil
    }
  }
}
