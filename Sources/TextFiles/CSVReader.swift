/// Reads the rows of a CSV file, quoted fields with line breaks in them included.
// RFC 4180; line feeds or carriage returns alone, and semicolons as many spreadsheets write them,
// are taken too.
package struct CSVReader {
  package struct Cell: Equatable {
    package var text: String
    /// An empty cell in quotes is an empty text, one without is no value.
    package var isQuoted: Bool
    /// The bytes of the file that it takes up, quotes included.
    package var place: Range<Int>
  }

  package struct Row: Equatable {
    /// The line it begins on, from 1.
    package var line: Int
    package var cells: [Cell]
    /// A quote that was opened on the row and never closed.
    package var isUnclosed = false
  }

  private let file: ByteStream
  private var line = 1
  /// What stands between cells, as the heading says.
  package private(set) var separator = UInt8(ascii: ",")
  private var pushedBack: UInt8?
  /// How many bytes were taken.
  private var offset = 0

  static let longestCell = 16_000_000

  package init(_ file: ByteStream) { self.file = file }

  /// The next row that is not empty; nil at the end.
  package mutating func next() throws(FileFailure) -> Row? {
    while let row = try row() {
      if row.cells.count > 1 || row.cells[0].isQuoted || !row.cells[0].text.isEmpty { return row }
    }
    return nil
  }

  /// The heading decides what stands between cells.
  package mutating func heading() throws(FileFailure) -> Row? {
    guard let row = try next() else { return nil }
    if let said = CSVReader.saidSeparator(row) {
      separator = said
      return try next()
    }
    guard row.cells.count == 1, !row.cells[0].isQuoted else { return row }
    for candidate in [UInt8(ascii: ";"), 0x09]
    where row.cells[0].text.utf8.contains(candidate) {
      separator = candidate
      return Row(line: row.line, cells: CSVReader.parts(of: row.cells[0], separator: candidate))
    }
    return row
  }

  /// The separator of a first line such as `sep=;`, which spreadsheets write for each other.
  private static func saidSeparator(_ row: Row) -> UInt8? {
    let bytes = Array(row.cells.map(\.text).joined(separator: ",").utf8)
    guard bytes.count == 5, bytes.starts(with: Array("sep=".utf8)) else { return nil }
    return bytes[4]
  }

  private static func parts(of cell: Cell, separator: UInt8) -> [Cell] {
    var start = cell.place.lowerBound
    return cell.text.utf8.split(separator: separator, omittingEmptySubsequences: false).map {
      part in
      defer { start += part.count + 1 }
      return Cell(text: unquoted(part), isQuoted: false, place: start..<start + part.count)
    }
  }

  private static func unquoted(_ part: Substring.UTF8View) -> String {
    let text = String(decoding: part, as: UTF8.self)
    guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
  }

  private mutating func take() throws(FileFailure) -> UInt8? {
    if let byte = pushedBack {
      pushedBack = nil
      offset += 1
      return byte
    }
    guard let byte = try file.next() else { return nil }
    offset += 1
    return byte
  }

  private mutating func putBack(_ byte: UInt8) {
    pushedBack = byte
    offset -= 1
  }

  private mutating func row() throws(FileFailure) -> Row? {
    var row = Row(line: line, cells: [])
    var cell: [UInt8] = []
    var isQuoted = false
    var sawByte = false
    var start = offset
    while let byte = try take() {
      sawByte = true
      switch byte {
      case separator:
        row.cells.append(
          Cell(
            text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted,
            place: start..<offset - 1))
        cell.removeAll(keepingCapacity: true)
        isQuoted = false
        start = offset
      case 0x0A, 0x0D:
        line += 1
        row.cells.append(
          Cell(
            text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted,
            place: start..<offset - 1))
        if byte == 0x0D, let following = try take(), following != 0x0A { putBack(following) }
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
    row.cells.append(
      Cell(
        text: String(decoding: cell, as: UTF8.self), isQuoted: isQuoted, place: start..<offset))
    return row
  }

  /// What stands between quotes; says whether the second one came.
  private mutating func quoted(into cell: inout [UInt8]) throws(FileFailure) -> Bool {
    while let byte = try take() {
      if byte == 0x22 {
        guard let following = try take() else { return true }
        if following != 0x22 {
          putBack(following)
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
