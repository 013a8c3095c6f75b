import JSONText
import RecordFiles
import Testing
import TextFiles

@Suite("Rows of CSV")
struct CSVReaderTests {
  /// Every row in a few words: `id type name=value…`, or `line: reason`.
  static func rows(_ bytes: [UInt8], _ form: RecordForm = .csv) throws -> [String] {
    var reader = try form.reader(of: ByteStream(name: "rows", bytes: bytes))
    var rows: [String] = []
    while let row = try reader.next() {
      switch row {
      case .problem(let line, let reason): rows.append("\(line): \(reason)")
      case .record(let record):
        let fields = record.fields.map { "\($0.name)=\($0.value.compact)" }
        rows.append(([record.id ?? "-", record.type ?? "-"] + fields).joined(separator: " "))
      }
    }
    return rows
  }

  static func rows(_ text: String, _ form: RecordForm = .csv) throws -> [String] {
    try rows(Array(text.utf8), form)
  }

  @Test("cells with separators, quotes and line breaks; an empty text is not nothing")
  func cells() throws {
    let text = "id,note,x\r\nA,\"a, \"\"b\"\"\nc\",\r\nB,\"\",1\r\n"
    #expect(
      try Self.rows(text) == [
        #"A - note="a, \"b\"\nc" x=null"#, #"B - note="" x="1""#,
      ])
  }

  @Test("semicolons and tabs are found in the heading")
  func separators() throws {
    #expect(try Self.rows("id;n\nA;1,5\n") == [#"A - n="1,5""#])
    #expect(try Self.rows("id\tn\nA\t1;5\n") == [#"A - n="1;5""#])
  }

  @Test("lines end as any system ends them", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    let lines = ["id,n", "A,\"x\"", "", "B,y", "C"]
    let text = lines.joined(separator: end) + end
    #expect(
      try Self.rows(text) == [
        #"A - n="x""#, #"B - n="y""#, "5: the row has 1 cell, the heading 2",
      ])
    let objects = [#"{"id": "A"}"#, "", #"{"id": "B"}"#, "x"].joined(separator: end)
    #expect(try Self.rows(objects, .jsonl) == ["A -", "B -", "4: 'x' is no JSON value"])
  }

  @Test("a first line sep= says what stands between cells", arguments: [";", ",", "|", "\t"])
  func said(sign: String) throws {
    #expect(
      try Self.rows("sep=\(sign)\r\nid\(sign)n\r\nA\(sign)\"1\"\r\n") == [#"A - n="1""#])
  }

  @Test("a heading ID or Type is meant, unless the name itself stands there")
  func headings() throws {
    #expect(try Self.rows("ID,Type,n\nA,t,1\n") == [#"A t n="1""#])
    #expect(try Self.rows("ID,id\nx,A\n") == [#"A - ID="x""#])
  }

  @Test("a column that stands there twice refuses the file")
  func twice() throws {
    #expect(try Self.rows("id,n,n\nA,1,2\n") == ["1: the column 'n' stands there twice"])
    #expect(
      try Self.rows("id,e\u{301},\u{E9}\nA,1,2\n")
        == ["1: the column '\u{E9}' stands there twice"])
  }

  @Test("a name that an object has twice is no record")
  func twiceInJSON() throws {
    let text = #"{"id": "A", "n": 1, "n": 2}"#
    #expect(try Self.rows(text, .jsonl) == ["1: the name 'n' stands there twice"])
    #expect(try Self.rows("[\n\(text)]", .json) == ["2: the name 'n' stands there twice"])
  }
}
