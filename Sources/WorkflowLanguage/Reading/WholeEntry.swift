import Diagnostics
import YAML

/// A key and its value that fill a line of their own.
struct WholeEntry {
  private let line: SourceRange

  /// - Parameter node: The value; nil where its key does not stand alone on its line with it.
  init?(ofValue node: Node) {
    let bytes = node.range.file.bytes
    func isBreak(_ index: Int) -> Bool { bytes[index] == 0x0A || bytes[index] == 0x0D }
    var (start, end) = (node.range.start, node.range.end)
    while start > 0, !isBreak(start - 1) { start -= 1 }
    while end < bytes.count, !isBreak(end) { end += 1 }
    let before = bytes[start..<node.range.start].drop { $0 == 0x20 }
    let after = bytes[node.range.end..<end]
    guard let first = before.first, first != UInt8(ascii: "-"),
      before.allSatisfy({ !"{}[],".utf8.contains($0) }), after.allSatisfy({ $0 == 0x20 })
    else { return nil }
    line = SourceRange(file: node.range.file, start: start, end: min(end + 1, bytes.count))
  }

  var removal: Mend.Edit { Mend.Edit(line, "") }
}
