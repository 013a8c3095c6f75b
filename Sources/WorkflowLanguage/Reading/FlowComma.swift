import Diagnostics
import YAML

/// A comma of a formula that stands without quotes in `{…}` or `[…]`: there it ends the value.
enum FlowComma {
  static let remedy =
    "a comma inside {…} or […] ends the value: put quotes around the whole formula"

  /// Whether a value or a key is a piece of a formula that such a comma has cut.
  static func cuts(_ node: Node) -> Bool {
    guard node.isPlain else { return false }
    let open = node.withTextBytes { bytes in
      bytes.reduce(into: 0) { open, byte in
        if byte == UInt8(ascii: "(") { open += 1 }
        if byte == UInt8(ascii: ")") { open -= 1 }
      }
    }
    if open == 0 { return false }
    let (bytes, range) = (node.range.file.bytes, node.range)
    let neighbour =
      open > 0
      ? bytes[min(range.end, bytes.count)...].first { $0 > 0x20 }
      : bytes[..<min(range.start, bytes.count)].last { $0 > 0x20 }
    return neighbour == UInt8(ascii: ",")
  }
}
