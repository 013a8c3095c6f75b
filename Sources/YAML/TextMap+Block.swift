// YAML 1.2, 8.1 "Block Scalar Styles".
extension TextMap {
  /// The places of a text after `|` or `>`; the source begins with that sign.
  static func block(
    _ source: ArraySlice<UInt8>, isLiteral: Bool, _ expected: [UInt8]
  ) -> [Place]? {
    var index = source.startIndex
    var stated: Int?
    while index < source.endIndex, lineBreakLength(source, index) == 0 {
      if source[index] == UInt8(ascii: "#") { break }
      if source[index] &- 0x31 < 9 { stated = Int(source[index] - 0x30) }
      index += 1
    }
    while index < source.endIndex, lineBreakLength(source, index) == 0 { index += 1 }
    let lines = source[(index + lineBreakLength(source, index))...]

    let found = indentation(of: lines)
    // A stated indentation counts from the parent's, which is not known here: try them all.
    let candidates = stated == nil ? found...found : 0...min(found, 200)
    for indent in candidates.reversed() {
      var block = BlockText(lines: lines, indent: indent, isLiteral: isLiteral)
      if let places = block.places(expected) { return places }
    }
    return nil
  }

  /// Of the first line that is not blank.
  private static func indentation(of lines: ArraySlice<UInt8>) -> Int {
    var column = 0
    for byte in lines {
      switch byte {
      case 0x20: column += 1
      case 0x0A, 0x0D: column = 0
      default: return column
      }
    }
    return column
  }
}

/// The lines of a block of text with a known indentation.
struct BlockText {
  let lines: ArraySlice<UInt8>
  let indent: Int
  let isLiteral: Bool
  var map = TextMap()
  private var index: Int
  /// The break behind the line before, and those of the blank lines after it.
  private var lineBreak: Int?
  private var blankLines: [Int] = []

  init(lines: ArraySlice<UInt8>, indent: Int, isLiteral: Bool) {
    self.lines = lines
    self.indent = indent
    self.isLiteral = isLiteral
    index = lines.startIndex
  }

  mutating func places(_ expected: [UInt8]) -> [TextMap.Place]? {
    var previousWasIndented = false
    var isFirst = true
    skipBlankLines()
    while index < lines.endIndex, isAtText, map.text.count < expected.count {
      let isIndented = isBlank(lines[index])
      join(isFolded: !isLiteral && !isFirst && !previousWasIndented && !isIndented)
      isFirst = false
      previousWasIndented = isIndented
      let start = index
      while index < lines.endIndex, lineBreakLength(lines, index) == 0 { index += 1 }
      map.add(lines[start..<index])
      lineBreak = index < lines.endIndex ? index : nil
      index += lineBreakLength(lines, index)
      skipBlankLines()
    }
    join(isFolded: false)
    guard map.text.starts(with: expected) else { return nil }
    return Array(map.places.prefix(expected.count))
  }

  /// Whether the line is indented enough; the index stands behind its indentation.
  private var isAtText = true

  private mutating func join(isFolded: Bool) {
    if let lineBreak {
      if !isFolded {
        map.add(0x0A, lineBreak, lineBreak + 1)
      } else if blankLines.isEmpty {
        map.add(0x20, lineBreak, index)
      }
    }
    for place in blankLines { map.add(0x0A, place, place + 1) }
    lineBreak = nil
    blankLines = []
  }

  private mutating func skipBlankLines() {
    while true {
      var column = 0
      while column < indent, index < lines.endIndex, lines[index] == 0x20 {
        index += 1
        column += 1
      }
      let length = lineBreakLength(lines, index)
      guard length > 0 else {
        isAtText = column == indent
        return
      }
      blankLines.append(index)
      index += length
    }
  }
}
