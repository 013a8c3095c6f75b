import Diagnostics
import Testing
import YAML

@Suite("Strict YAML")
struct StrictnessTests {
  @Test(
    "refuses what is ambiguous or hidden, at its exact place",
    arguments: [
      ("a: 1\nb: 2\na: 3", ["duplicate-key@3:1 'a'"]),
      ("{a: 1, 'a': 2}", ["duplicate-key@1:8 ''a''"]),
      ("a: &x 1", ["anchor@1:4 '&x'"]), ("a: &x\n  b: 1", ["anchor@1:4 '&x'"]),
      ("&x a: 1", ["anchor@1:1 '&x'"]), ("a: [*x, 1]", ["alias@1:5 '*x'"]),
      ("a: !x &y b", ["tag@1:4 '!x'", "anchor@1:7 '&y'"]), ("a: !!str b", ["tag@1:4 '!!str'"]),
      ("a: !recurring", ["tag@1:4 '!recurring'"]), ("a: !x!y z", ["tag@1:4 '!x!y'"]),
      ("a: !<x> z", ["tag@1:4 '!<x>'"]), ("a:\n  <<: {b: 1}", ["merge-key@2:3 '<<'"]),
      ("? a\n: b", ["complex-key@1:1 '?'"]), ("[a]: b", ["complex-key@1:1 '['"]),
      ("{{a}: b}", ["complex-key@1:2 '{'"]), (": b", ["empty-key@1:1 ':'"]),
      ("a: 1\n---\nb: 2", ["several-documents@2:1 '---'"]),
      ("a: 1\n...\nb: 2", ["bad-indentation@3:1 'b:'"]),
      ("%YAML 1.2\n---\na: 1", ["directive@1:1 '%YAML 1.2'"]),
      ("a: 1\n...\n%TAG ! x\n---\nb", ["directive@3:1 '%TAG ! x'"]),
      ("# c\n%FOO\n---\na", ["directive@2:1 '%FOO'"]),
      ("a: x\u{0}y", ["control-character@1:5 '\u{0}'"]),
      ("a: \u{85}", ["control-character@1:4 '\u{85}'"]),
      (
        "a: x\u{2028}y\nb: \u{7F}",
        [
          "control-character@1:5 '\u{2028}'", "control-character@2:4 '\u{7F}'",
        ]
      ),
      ("a: \u{FEFF}x", ["control-character@1:4 '\u{FEFF}'"]),
    ])
  func refused(text: String, expected: [String]) {
    #expect(problems(text) == expected)
  }

  @Test(
    "refuses tabs except in quotes, blocks of text and comments",
    arguments: [
      ("a:\n\tb: 1", ["tab@2:1 '\t'"]), ("a:\t1", ["tab@1:3 '\t'"]), ("a: b\tc", ["tab@1:5 '\t'"]),
      ("a: 1\t# c", ["tab@1:5 '\t'"]), ("a: 1\t\nb: 2\t\t\n", ["tab@1:5 '\t'", "tab@2:5 '\t\t'"]),
      ("a: 'x\ty'\nb: \"x\ty\"\n# c\tc\nc: |\n  x\ty\n", []), ("a: 1 # c\tc", []),
      ("- \ta: 1", ["tab@1:3 '\t'"]), ("a:\n  b: 1\n\tc: 2", ["tab@3:1 '\t'"]),
      ("[a,\tb]", ["tab@1:4 '\t'"]), ("a:\t&x 1", ["tab@1:3 '\t'", "anchor@1:4 '&x'"]),
      ("\t", ["tab@1:1 '\t'"]), ("a: >\n\tx\n", ["tab@2:1 '\t'"]),
    ])
  func tabs(text: String, expected: [String]) {
    #expect(problems(text) == expected)
  }

  @Test("refuses other encodings and says where the first bad byte is")
  func encodings() {
    #expect(problems([0x61, 0x3A, 0x20, 0xFC, 0x0A]) == ["invalid-utf8@1:4 '\u{FFFD}'"])
    #expect(problems([0x61, 0x0A, 0xED, 0xA0, 0x80]) == ["invalid-utf8@2:1 '\u{FFFD}'"])
    #expect(problems([0x61, 0xC3]) == ["invalid-utf8@1:2 '\u{FFFD}'"])
    #expect(problems([0xC0, 0x80]) == ["invalid-utf8@1:1 '\u{FFFD}'"])
    #expect(problems([0xFF, 0xFE, 0x61, 0]).first?.hasPrefix("wrong-encoding") == true)
    #expect(problems([0, 0x61]).first?.hasPrefix("wrong-encoding") == true)
  }

  @Test("reports all problems in one pass, the syntax error last")
  func all() {
    let text = "a: &x 1\na: 2\nb:\n  c: 1\n  c: *x\n  d: \"open\n"
    #expect(
      problems(text) == [
        "anchor@1:4 '&x'", "duplicate-key@2:1 'a'", "duplicate-key@5:3 'c'", "alias@5:6 '*x'",
        "unclosed-quote@6:6 '\"'",
      ])
  }

  @Test("says where the first of two equal keys stands")
  func firstKey() throws {
    let file = SourceFile(name: "f", text: "a: 1\nb: 2\na: 3\na: 4")
    let found = Document.parse(file).diagnostics
    #expect(found.map { $0.notes.map { $0.range?.place } } == [["f:1:1"], ["f:1:1"]])
  }

  @Test("finds equal keys in large mappings")
  func manyKeys() {
    let text = (0..<1_000).map { "k\($0): 1\n" }.joined() + "k500: 2\nk7: 2\n"
    #expect(problems(text) == ["duplicate-key@1001:1 'k500'", "duplicate-key@1002:1 'k7'"])
  }

  @Test("shows the first hundred problems and says so")
  func cap() {
    let found = problems(String(repeating: "- *x\n", count: 5_000))
    #expect(found.count == 101)
    #expect(found[99] == "alias@100:3 '*x'" && found[100] == "too-many-problems")
    #expect(problems(String(repeating: "- *x\n", count: 500) + "- \"").count == 102)
  }

  @Test("refuses aliases that would grow without bounds")
  func laughs() {
    var text = "a0: &a0 [x]\n"
    for level in 1...30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(problems(text).count == 91)
  }
}
