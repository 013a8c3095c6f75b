import CEL
import Diagnostics
import JSONText
import TextFiles

/// Records of a CSV file: a heading with the fields' names, and a record on each row.
struct CSVRecordReader: RecordReader {
  private var reader: CSVReader
  private var heading: [String]?
  private var headingLine = 1
  private var isRefused = false

  init(_ file: ByteStream) { reader = CSVReader(file) }

  mutating func next() throws(FileFailure) -> RawRow? {
    if heading == nil {
      guard let row = try reader.heading() else { return nil }
      let names = CSVRecordReader.names(row)
      heading = names
      headingLine = row.line
      if let twice = names.first(where: { name in !name.isEmpty && names.count { $0 == name } > 1 })
      {
        isRefused = true
        return .problem(line: row.line, reason: "the column '\(twice)' stands there twice")
      }
    }
    guard !isRefused, let heading, let row = try reader.next() else { return nil }
    if row.isUnclosed {
      return .problem(line: row.line, reason: "a quote that is opened on this line is never closed")
    }
    guard row.cells.count == heading.count else {
      return .problem(
        line: row.line,
        reason: "the row has \(counted(row.cells.count, "cell")), the heading \(heading.count)")
    }
    var record = RawRecord(line: row.line, type: nil, id: nil, fields: [], heading: headingLine)
    for (name, cell) in zip(heading, row.cells) {
      let value: JSON = cell.text.isEmpty && !cell.isQuoted ? .null : .string(cell.text)
      switch name {
      case "type": record.type = value.word
      case "id": record.id = value.word
      case "": continue
      default: record.fields.append((name, value))
      }
    }
    return .record(record)
  }

  /// The names of the columns; `ID` and `Type`, as spreadsheets like to write them, are meant where
  /// the names themselves do not stand there.
  private static func names(_ row: CSVReader.Row) -> [String] {
    var names = row.cells.map { $0.text.trimmed.composed }
    for meant in ["id", "type"] where !names.contains(meant) {
      let alike = names.indices.filter { names[$0].lowercased() == meant }
      if alike.count == 1 { names[alike[0]] = meant }
    }
    return names
  }
}
