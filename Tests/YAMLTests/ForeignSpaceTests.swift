import Diagnostics
import Testing
import YAML

@Suite("Spaces of typography")
struct ForeignSpaceTests {
  @Test(
    "are told where a plain one is meant",
    arguments: [
      ("a:\u{A0}b\nc: d", "foreign-space@1:3 '\u{A0}'"),
      ("a: b\u{A0}\nc: d", "foreign-space@1:5 '\u{A0}'"),
      ("a: \u{202F}b", "foreign-space@1:4 '\u{202F}'"),
      ("a: [b, c\u{2009} ]", "foreign-space@1:9 '\u{2009}'"),
      ("- a:\u{A0}b", "foreign-space@1:5 '\u{A0}'"),
      ("a:\n  b: c\n\u{A0}\u{A0}d: e", "foreign-space@3:1 '\u{A0}\u{A0}'"),
      ("a:\n  b: c\n\u{A0} d: e\n  f: g", "foreign-space@3:1 '\u{A0} '"),
      ("\u{3000}a: b", "foreign-space@1:1 '\u{3000}'"),
    ])
  func structure(text: String, expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test("within a text they are part of it")
  func texts() {
    for (text, expected) in [
      ("a: 100\u{A0}€", "100\u{A0}€"), ("a: \"Note:\u{A0}b\"", "Note:\u{A0}b"),
      ("a: 'b\u{A0}'", "b\u{A0}"),
      ("a: |\n  \u{3000}one\n  two\u{A0}\n", "\u{3000}one\ntwo\u{A0}\n"),
      ("a: \"b\n  \u{3000}c\"", "b \u{3000}c"), ("a: b # c\u{A0}", "b"),
    ] {
      #expect(root(text)?["a"]?.text == expected, "\(problems(text))")
    }
  }

  @Test("a mend writes plain ones, and nothing is left to say")
  func mend() throws {
    for text in ["a:\u{A0}b", "a: b\u{A0}", "a:\n  b: c\n\u{A0}\u{A0}d: e"] {
      let file = SourceFile(name: "f.yaml", text: text)
      let found = Document.parse(file).diagnostics
      let bytes = try #require(found.first?.mend?.applied(to: file))
      #expect(problems(bytes).isEmpty, "\(text)")
    }
  }
}
