import CEL
package import Diagnostics
import YAML

/// Rows and cells of decision tables that are written otherwise.
extension SlipFinder {
  /// - Parameter name: the table's, as sentences have it.
  mutating func change(table form: Node, _ name: String) {
    guard let list = form["rows"], list.isSequence else { return }
    let rows = list.items.map { item in
      let cells = item.isSequence ? Array(item.items) : []
      return TableRowText(
        range: item.range, cells: cells.dropLast().map(\.range), gives: cells.last?.range)
    }
    let removal = EntryRemoval(of: list)
    change(rows, of: name, isFirst: form["first"]?.asBool ?? false, removal: removal)
  }

  /// The slips in the files that the tables of a definition's file have their rows in, with the
  /// paths of these.
  package static func findInTables(
    of file: SourceFile, _ parts: PartSource
  ) -> [(path: String, slip: Slip)] {
    guard let tables = Document.parse(file).document?.root?["tables"], tables.isMapping else {
      return []
    }
    return tables.entries.flatMap { key, form -> [(path: String, slip: Slip)] in
      guard form.isMapping, let path = form["from"]?.text,
        case .success(let table) = CSVTable.read(path, from: parts)
      else { return [] }
      var finder = SlipFinder()
      finder.change(file: table, form, key.text)
      return finder.slips.map { (path, $0) }
    }
  }

  private mutating func change(file table: CSVTable, _ form: Node, _ name: String) {
    guard let columns = form["columns"] else { return }
    let names = columns.entries.map(\.key.text)
    let places = table.heading.indices.filter { names.contains(table.heading[$0].text) }
    let gives = table.heading.indices.first { !places.contains($0) }
    let rows = table.rows.map { row in
      TableRowText(
        range: SourceRange(
          file: table.file, start: row.first?.range.start ?? 0, end: row.last?.range.end ?? 0),
        cells: places.map { row[$0].range }, gives: gives.map { row[$0].range })
    }
    change(
      rows, of: name, isFirst: form["first"]?.asBool ?? false,
      removal: EntryRemoval(rows.map(\.range)))
  }

  private mutating func change(
    _ rows: [TableRowText], of name: String, isFirst: Bool, removal: EntryRemoval
  ) {
    let owner = "the table '\(name)'"
    for (number, row) in rows.enumerated() {
      if let edit = removal.edit(number) {
        add(.leftOut, "without row \(number + 1) of \(owner)", at: row.range, [edit])
      }
      if isFirst, let edits = removal.exchange(number) {
        add(
          .swapped, "row \(number + 2) of \(owner) comes before row \(number + 1)", at: row.range,
          edits)
      }
      change(value: row.gives, in: rows, "row \(number + 1) of \(owner)")
    }
    let columns = rows.map(\.cells.count).min() ?? 0
    for column in 0..<columns {
      let cells = rows.map { CellBound.all(in: $0.cells[column]) }
      if isFirst {
        // Each bound is for itself: the first row that fits counts.
        for (number, bounds) in cells.enumerated() {
          change(bounds: bounds, in: "row \(number + 1) of \(owner)")
        }
      } else {
        // What one row has less, another has more, so that every case still has one.
        change(bounds: cells.flatMap(\.self), in: owner)
      }
    }
  }

  /// A row gives another value: a number one more, anything else what another row gives.
  private mutating func change(value range: SourceRange?, in rows: [TableRowText], _ owner: String)
  {
    guard let range else { return }
    let old = range.text
    let new =
      CellBound.next(old)
      ?? rows.compactMap(\.gives?.text).first { $0 != old }
    guard let new else { return }
    add(
      .shifted, "'\(new)' instead of '\(old)' in \(owner)", at: range, [Mend.Edit(range, new)])
  }

  private mutating func change(bounds: [CellBound], in owner: String) {
    for group in CellBound.groups(bounds) {
      guard let first = group.first, let last = group.last else { continue }
      let edits = group.compactMap { bound in
        bound.next.map { Mend.Edit(bound.range, $0) }
      }
      if edits.count == group.count, let new = first.next {
        let words = first.text == last.text ? "" : " up to '\(last.text)', each one more,"
        add(
          .shifted, "'\(new)' instead of '\(first.text)'\(words) in \(owner)", at: first.range,
          edits)
      }
    }
    for group in CellBound.equals(bounds) {
      let edits = group.compactMap(\.otherEnd)
      guard let first = group.first, edits.count == group.count else { continue }
      add(
        .loosened, "the bound '\(first.text)' on its other side in \(owner)", at: first.range,
        edits)
    }
  }
}

/// A row by its places.
struct TableRowText {
  let range: SourceRange
  let cells: [SourceRange]
  let gives: SourceRange?
}
