import Testing

@testable import workflow_run

@Suite("Readers of records")
struct ReaderTests {
  @Test("JSON values are read as they are written")
  func json() throws {
    var reader = JSONReader(
      bytes: Array(#"{"a": [1.50, true, null, "x\u00e9\ud83d\ude00\n"]}"#.utf8))
    let value = try reader.document()
    #expect(
      value
        == .mapping([
          .init(name: "a", value: .list([.number("1.50"), .boolean(true), .empty, .text("xé😀\n")]))
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

  @Test(
    "references of records and events",
    arguments: [
      ("service:S1", nil, "service", "S1"), ("a-b/service:S1", "a-b", "service", "S1"),
      ("service:S:1/2", nil, "service", "S:1/2"), ("S1", nil, nil, "S1"),
    ] as [(String, String?, String?, String)])
  func references(text: String, workflow: String?, type: String?, id: String) throws {
    let reference = try RecordReference(text)
    #expect(reference.workflow == workflow)
    #expect(reference.type == type)
    #expect(reference.id == id)
  }

  @Test(
    "the form a verb takes in a refusal",
    arguments: [
      ("reactivate", "reactivated"), ("delete", "deleted"), ("publish", "published"),
      ("pay", "paid"), ("spend", "spent"), ("forgive", "forgiven"), ("cancel", "cancelled"),
      ("suspend", "suspended"), ("notify", "notified"),
      ("move_payments", nil), ("go", nil),
    ] as [(String, String?)])
  func participles(event: String, participle: String?) {
    #expect(EventPhrase.participle(of: event) == participle)
  }
}
