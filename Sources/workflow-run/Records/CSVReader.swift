import WorkflowWords

/// Reads the rows of a CSV file, quoted fields with line breaks in them included.
// RFC 4180; a byte order mark, line feeds alone, and semicolons as many spreadsheets write them
// are taken too.
struct CSVReader {
  struct Cell: Equatable {
    var text: String
    /// An empty cell in quotes is an empty text, one without is no value.
    var isQuoted: Bool
  }

  struct Row: Equatable {
    /// The line it begins on, from 1.
    var line: Int
    var cells: [Cell]
    /// A quote that was opened on the row and never closed.
    var isUnclosed = false
  }

  private let file: InputFile
  private var line = 1
  private var separator = UInt8(ascii: ",")
  private var isAtStart = true
  private var pushedBack: UInt8?

  static let longestCell = 16_000_000

  init(_ file: InputFile) { self.file = file }

  /// The next row that is not empty; nil at the end.
  mutating func next() throws(FileFailure) -> Row? {
    if isAtStart {
      isAtStart = false
      try skipMark()
    }
    while let row = try row() {
      if row.cells.count > 1 || row.cells[0].isQuoted || !row.cells[0].text.isEmpty { return row }
    }
    return nil
  }

  /// The heading decides what stands between cells.
  mutating func heading() throws(FileFailure) -> Row? {
    guard let row = try next() else { return nil }
    guard row.cells.count == 1, !row.cells[0].isQuoted else { return row }
    for candidate in [UInt8(ascii: ";"), 0x09]
    where row.cells[0].text.utf8.contains(candidate) {
      separator = candidate
      let parts = row.cells[0].text.utf8.split(
        separator: candidate, omittingEmptySubsequences: false)
      return Row(
        line: row.line, cells: parts.map { Cell(text: CSVReader.unquoted($0), isQuoted: false) })
    }
    return row
  }

  private static func unquoted(_ part: Substring.UTF8View) -> String {
    let text = String(decoding: part, as: UTF8.self)
    guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
  }

  private mutating func skipMark() throws(FileFailure) {
    for expected in [0xEF, 0xBB, 0xBF] as [UInt8] {
      guard let byte = try take() else { return }
      if byte != expected {
        pushedBack = byte
        return
      }
    }
  }

  private mutating func take() throws(FileFailure) -> UInt8? {
    if let byte = pushedBack {
      pushedBack = nil
      return byte
    }
    return try file.next()
  }

  private mutating func row() throws(FileFailure) -> Row? {
    var row = Row(line: line, cells: [])
    var cell: [UInt8] = []
    var isQuoted = false
    var sawByte = false
    while let byte = try take() {
      sawByte = true
      switch byte {
      case separator:
        row.cells.append(Cell(text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted))
        cell.removeAll(keepingCapacity: true)
        isQuoted = false
      case 0x0A:
        line += 1
        if cell.last == 0x0D, !isQuoted { cell.removeLast() }
        row.cells.append(Cell(text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted))
        return row
      case 0x22 where cell.isEmpty && !isQuoted:
        isQuoted = true
        row.isUnclosed = try !quoted(into: &cell)
      case 0x0D where isQuoted: break
      default:
        cell.append(byte)
        if cell.count > CSVReader.longestCell {
          throw FileFailure(file.path, reason: "a cell on line \(line) is too long")
        }
      }
    }
    guard sawByte else { return nil }
    row.cells.append(Cell(text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted))
    return row
  }

  /// What stands between quotes; says whether the second one came.
  private mutating func quoted(into cell: inout [UInt8]) throws(FileFailure) -> Bool {
    while let byte = try take() {
      if byte == 0x22 {
        guard let following = try take() else { return true }
        if following != 0x22 {
          pushedBack = following
          return true
        }
      }
      if byte == 0x0A { line += 1 }
      cell.append(byte)
      if cell.count > CSVReader.longestCell {
        throw FileFailure(file.path, reason: "a cell on line \(line) is too long")
      }
    }
    return false
  }
}

/// Records of a CSV file: a heading with the fields' names, and a record on each row.
struct CSVRecordReader: RecordReader {
  private var reader: CSVReader
  private var heading: [String]?

  init(_ file: InputFile) { reader = CSVReader(file) }

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
      let value: RawValue = cell.text.isEmpty && !cell.isQuoted ? .empty : .text(cell.text)
      switch name {
      case "type": record.type = value.word
      case "id": record.id = value.word
      case "": continue
      default: record.fields.append(RawValue.Member(name: name, value: value))
      }
    }
    return .record(record)
  }
}

extension String {
  /// The text without spaces at its ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
