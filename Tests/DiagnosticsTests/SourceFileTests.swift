import Diagnostics
import Testing

@Suite("A source file")
struct SourceFileTests {
  @Test(
    "counts lines and characters from 1",
    arguments: [
      ("ab\ncd", 0, 1, 1), ("ab\ncd", 2, 1, 3), ("ab\ncd", 3, 2, 1), ("ab\ncd", 5, 2, 3),
      ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("grün: x", 6, 1, 6), ("🎉 x", 5, 1, 3),
      ("\u{FEFF}a", 3, 1, 1), ("", 0, 1, 1), ("a\n", 2, 2, 1), ("a", 99, 1, 2), ("a", -1, 1, 1),
    ])
  func positions(text: String, offset: Int, line: Int, column: Int) {
    let file = SourceFile(name: "f", text: text)
    #expect(file.position(at: offset) == SourcePosition(line: line, column: column))
  }

  @Test("gives lines without their breaks")
  func lines() {
    let file = SourceFile(name: "f", text: "one\r\ntwo\n\nfour")
    #expect((0...5).map(file.line) == ["", "one", "two", "", "four", ""])
    #expect(file.lineCount == 4)
  }

  @Test("makes ranges that know their place and text")
  func ranges() {
    let file = SourceFile(name: "w/a.yaml", text: "a: 1\nbü: 2\n")
    let range = file.range(10, 11)
    #expect(range.place == "w/a.yaml:2:5")
    #expect(range.text == "2")
    #expect(file.range(-4, 400).text == "a: 1\nbü: 2\n")
    #expect(range == file.range(10, 11))
    #expect(range != file.range(10, 12) && range != file.range(9, 11))
    #expect(range != SourceFile(name: "w/a.yaml", text: "a: 1\nbü: 2\n").range(10, 11))
  }

  @Test("sorts diagnostics by file and place, those without a place last")
  func sorting() {
    let (a, b) = (SourceFile(name: "a", text: "xyz"), SourceFile(name: "b", text: "xyz"))
    let found = [nil, b.range(0, 1), a.range(2, 3), a.range(1, 2)].map {
      Diagnostic(code: "c", message: "m", range: $0)
    }
    #expect(found.sortedByPlace().map { $0.range?.place } == ["a:1:2", "a:1:3", "b:1:1", nil])
    #expect(found.hasErrors)
  }
}

@Suite("A suggestion")
struct SuggestionTests {
  @Test(
    "is the nearest name, if one is near",
    arguments: [
      ("activ", "active"), ("acitve", "active"), ("Active", "active"), ("closd", "closed"),
      ("deactivate", "deactivated"), ("lockd", "locked"), ("zzz", nil), ("x", nil), ("", nil),
      ("active", nil),
    ])
  func nearest(typed: String, meant: String?) {
    let names = ["active", "closed", "locked", "deactivated"]
    #expect(suggestion(for: typed, among: names) == (typed == "active" ? nil : meant))
  }

  @Test("counts neighbours that changed places as one slip, and each such pair")
  func neighbours() {
    #expect(suggestion(for: "pya", among: ["pay"]) == "pay")
    #expect(suggestion(for: "abcd", among: ["badc"]) == nil)
    #expect(suggestion(for: "pya", among: ["pxa"]) == "pxa")
    #expect(suggestion(for: "pay", among: ["ypx"]) == nil)
  }

  @Test("is not looked for among endless names")
  func endless() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(suggestion(for: long, among: [long + "b"]) == nil)
    #expect(suggestion(for: "aaa", among: [long]) == nil)
    let (longest, tooLong) = (String(long.prefix(80)), String(long.prefix(81)))
    #expect(suggestion(for: longest, among: [String(long.prefix(79))]) != nil)
    #expect(suggestion(for: tooLong, among: [longest]) == nil)
  }
}
