import JSONText
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  @Test(
    "quotes, backslashes, control characters and what some take as a line's end are escaped",
    arguments: [
      ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#), ("\n\r\t", #""\n\r\t""#),
      ("\u{0}\u{1F}", #""\u0000\u001f""#),
      ("\u{7F}\u{80}\u{9F}\u{A0}", "\"\\u007f\\u0080\\u009f\u{A0}\""),
      ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""),
      ("\u{FEFE}\u{FEFF}\u{FFFD}\u{FFFE}\u{FFFF}", "\"\u{FEFE}\\ufeff\u{FFFD}\\ufffe\\uffff\""),
      ("ä€😀", "\"ä€😀\""), ("", "\"\""),
    ])
  func escapes(text: String, expected: String) {
    #expect(JSON.string(text).compact == expected)
  }

  @Test("members keep their order, on one line or on one each")
  func forms() {
    let value = JSON.object([
      ("b", .array([.integer(-1), .null, .boolean(true)])), ("a", .object([])),
      ("c", .array([.object([("d", .raw("1.0"))]), .array([])])),
    ])
    #expect(value.compact == #"{"b":[-1,null,true],"a":{},"c":[{"d":1.0},[]]}"#)
    #expect(
      value.pretty == """
        {
          "b": [-1,null,true],
          "a": {},
          "c": [
            {
              "d": 1.0
            },
            []
          ]
        }

        """)
  }

  @Test("whatever is written is read back as it was")
  func roundTrip() {
    var random = SeededRandom()
    for _ in 0..<2000 {
      let value = Self.value(depth: 0, &random)
      #expect(JSON(text: value.compact) == value, "SEED=\(SeededRandom.givenSeed) \(value.compact)")
      #expect(JSON(text: value.pretty) == value, "SEED=\(SeededRandom.givenSeed) \(value.compact)")
    }
  }

  private static func value(depth: Int, _ random: inout some RandomNumberGenerator) -> JSON {
    switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .boolean(.random(using: &random))
    case 2: .integer(.random(in: .min ... .max, using: &random))
    case 3: .number("\(Int.random(in: 0...99, using: &random)).50")
    case 4: .string(text(&random))
    case 5:
      .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) })
    default:
      .object(
        (0..<Int.random(in: 0...15, using: &random)).map {
          ("\($0):\(text(&random))", value(depth: depth + 1, &random))
        })
    }
  }

  private static func text(_ random: inout some RandomNumberGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      let range: ClosedRange<UInt32> =
        [0...0x9F, 0x2020...0x2030, 0xFEF0...0xFFFF, 0x1F600...0x1F610].randomElement(
          using: &random)
        ?? 0...0
      Unicode.Scalar(.random(in: range, using: &random)).map { text.unicodeScalars.append($0) }
    }
    return text
  }
}
