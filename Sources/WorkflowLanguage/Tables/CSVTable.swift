import CEL
package import Diagnostics
import TextFiles
package import YAML

/// A table in a CSV file beside another file: its heading and its rows as values with their places.
package struct CSVTable {
  /// The names of the columns.
  package let heading: [Node]
  /// As many values in each as the heading has; a cell with nothing in it is `null`.
  package let rows: [[Node]]
  package let file: SourceFile
  /// What stands between the cells.
  let separator: String

  /// Why a table cannot be read.
  package struct Problem: Error {
    /// One phrase: "there is no such file".
    package let reason: String
    /// Where in the table; nil: the table as a whole, or where it is named.
    package let range: SourceRange?
    /// What to do about it there.
    var label: String?
  }

  static let maximumSize = 16 << 20

  /// - Parameter path: as a file names it, relative to its folder.
  package static func read(
    _ path: String, from source: PartSource
  ) -> Result<CSVTable, Problem> {
    if let needed = PartReader.problem(withWords: path, example: "fees.csv")
      ?? (path.hasSuffix(".csv") ? nil : "a file called NAME.csv")
    {
      return .failure(Problem(reason: "a table is \(needed)", range: nil))
    }
    switch source.file(path) {
    case .failure(let failure): return .failure(Problem(reason: failure.reason, range: nil))
    case .success(let file): return read(file)
    }
  }

  private static func read(_ file: SourceFile) -> Result<CSVTable, Problem> {
    if file.bytes.count > maximumSize {
      return .failure(Problem(reason: "it has more than \(maximumSize) bytes", range: nil))
    }
    let stream = ByteStream(name: file.name, bytes: file.bytes).decoded()
    var reader = CSVReader(stream)
    var rows: [CSVReader.Row] = []
    do {
      guard let heading = try reader.heading() else {
        return .failure(Problem(reason: "it is empty", range: file.range(0, 0)))
      }
      rows.append(heading)
      while let row = try reader.next() { rows.append(row) }
    } catch {
      return .failure(Problem(reason: error.reason, range: nil))
    }
    return table(rows, file, separator: reader.separator)
  }

  private static func table(
    _ rows: [CSVReader.Row], _ file: SourceFile, separator: UInt8
  ) -> Result<CSVTable, Problem> {
    var maker = NodeMaker(file: file)
    // A mark at the start of a file is taken off before its bytes are counted.
    let mark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var made: [[Int32]] = []
    for row in rows {
      let range = file.range(
        (row.cells.first?.place.lowerBound ?? 0) + mark,
        (row.cells.last?.place.upperBound ?? 0) + mark)
      if row.isUnclosed {
        return .failure(
          Problem(
            reason: "a quote that is opened here is never closed", range: range,
            label: "close it, or take it out"))
      }
      if let heading = rows.first, row.cells.count != heading.cells.count {
        let cells = counted(row.cells.count, "cell")
        return .failure(
          Problem(
            reason: "the row has \(cells), the heading \(heading.cells.count)", range: range,
            label: "write \(counted(heading.cells.count, "cell"))"))
      }
      made.append(row.cells.map { maker.value(of: $0, mark: mark) })
    }
    let done = maker
    let nodes = made.map { row in row.map { done.node($0) } }
    return .success(
      CSVTable(
        heading: nodes.first ?? [], rows: Array(nodes.dropFirst()), file: file,
        separator: String(decoding: [separator], as: UTF8.self)))
  }
}

extension NodeMaker {
  fileprivate mutating func value(of cell: CSVReader.Cell, mark: Int) -> Int32 {
    let place = cell.place.lowerBound + mark..<cell.place.upperBound + mark
    let text = cell.text.trimmed.composed
    if text.isEmpty {
      return self.text(cell.isQuoted ? "" : "null", isPlain: !cell.isQuoted, at: place)
    }
    guard text.hasPrefix("["), text.hasSuffix("]") else {
      return self.text(text, isPlain: true, at: place)
    }
    let words = CellList.parts(of: text.dropFirst().dropLast()).map { String($0).trimmed }
    let items = words.filter { !$0.isEmpty }.map { word in
      let literal = CellList.unquoted(word)
      return self.text(literal ?? word, isPlain: literal == nil, at: place)
    }
    return list(items, at: place)
  }
}
