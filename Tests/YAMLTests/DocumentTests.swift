import Diagnostics
import Testing
import YAML

@Suite("A document")
struct DocumentTests {
  @Test(
    "keeps texts, lists and mappings in the order of the file",
    arguments: [
      ("a: 1\nb: [x, 'y', \"z\"]\n", #"{"a": "1", "b": ["x", "y", "z"]}"#),
      ("- a\n- b: c\n  d: e\n-\n", #"["a", {"b": "c", "d": "e"}, null]"#),
      ("a:\n- b\n", #"{"a": ["b"]}"#), ("{a, b: ~}", #"{"a": null, "b": null}"#),
      ("---\na\n...\n# end\n", #""a""#), ("\u{FEFF}a: ü\n", #"{"a": "ü"}"#),
      ("a: it's 5 o'clock", #"{"a": "it's 5 o'clock"}"#), ("a: ''", #"{"a": ""}"#),
      ("a: >-\n  b\n  c\n\n  d\n", "{\"a\": \"b c\nd\"}"), ("a\r\nb", #""a b""#),
      ("", "nothing"), ("# only this\n", "nothing"), ("---\n", "null"),
    ])
  func trees(text: String, expected: String) {
    let (document, diagnostics) = Document.parse(SourceFile(name: "f", text: text))
    #expect(diagnostics.isEmpty)
    #expect(outline(document?.root) == expected)
  }

  @Test(
    "reads only what YAML 1.2 calls true, false and null as such",
    arguments: ["no", "yes", "on", "off", "True", "NULL", "'true'", "\"null\"", "12:30", "0012"])
  func texts(text: String) throws {
    let node = try #require(root("a: \(text)")?["a"])
    #expect(node.asBool == nil && !node.isNull && node.asInt == nil && node.asDecimalText == nil)
  }

  @Test(
    "keeps numbers as they are written",
    arguments: [
      ("0", 0, "0"), ("-12", -12, "-12"), ("12.50", nil, "12.50"), ("1e3", nil, nil),
      ("0x1F", nil, nil), ("1.", nil, nil), (".5", nil, nil), ("'5'", nil, nil), ("-", nil, nil),
      ("99999999999999999999", nil, "99999999999999999999"), ("1_000", nil, nil),
    ] as [(String, Int?, String?)])
  func numbers(text: String, whole: Int?, decimal: String?) throws {
    let node = try #require(root("a: \(text)\n")?["a"] ?? root("[\(text)x]"))
    #expect(node.asInt == whole && node.asDecimalText == decimal)
  }

  @Test("tells true, false and null")
  func constants() {
    let node = root("[true, false, null, ~, x]")
    #expect(node?.items.map(\.asBool) == [true, false, nil, nil, nil])
    #expect(node?.items.map(\.isNull) == [false, false, true, true, false])
  }

  @Test("finds keys in small and large mappings", arguments: [3, 16, 17, 500])
  func keys(count: Int) {
    let text = (0..<count).map { "k\($0): v\($0)\n" }.joined()
    let node = root(text)
    for index in 0..<count { #expect(node?["k\(index)"]?.text == "v\(index)") }
    #expect(node?["k\(count)"] == nil && node?[""] == nil)
    #expect(node?.entry("k2")?.key.range.startPosition.line == 3)
    #expect(node?.count == count && node?.items.isEmpty == true)
  }

  @Test("knows where each value stands, without comments and blank lines")
  func ranges() throws {
    let text =
      "grün: 'ä' # c\nlist:\n  - 🎉: x\n  - [a, b]\n\n# c\n"
      + "text: |\n  one\n  two\n\nlast: 1\n"
    let node = try #require(root(text))
    #expect(node["grün"]?.range.text == "'ä'")
    #expect(node["list"]?.range.text == "- 🎉: x\n  - [a, b]")
    #expect(node["list"]?.items[0].entry("🎉")?.value.range.place == "f.yaml:3:8")
    #expect(node["list"]?.items[1].range.text == "[a, b]")
    #expect(node["text"]?.range.text == "|\n  one\n  two")
    #expect(node["text"]?.text == "one\ntwo\n")
    #expect(node["last"]?.range.place == "f.yaml:11:7")
  }
}
