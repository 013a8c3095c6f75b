import Diagnostics
import Testing
import YAML

@Suite("A range of a text")
struct TextRangeTests {
  @Test(
    "is where those characters stand in the file",
    arguments: [
      ("a: one two", "two"), ("a: 'it''s two'", "two"), ("a: \"\\u00e4\\n two\"", "two"),
      ("a: >\n  one\n  two\n", "two"), ("a: |\n  one\n    two\n", "two"),
      ("a: |2\n   one\n  two\n", "two"), ("a: one\n   two\n", "two"),
      ("a: \"one\n   two\"", "two"), ("a: >-\n\n  ä 🎉\n\n   one\n  two three\n  four\n", "two"),
      ("a: 'one  \n\n   two'", "two"), ("a: \"one \\\n   two\"", "two"),
      ("a: |+\n  one\n  two\n\n\n", "two"), ("a: >\r\n  one\r\n  two\r\n", "two"),
      ("a: > # note 1\n  one\n\n\n  two", "two"), ("a:\n  b: |1\n    one\n   two\n", "two"),
      ("a:\n  - >\n    one\n    two\n  - c", "two"), ("\u{FEFF}a: 'ü'' two'", "two"),
    ])
  func exact(text: String, word: String) throws {
    var node = try #require(root(text)?["a"])
    if let inner = node["b"] ?? node.items.first { node = inner }
    let decoded = Array(node.text.utf8)
    let needle = Array(word.utf8)
    let start = try #require(
      decoded.indices.first { decoded[$0...].starts(with: needle) })
    #expect(node.range(ofText: start..<start + needle.count).text == word)
    let whole = node.range(ofText: 0..<decoded.count)
    #expect(whole.start >= node.range.start)
    let first = node.range(ofText: 0..<1)
    #expect(first.end > first.start)
  }

  @Test("covers an escape or a folded line break as a whole")
  func escapes() throws {
    let quoted = try #require(root(#"a: "x\u00e4y""#)?["a"])
    #expect(quoted.range(ofText: 1..<3).text == #"\u00e4"#)
    let folded = try #require(root("a: >\n  x\n  y\n")?["a"])
    #expect(folded.range(ofText: 1..<2).text == "\n  ")
    #expect(folded.range(ofText: 0..<3).text == "x\n  y")
  }

  @Test("outside the text is at its end")
  func outside() throws {
    let node = try #require(root("a: 'xyz' ")?["a"])
    #expect(node.range(ofText: 3..<3).place == "f.yaml:1:8")
    #expect(node.range(ofText: 90..<99).place == "f.yaml:1:8")
    #expect(node.range(ofText: 1..<1).place == "f.yaml:1:6")
  }

  @Test("is exact for texts made at random")
  func random() throws {
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let pieces = ["a", "b c", "ä", "🎉", " ", "  ", "\n  ", "\n\n  ", "\n   "]
    for _ in 0..<2_000 {
      let body = "x" + (0..<next(12)).map { _ in pieces[next(pieces.count)] }.joined() + "z"
      let style = ["", "'", "\"", "|\n  ", ">\n  ", ">+\n  ", "|-\n  "][next(7)]
      let close = style.count == 1 ? style : "\n"
      let text = "a: \(style)\(body)\(close)"
      guard let node = root(text)?["a"] else { continue }
      let decoded = Array(node.text.utf8)
      for (index, byte) in decoded.enumerated() where byte > 0x20 {
        let range = node.range(ofText: index..<index + 1)
        #expect(node.range.file.bytes[range.start] == byte, "seed 7: \(text.debugDescription)")
        #expect(range.end == range.start + 1)
      }
    }
  }
}
