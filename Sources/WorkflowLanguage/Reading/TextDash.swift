import Diagnostics
import YAML

/// Items that begin with a dash or a dot of typography: `– close`, `• close`.
struct TextDash {
  let mistake: Mistake
  /// The first such sign.
  let range: SourceRange

  /// - Parameter node: What stands where a list is expected.
  init?(_ node: Node) {
    let first = node.isMapping ? node.entries.first?.key : node
    guard let first, first.isPlain, let sign = first.text.first, Self.signs.contains(sign),
      first.text.dropFirst().first == " "
    else { return nil }
    let file = node.range.file
    let starts = Self.lineStarts(of: node)
    let signs = starts.compactMap { start -> SourceRange? in
      let range = SourceRange(file: file, start: start, end: start + String(sign).utf8.count)
      return range.text == String(sign) ? range : nil
    }
    range = SourceRange(
      file: file, start: first.range.start, end: first.range.start + String(sign).utf8.count)
    mistake = .textDash(sign, edits: signs.map { .init($0, "-") })
  }

  /// Where the lines of a value begin, behind their indentation.
  private static func lineStarts(of node: Node) -> [Int] {
    let bytes = node.range.file.bytes
    var starts = [node.range.start]
    var index = node.range.start
    while index < min(node.range.end, bytes.count) {
      if bytes[index] == 0x0A || bytes[index] == 0x0D {
        var next = index + 1
        while next < bytes.count, bytes[next] == 0x20 { next += 1 }
        starts.append(next)
      }
      index += 1
    }
    return starts
  }

  private static let signs: Set<Character> = ["–", "—", "−", "•", "‣", "▪", "●", "·"]
}
