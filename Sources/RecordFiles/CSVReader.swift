import WorkflowWords

/// Reads the rows of a CSV file, quoted fields with line breaks in them included.
// RFC 4180; line feeds or carriage returns alone, and semicolons as many spreadsheets write them,
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

  private let file: ByteStream
  private var line = 1
  private var separator = UInt8(ascii: ",")
  private var pushedBack: UInt8?

  static let longestCell = 16_000_000

  init(_ file: ByteStream) { self.file = file }

  /// The next row that is not empty; nil at the end.
  mutating func next() throws(FileFailure) -> Row? {
    while let row = try row() {
      if row.cells.count > 1 || row.cells[0].isQuoted || !row.cells[0].text.isEmpty { return row }
    }
    return nil
  }

  /// The heading decides what stands between cells.
  mutating func heading() throws(FileFailure) -> Row? {
    guard let row = try next() else { return nil }
    if let said = CSVReader.saidSeparator(row) {
      separator = said
      return try next()
    }
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

  /// The separator of a first line such as `sep=;`, which spreadsheets write for each other.
  private static func saidSeparator(_ row: Row) -> UInt8? {
    let bytes = Array(row.cells.map(\.text).joined(separator: ",").utf8)
    guard bytes.count == 5, bytes.starts(with: Array("sep=".utf8)) else { return nil }
    return bytes[4]
  }

  private static func unquoted(_ part: Substring.UTF8View) -> String {
    let text = String(decoding: part, as: UTF8.self)
    guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
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
      case 0x0A, 0x0D:
        line += 1
        if byte == 0x0D, let following = try take(), following != 0x0A { pushedBack = following }
        row.cells.append(Cell(text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted))
        return row
      case 0x22 where cell.isEmpty && !isQuoted:
        isQuoted = true
        row.isUnclosed = try !quoted(into: &cell)
      default:
        cell.append(byte)
        if cell.count > CSVReader.longestCell {
          throw FileFailure(file.name, reason: "a cell on line \(line) is too long")
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
        throw FileFailure(file.name, reason: "a cell on line \(line) is too long")
      }
    }
    return false
  }
}
