import Diagnostics
import Testing
import YAML

@Suite("A syntax error")
struct SyntaxTests {
  @Test(
    "names its probable cause",
    arguments: [
      ("a: \"b\nc: d\n", "unclosed-quote@1:4 '\"'"), ("a: 'b\n", "unclosed-quote@1:4 '''"),
      ("a: \"b\nc: \"d\"\n", "unclosed-quote@1:4 '\"'"),
      ("a: 'it's'", "text-after-quote@1:4 ''it's''"),
      ("a: \"b\" c", "text-after-quote@1:4 '\"b\"'"),
      ("a: [\"b\" c]", "text-after-quote@1:5 '\"b\"'"),
      ("a: note: this", "colon-in-text@1:8 ':'"), ("- a: b: c", "colon-in-text@1:7 ':'"),
      ("a: b\n  c: d", "bad-indentation@2:3 'c:'"),
      ("a: @b", "reserved-character@1:4 '@'"), ("a: `b`", "reserved-character@1:4 '`'"),
      ("a: %b", "reserved-character@1:4 '%'"), ("a: * b", "reserved-character@1:4 '*'"),
      ("a: & b", "reserved-character@1:4 '&'"), ("a: {b} c", "reserved-character@1:4 '{b} c'"),
      ("a: [b] or c", "reserved-character@1:4 '[b] or c'"),
      ("a: 1\nb\nc: 2", "missing-colon@2:1 'b'"), ("a: 1\nb", "missing-colon@2:1 'b'"),
      ("a: [b, c\nd: e", "unclosed-bracket@1:4 '['"), ("a: [b, c", "unclosed-bracket@1:4 '['"),
      ("a: {b: c\n", "unclosed-bracket@1:4 '{'"), ("a: [b: c d: e]", "unclosed-bracket@1:8 'c d'"),
      ("a: [b, , c]", "missing-value@1:8 ','"), ("a: \"\\d\"", "bad-escape@1:5 '\\d'"),
      ("a: - b", "bad-indentation@1:4 '-'"), ("a:\n    b: 1\n  c: 2", "bad-indentation@3:3 'c:'"),
      ("a: 1\n- b", "bad-indentation@2:1 '-'"), ("- a\nb: 1", "bad-indentation@2:1 'b:'"),
      ("a: ? b", "reserved-character@1:4 '?'"), ("a: > text", "bad-block-text@1:6 'text'"),
      ("a: 1\n b: 2", "bad-indentation@2:2 'b:'"),
      ("[a]\nb: 1", "bad-indentation@2:1 'b:'"), ("a: ]", "missing-value@1:4 ']'"),
      ("ü: \"ä\" ö", "text-after-quote@1:4 '\"ä\"'"), ("a: b\n%c: d", "directive@2:1 '%c: d'"),
      ("a:\n  - b\n  c: d", "bad-indentation@3:3 'c:'"), ("a: 'x\n---\n", "unclosed-quote@1:4 '''"),
    ])
  func causes(text: String, expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test("a bracket inside a text in brackets leads to quotes around the text")
  func bracketInText() {
    let file = SourceFile(name: "f", text: "a: {b: Somebody has {email}.}")
    #expect(
      Document.parse(file).diagnostics.map(\.label)
        == ["if it belongs to the text before it, put quotes around the whole text"])
  }

  @Test("never has the words of the parser in it, and always a remedy")
  func words() {
    for text in ["a: 'b", "a: b: c", "a: @", "- a\nb: 1", "a: [", "a: {b} c", "a: ]", "a\nb: 1"] {
      for found in Document.parse(SourceFile(name: "f", text: text)).diagnostics {
        #expect(found.label != nil, "\(text)")
        #expect(!found.message.contains("did not find"))
      }
    }
  }
}

@Suite("The pages of YAML's diagnostics")
struct PageTests {
  static let described: Set<String> = [
    "invalid-utf8", "wrong-encoding", "file-too-large", "too-many-values", "text-too-long",
    "too-many-problems", "yaml-syntax",
  ]

  @Test("show examples that give the diagnostic, and none when put right", arguments: YAML.codes)
  func examples(page: DiagnosticPage) {
    guard !PageTests.described.contains(page.code) else {
      #expect(page.bad.hasPrefix("("))
      return
    }
    #expect(problems(page.bad).contains { $0.hasPrefix("\(page.code)@") }, "\(problems(page.bad))")
    #expect(problems(page.good).isEmpty)
  }

  @Test("have different codes")
  func codes() {
    #expect(Set(YAML.codes.map(\.code)).count == YAML.codes.count)
  }
}
