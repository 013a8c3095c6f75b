import Diagnostics
import Foundation
import Testing
import YAML

@testable import SCXML

/// Whatever a text holds, it is read as it was written.
@Suite("Texts that are written")
struct WritingTests {
  private struct Draw: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let seed =
    ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }
    ?? UInt64.random(in: 1...1_000_000_000)

  private static let pieces =
    "a Z 0 9 - -1 = == ( ) : :x ? ! & * % @ | > < ~ # ' '' \" \\ , [ ] { } . _ null true é ü 🌬 \t \n \r ` ; /"
    .split(separator: " ").map(String.init) + [
      " ", "  ", ": ", " #", "- ", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}",
    ]

  private static func text(_ random: inout Draw) -> String {
    (0..<Int.random(in: 1...5, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
  }

  private func read(_ text: String) throws -> Node {
    let (document, diagnostics) = Document.parse(SourceFile(name: "f.yaml", text: text))
    try #require(diagnostics.isEmpty, "\(rendered(diagnostics))")
    return try #require(document?.root)
  }

  @Test("a text in YAML, wherever it stands")
  func yaml() throws {
    print("texts in YAML: SEED=\(Self.seed)")
    var random = Draw(state: Self.seed)
    for _ in 0..<2000 {
      let (one, two) = (Self.text(&random), Self.text(&random))
      let written = YAMLText.map([
        ("a", .plain(one)), ("b", .quoted(two)), ("empty", .map([])), ("none", .list([])),
        ("inline", .inline([("c", .plain(two)), ("d", .row([.plain(one), .quoted(one)]))])),
        (
          "list",
          .list([
            .plain(two),
            .map([("e", .plain(one)), ("f", .list([.plain(two), .list([.quoted(one)])]))]),
            .map([]), .row([]),
          ])
        ),
      ])
      let root = try read(written.text())
      let keys = root.entries.map(\.key.text)
      try #require(keys == ["a", "b", "empty", "none", "inline", "list"], "\(written.text())")
      let values = Dictionary(
        root.entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { _, last in last })
      let inline = try #require(values["inline"]?.entries.map(\.value))
      let list = Array(try #require(values["list"]).items)
      let inner = list[1].entries.map(\.value)
      let nested = Array(inner[1].items)
      let found: [String?] = [
        values["a"]?.text, values["b"]?.text, inline[0].text, inline[1].items.map(\.text).joined(),
        list[0].text, inner[0].text, nested[0].text, nested[1].items.map(\.text).joined(),
      ]
      #expect(found == [one, two, two, one + one, two, one, two, one], "\(written.text())")
      #expect(list.count == 4)
    }
  }

  @Test("a text in an attribute of XML, and a remark that says it in one")
  func xml() throws {
    print("texts in XML: SEED=\(Self.seed)")
    var random = Draw(state: Self.seed)
    for _ in 0..<2000 {
      let (one, two) = (Self.text(&random), Self.text(&random))
      let written = XMLText.element(
        "a", [("one", one), ("two", two)],
        [.comment(one + two), .element("b", [("three", two + one)], [])])
      let file = SourceFile(name: "f.xml", text: written.text())
      let root = try XMLReader.read(file).get()
      // XML 1.0 has no way to say other control characters.
      func expected(_ text: String) -> String {
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.map { $0 < " " && $0 != "\n" && $0 != "\t" ? " " : $0 }))
      }
      #expect(root.attribute("one")?.value == expected(one))
      #expect(root.attribute("two")?.value == expected(two))
      #expect(root.children.map(\.name) == ["b"])
      #expect(root.children.first?.attribute("three")?.value == expected(two + one))
    }
  }

  @Test("a chart whose texts have invisible characters loads, and keeps them")
  func invisible() throws {
    let text = "a\u{7F}\u{85}\u{2028}\u{FEFF}b"
    let chart = try ConvertedChart(
      document(
        """
        <datamodel><data id="t" expr="'\(text)'"/></datamodel>
        <state id="s"><onentry><log label="\(text)" expr="'\(text)'"/></onentry>
        <transition cond="t == '\(text)'" target="e"/></state><final id="e"/>
        """, "datamodel=\"ecmascript\""))
    #expect(try chart.play(nil).final == "e")
  }
}
