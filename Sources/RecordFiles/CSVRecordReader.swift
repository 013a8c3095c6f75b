import Diagnostics
import JSONText

/// Records of a CSV file: a heading with the fields' names, and a record on each row.
struct CSVRecordReader: RecordReader {
  private var reader: CSVReader
  private var heading: [String]?

  init(_ file: ByteStream) { reader = CSVReader(file) }

  mutating func next() throws(FileFailure) -> RawRow? {
    if heading == nil {
      guard let row = try reader.heading() else { return nil }
      let names = row.cells.map { $0.text.trimmed }
      heading = names
      if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
        return .problem(line: row.line, reason: "the column '\(twice)' stands there twice")
      }
    }
    guard let heading, let row = try reader.next() else { return nil }
    if row.isUnclosed {
      return .problem(line: row.line, reason: "a quote that is opened on this line is never closed")
    }
    guard row.cells.count == heading.count else {
      return .problem(
        line: row.line,
        reason: "the row has \(counted(row.cells.count, "cell")), the heading \(heading.count)")
    }
    var record = RawRecord(line: row.line, type: nil, id: nil, fields: [])
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
}
