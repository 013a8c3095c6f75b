/// A stretch of characters in a source file, in UTF-8 offsets.
public struct SourceRange: Sendable {
  public let file: SourceFile
  public let start: Int
  /// The offset behind the last byte.
  public let end: Int

  // INVARIANT: 0 <= start <= end; the end may lie behind the text only if the maker says so.
  public init(file: SourceFile, start: Int, end: Int) {
    self.file = file
    self.start = start
    self.end = max(start, end)
  }

  public var startPosition: SourcePosition { file.position(at: start) }
  public var endPosition: SourcePosition { file.position(at: end) }

  /// The place as it is shown: `workflows/account.yaml:10:32`.
  public var place: String {
    let position = startPosition
    return "\(file.name):\(position.line):\(position.column)"
  }

  /// For what is missing in a mapping: marking all of it would say nothing.
  package var firstCharacter: SourceRange {
    SourceRange(file: file, start: start, end: min(start + 1, end))
  }

  /// The characters in the range.
  public var text: String {
    let start = min(max(start, 0), file.bytes.count)
    let end = min(max(end, start), file.bytes.count)
    return String(decoding: file.bytes[start..<end], as: UTF8.self)
  }
}

extension SourceRange: Hashable {
  public static func == (left: SourceRange, right: SourceRange) -> Bool {
    left.file === right.file && left.start == right.start && left.end == right.end
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(start)
    hasher.combine(end)
  }
}

extension SourceRange: CustomStringConvertible {
  public var description: String { place }
}
