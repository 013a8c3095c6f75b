import Diagnostics
import YAML

/// A comma of a formula that stands without quotes in `{…}` or `[…]`: there it ends the value.
enum FlowComma {
  static let remedy =
    "a comma inside {…} or […] ends the value: put quotes around the whole formula"

  /// A formula in `{…}` that commas have cut, of which a key is a piece: all of it, from the value
  /// that it begins with; nil where it is not closed, or not begun.
  static func whole(_ key: Node, in form: Form) -> SourceRange? {
    guard let first = form.last?.value, form.node.style == .flowMapping, first.isPlain else {
      return nil
    }
    var open = openings(first)
    var hasKey = false
    let file = first.range.file
    for (piece, value) in form.node.entries where piece.range.start >= first.range.end {
      guard open > 0, piece.isPlain, value.isNothing, piece.range.file === file else { return nil }
      if piece.range.start == key.range.start { hasKey = true }
      open += openings(piece)
      if open <= 0 {
        let range = SourceRange(file: file, start: first.range.start, end: piece.range.end)
        return hasKey && open == 0 && !range.text.contains("\n") ? range : nil
      }
    }
    return nil
  }

  /// How many parentheses are opened and not closed.
  private static func openings(_ node: Node) -> Int {
    node.withTextBytes { bytes in
      bytes.reduce(into: 0) { open, byte in
        if byte == UInt8(ascii: "(") { open += 1 }
        if byte == UInt8(ascii: ")") { open -= 1 }
      }
    }
  }

  /// Whether a value or a key is a piece of a formula that such a comma has cut.
  static func cuts(_ node: Node) -> Bool {
    guard node.isPlain else { return false }
    let open = openings(node)
    if open == 0 { return false }
    let (bytes, range) = (node.range.file.bytes, node.range)
    let neighbour =
      open > 0
      ? bytes[min(range.end, bytes.count)...].first { $0 > 0x20 }
      : bytes[..<min(range.start, bytes.count)].last { $0 > 0x20 }
    return neighbour == UInt8(ascii: ",")
  }
}
