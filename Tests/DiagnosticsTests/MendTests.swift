import Diagnostics
import Testing

@Suite("Mends")
struct MendTests {
  private static let file = SourceFile(name: "a.yaml", text: "one: 1\ntwo: 2\nthree: 3\nfour: 4\n")

  private static func range(_ start: Int, _ end: Int) -> SourceRange {
    SourceRange(file: file, start: start, end: end)
  }

  @Test("edits are made from the front, in whatever order they stand")
  func order() throws {
    let mend = Mend([.init(Self.range(7, 10), "zwei"), .init(Self.range(0, 3), "eins")])
    let bytes = try #require(mend.applied(to: Self.file))
    #expect(String(decoding: bytes, as: UTF8.self) == "eins: 1\nzwei: 2\nthree: 3\nfour: 4\n")
  }

  @Test("edits that overlap are refused")
  func overlap() {
    let mend = Mend([.init(Self.range(0, 5), "a"), .init(Self.range(4, 6), "b")])
    #expect(mend.applied(to: Self.file) == nil)
  }

  @Test("a mend that leads to another mistake at its place is left out, the others are made")
  func refused() {
    // A wrong word is replaced by what its mend says; "worse" is as wrong as "bad".
    func check(_ file: SourceFile) -> [Diagnostic] {
      let text = String(decoding: file.bytes, as: UTF8.self)
      return [("bad", "worse"), ("wrong", "right"), ("worse", nil)].flatMap { word, mend in
        text.ranges(of: word).map { place in
          let start = text[..<place.lowerBound].utf8.count
          let range = SourceRange(file: file, start: start, end: start + word.utf8.count)
          return Diagnostic(
            code: "word", message: "'\(word)' is wrong", range: range,
            mend: mend.map { Mend(replacing: range, with: $0) })
        }
      }
    }
    var mending = Mending(SourceFile(name: "a", text: "bad wrong\nwrong bad\n"), check: check)
    mending.run()
    #expect(String(decoding: mending.file.bytes, as: UTF8.self) == "bad right\nright bad\n")
    #expect(mending.mended.map(\.message) == ["'wrong' is wrong", "'wrong' is wrong"])
  }

  @Test("however much is wrong, a file is not read over and over")
  func bounded() {
    let names = (0..<1_000).map { "word\($0)" }
    var reads = 0
    var mending = Mending(SourceFile(name: "a", text: names.joined(separator: "\n"))) { file in
      reads += 1
      let text = String(decoding: file.bytes, as: UTF8.self)
      var start = 0
      return text.split(separator: "\n").map { line in
        let range = SourceRange(file: file, start: start, end: start + line.utf8.count)
        start += line.utf8.count + 1
        return Diagnostic(
          code: "word", message: "'\(line)' is wrong", range: range,
          mend: Mend(replacing: range, with: "\(line)!"))
      }
    }
    mending.run()
    #expect(reads <= 501)
    #expect(mending.mended.isEmpty)
  }

  @Test("a difference shows three lines around each change")
  func difference() {
    let old = (1...12).map { "line \($0)" }.joined(separator: "\n") + "\n"
    let new = old.replacing("line 6\n", with: "line six\n")
    #expect(
      LineDifference(from: old, to: new).unified(name: "a.yaml") == """
        --- a.yaml
        +++ a.yaml
        @@ -3,7 +3,7 @@
         line 3
         line 4
         line 5
        -line 6
        +line six
         line 7
         line 8
         line 9

        """)
    #expect(LineDifference(from: old, to: old).unified(name: "a.yaml").isEmpty)
  }
}
