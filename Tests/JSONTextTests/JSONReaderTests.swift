import JSONText
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
  @Test("JSON values are read as they are written")
  func json() throws {
    var reader = JSONReader(
      bytes: Array(#"{"a": [1.50, true, null, "x\u00e9\ud83d\ude00\n"]}"#.utf8))
    let value = try reader.document()
    #expect(
      value
        == .object([
          ("a", .array([.number("1.50"), .boolean(true), .null, .string("xé😀\n")]))
        ]))
  }

  @Test(
    "what is no JSON says where and why",
    arguments: [
      (#"{"a" 1}"#, "a colon is expected"), (#"{"a": 1"#, "a comma or } is expected"),
      ("[1, ]", "']' is no JSON value"), (#""\ud800""#, "half a character is escaped"),
      ("nul", "'nul' is no JSON value"), (#""a"#, "a text is not closed"),
      ("1 2", "nothing more is expected here"),
      (#"{a: 1}"#, "a name in double quotes is expected"),
      (#"{"a": 1, "b": 2, "a": 3}"#, "the name 'a' stands there twice"),
      ("01", "'01' is no JSON value"), ("1-2", "'1-2' is no JSON value"),
      ("1.", "'1.' is no JSON value"), ("-", "'-' is no JSON value"),
      ("1e", "'1e' is no JSON value"), ("+1", "'+1' is no JSON value"),
      (#""\x""#, "this escape does not exist in JSON"),
    ])
  func jsonMistakes(text: String, reason: String) {
    var reader = JSONReader(bytes: Array(text.utf8))
    #expect(throws: JSONReader.Mistake(line: 1, reason: reason)) { try reader.document() }
  }

  @Test("lists that are nested too deeply are refused")
  func depth() {
    var reader = JSONReader(bytes: Array(repeating: UInt8(ascii: "["), count: 100_000))
    #expect(throws: JSONReader.Mistake.self) { try reader.document() }
  }

  @Test("a name that stands twice is found in objects of any size, and at its line")
  func manyNames() throws {
    let names = (0..<40).map { "\"n\($0)\": 0" }
    var once = JSONReader(bytes: Array("{\(names.joined(separator: ","))}".utf8))
    #expect(try once.document()["n39"] == .integer(0))
    for name in [3, 11, 12, 13, 39] {
      let text = "{\(names.joined(separator: ","))\n,\"n\(name)\": 1}"
      var reader = JSONReader(bytes: Array(text.utf8))
      let mistake = JSONReader.Mistake(line: 2, reason: "the name 'n\(name)' stands there twice")
      #expect(throws: mistake) { try reader.document() }
    }
  }

  @Test("bytes that are no UTF-8 are refused inside a text")
  func encoding() {
    for bytes in [[0x22, 0xE9, 0x22], [0x22, 0x5C, 0x6E, 0xE9, 0x22]] as [[UInt8]] {
      var reader = JSONReader(bytes: bytes)
      #expect(throws: JSONReader.Mistake(line: 1, reason: "a text is not UTF-8")) {
        try reader.document()
      }
    }
  }

  @Test(
    "numbers keep what they say",
    arguments: [
      ("0", .integer(0)), ("-7", .integer(-7)), ("-0", .number("-0")),
      ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .number("9223372036854775808")), ("1.50", .number("1.50")),
      ("1E+3", .number("1E+3")), ("0.0e-1", .number("0.0e-1")),
    ] as [(String, JSON)])
  func numbers(text: String, value: JSON) {
    #expect(JSON(text: text) == value)
    #expect(JSON(text: text)?.compact == text)
  }
}
