import Diagnostics
import YAML

/// What people put before a formula where one stands anyway: `=x > 1`, `AND x > 1`.
struct LeadingHabit {
  let mistake: Mistake
  let range: SourceRange

  init?(_ text: String, of node: Node) {
    let first = text.utf8.first
    if first == UInt8(ascii: "="), !text.hasPrefix("==") {
      mistake = .leadingEquals()
      let spaces = text.utf8.dropFirst().prefix { $0 == 0x20 }
      range = node.range(ofText: 0..<1 + spaces.count)
      return
    }
    // Nearly every formula begins with a small letter.
    guard let first, first &- 0x41 < 26 || first == UInt8(ascii: "a") || first == UInt8(ascii: "o"),
      let space = text.utf8.firstIndex(of: 0x20)
    else { return nil }
    let word = String(text[..<space])
    guard ["AND", "OR", "and", "or", "And", "Or"].contains(word) else { return nil }
    mistake = .leadingJoin(word)
    range = node.range(ofText: 0..<word.utf8.count + 1)
  }
}
