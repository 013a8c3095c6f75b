import Diagnostics
import Testing
import YAML

@Suite("A file made at random")
struct RandomTests {
  /// A generator that gives the same numbers for the same seed.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  @Test("is read or refused, and every range lies within it", arguments: [1, 2, 3] as [UInt64])
  func survives(seed: UInt64) {
    var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15)
    let pieces = [
      "a", "b: ", "- ", "\n", "\n  ", "\n    ", "'", "\"", "[", "]", "{", "}", ", ", ": ", "? ",
      "&x ", "*x", "!t ", "|\n", ">\n", ">-\n  ", "# c", "\t", "\u{7}", "ä", "🎉", "\r\n", "---\n",
      "...\n", "%Y", "\\", "@", "`", "<<: ", "null", "12", "\u{FEFF}", "\u{2028}",
    ]
    for _ in 0..<3_000 {
      let count = Int.random(in: 0..<30, using: &random)
      var bytes = (0..<count).flatMap { _ in
        Array(pieces.randomElement(using: &random).map { $0.utf8 } ?? "".utf8)
      }
      if Int.random(in: 0..<10, using: &random) == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let file = SourceFile(name: "f", bytes: bytes)
      let (document, diagnostics) = Document.parse(file)
      #expect(document != nil || diagnostics.hasErrors, "seed \(seed): \(bytes)")
      for found in diagnostics {
        #expect((found.range?.end ?? 0) <= bytes.count)
        #expect(!DiagnosticRenderer(color: true).render(found).isEmpty)
      }
      if let root = document?.root { visit(root, bytes.count) }
    }
  }

  private func visit(_ node: Node, _ size: Int) {
    let range = node.range
    #expect(range.start <= range.end && range.end <= size)
    let length = node.text.utf8.count
    for index in 0..<length {
      let part = node.range(ofText: index..<index + 1)
      #expect(part.start >= range.start && part.end <= size)
    }
    for item in node.items { visit(item, size) }
    for (key, value) in node.entries {
      visit(key, size)
      visit(value, size)
    }
  }
}
