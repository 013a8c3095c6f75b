import JSONText
import RecordFiles
import Testing

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
}
