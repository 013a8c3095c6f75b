/// A text a person wrote, with its name and its lines.
///
/// A class, because thousands of ranges point at the same text and are equal only within it.
public final class SourceFile: Sendable {
  /// The name as it is shown, such as `workflows/account.yaml`.
  public let name: String
  public let bytes: [UInt8]
  /// The offset at which each line begins; the first is 0.
  private let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    self.lineStarts = SourceFile.lineStarts(in: bytes)
  }

  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// How many lines there are; an empty text has one.
  public var lineCount: Int { lineStarts.count }

  /// The line and column of a UTF-8 offset; an offset outside the text is moved to its border.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(at: offset)
    let start = contentStart(ofLine: line)
    var column = 1
    if start < offset {
      for byte in bytes[start..<offset] where !byte.isContinuation { column += 1 }
    }
    return SourcePosition(line: line + 1, column: column)
  }

  /// The text of a line (the first is 1) without its line break, empty if there is no such line.
  public func line(_ number: Int) -> String {
    String(decoding: bytes[lineRange(number)], as: UTF8.self)
  }

  /// The offsets of a line (the first is 1) without its line break.
  public func lineRange(_ number: Int) -> Range<Int> {
    guard lineStarts.indices.contains(number - 1) else { return bytes.count..<bytes.count }
    let start = contentStart(ofLine: number - 1)
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The range between two offsets; offsets outside the text are moved to its border.
  public func range(_ start: Int, _ end: Int) -> SourceRange {
    let start = min(max(start, 0), bytes.count)
    return SourceRange(file: self, start: start, end: min(max(end, start), bytes.count))
  }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// A byte order mark is not part of the first line.
  private func contentStart(ofLine index: Int) -> Int {
    index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : lineStarts[index]
  }

  private static func lineStarts(in bytes: [UInt8]) -> [Int] {
    var starts = [0]
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices where bytes[index] <= 0x0D {
        let next = index + 1
        switch bytes[index] {
        case 0x0A: starts.append(next)
        case 0x0D where next == bytes.count || bytes[next] != 0x0A: starts.append(next)
        default: break
        }
      }
    }
    return starts
  }
}

/// A line and a column, both counted from 1; a column is one Unicode scalar.
public struct SourcePosition: Sendable, Hashable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension UInt8 {
  /// Whether the byte is the second or a later one of a character in UTF-8.
  package var isContinuation: Bool { self & 0xC0 == 0x80 }
}
