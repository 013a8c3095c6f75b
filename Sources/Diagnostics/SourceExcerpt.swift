/// The line a range begins on, cut to what a terminal can show, and where the marks go.
struct SourceExcerpt {
  let text: String
  /// In terminal cells from the start of the text.
  let markStart: Int
  /// In terminal cells, at least 1; a range over several lines is marked to the end of the first.
  let markWidth: Int

  /// A longer line is cut around the marks.
  static let widestLine = 100
  /// How much of a line is looked at on either side of the marks, in bytes.
  private static let reach = 600
  /// How many cells stay in front of the marks in a line that is cut.
  private static let lead = 30

  init(_ range: SourceRange) {
    let line = range.file.lineRange(range.startPosition.line)
    let start = min(max(range.start, line.lowerBound), line.upperBound)
    let end = min(max(range.end, start), line.upperBound)
    let bytes = range.file.bytes
    var from = max(line.lowerBound, start - SourceExcerpt.reach)
    while from > line.lowerBound, bytes[from].isContinuation { from -= 1 }
    var to = min(line.upperBound, start + SourceExcerpt.reach)
    while to < line.upperBound, bytes[to].isContinuation { to += 1 }
    var characters = DisplayCharacter.characters(in: bytes[from..<to])[...]

    let width = characters.reduce(0) { $0 + $1.width }
    let isCut = width > SourceExcerpt.widestLine || from > line.lowerBound || to < line.upperBound
    let isCutInFront: Bool
    var isCutBehind = false
    if isCut {
      isCutInFront = SourceExcerpt.trimFront(&characters, before: start) || from > line.lowerBound
      isCutBehind = SourceExcerpt.trimBack(&characters) || to < line.upperBound
    } else {
      isCutInFront = false
    }

    let inFront = characters.prefix { $0.offset < start }.reduce(0) { $0 + $1.width }
    let marked = characters.filter { $0.offset >= start && $0.offset < end }
    self.text =
      (isCutInFront ? "…" : "") + characters.map(\.text).joined() + (isCutBehind ? "…" : "")
    self.markStart = inFront + (isCutInFront ? 1 : 0)
    self.markWidth = max(1, marked.reduce(0) { $0 + $1.width })
  }

  /// Drops what lies far before the marks; says whether something was dropped.
  private static func trimFront(
    _ characters: inout ArraySlice<DisplayCharacter>, before start: Int
  ) -> Bool {
    var inFront = characters.prefix { $0.offset < start }.reduce(0) { $0 + $1.width }
    var dropped = false
    // A mark near the start needs no cut there: the end is cut instead.
    guard inFront > widestLine * 2 / 3 else { return false }
    while inFront > lead, let first = characters.popFirst() {
      inFront -= first.width
      dropped = true
    }
    return dropped
  }

  /// Drops what does not fit behind the marks; says whether something was dropped.
  private static func trimBack(_ characters: inout ArraySlice<DisplayCharacter>) -> Bool {
    var width = characters.reduce(0) { $0 + $1.width }
    var dropped = false
    while width > widestLine, let last = characters.popLast() {
      width -= last.width
      dropped = true
    }
    return dropped
  }
}
