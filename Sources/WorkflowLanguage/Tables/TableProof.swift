import CEL
import Diagnostics
import WorkflowEngine

/// Proves that every case of a table has exactly one row, or at least one where the first counts.
///
/// The constants of a column cut its values into finitely many cells, as those of conditions do
/// (`Scale`); rows are boxes of such cells. A case that no box holds, or two, is shown as a row.
struct TableProof {
  let table: TableDraft
  let draft: DefinitionDraft
  private let axes: [TableAxis]
  private let boxes: [TableBox]

  init(table: TableDraft, draft: DefinitionDraft) {
    self.table = table
    self.draft = draft
    let made = table.columns.enumerated().map { number, column in
      TableAxis(column, cells: table.rows.map { $0.cells[number] }, choices: draft.choices)
    }
    axes = made
    boxes = table.rows.map { row in
      TableBox(zip(made, row.cells).map { axis, cell in axis.fitting(cell) })
    }
  }

  /// How many cases that are left out are shown at once.
  private static let mostShown = 5

  func run() {
    let report = draft.report
    if let axis = axes.first(where: { !$0.isExact }) {
      return report.add(.fineColumn(axis.name), at: table.range)
    }
    if !table.isFirst, refuseOverlaps() { return }
    if table.isFirst { warnOfUnreached() }
    var search = TableSearch(boxes: boxes, sizes: axes.map(\.count))
    var missing: [TableBox] = []
    while missing.count < TableProof.mostShown, let point = search.uncovered() {
      let box = search.widened(point, axes: axes)
      missing.append(box)
      search.add(box)
    }
    if search.isExhausted {
      return report.add(.tooManyCases(table.name), at: table.range)
    }
    if missing.isEmpty { return }
    report.add(
      .missingCase(table.name, rows: missing.map { text($0, gives: "?") }), at: table.range)
  }

  /// The row to paste.
  private func text(_ box: TableBox, gives: String) -> String {
    let cells = zip(axes, box.sides).map { $0.text($1, choices: draft.choices) }
    return "[\((cells + [gives]).joined(separator: ", "))]"
  }

  private func refuseOverlaps() -> Bool {
    var isRefused = false
    for (number, box) in boxes.enumerated() {
      guard let other = boxes[..<number].firstIndex(where: { $0.meets(box) }) else { continue }
      isRefused = true
      draft.report.add(
        .ambiguousCase(
          table.name, case: text(boxes[other].common(with: box), gives: "?"),
          other: table.rows[other].range), at: table.rows[number].range)
    }
    return isRefused
  }

  /// Rows that others above them leave nothing.
  private func warnOfUnreached() {
    for (number, box) in boxes.enumerated().dropFirst() {
      let above = Array(boxes[..<number])
      var search = TableSearch(boxes: above, sizes: axes.map(\.count))
      if search.uncovered(within: box) == nil, !search.isExhausted {
        draft.report.warn(
          .unreachedRow(first: above.firstIndex { $0.meets(box) }.map { table.rows[$0].range }),
          at: table.rows[number].range)
      }
    }
  }
}

/// Some of the cells of a column.
struct TableSide {
  private var words: [UInt64]
  let count: Int

  init(count: Int) {
    self.count = count
    words = Array(repeating: 0, count: (count + 63) / 64)
  }

  init(_ flags: [Bool]) {
    self.init(count: flags.count)
    for place in flags.indices where flags[place] { self[place] = true }
  }

  subscript(place: Int) -> Bool {
    get { words[place >> 6] >> UInt64(place & 63) & 1 != 0 }
    set {
      let bit = UInt64(1) << UInt64(place & 63)
      if newValue { words[place >> 6] |= bit } else { words[place >> 6] &= ~bit }
    }
  }

  var first: Int? { (0..<count).first { self[$0] } }

  var isFull: Bool { (0..<count).allSatisfy { self[$0] } }

  func meets(_ other: TableSide) -> Bool {
    for place in words.indices where words[place] & other.words[place] != 0 { return true }
    return false
  }

  func common(with other: TableSide) -> TableSide {
    var side = self
    for place in words.indices { side.words[place] &= other.words[place] }
    return side
  }
}

/// Cells of each column: all combinations of them.
struct TableBox {
  /// For each column, which of its cells are in.
  var sides: [TableSide]

  init(_ sides: [TableSide]) { self.sides = sides }

  func meets(_ other: TableBox) -> Bool {
    for column in sides.indices where !sides[column].meets(other.sides[column]) { return false }
    return true
  }

  func common(with other: TableBox) -> TableBox {
    TableBox(zip(sides, other.sides).map { $0.common(with: $1) })
  }
}

/// Looks for a combination of cells that no box holds.
struct TableSearch {
  private(set) var boxes: [TableBox]
  let sizes: [Int]
  /// Sets of rows from which, and columns on from which, nothing was found.
  private var covered: Set<Key> = []
  private var tries = 0
  private(set) var isExhausted = false

  private struct Key: Hashable {
    let column: Int
    let rows: [Int]
  }

  init(boxes: [TableBox], sizes: [Int]) {
    self.boxes = boxes
    self.sizes = sizes
  }

  mutating func add(_ box: TableBox) {
    boxes.append(box)
    covered = []
  }

  /// A cell of each column; nil where every combination is held, or there are too many to tell.
  mutating func uncovered(within box: TableBox? = nil) -> [Int]? {
    point(from: 0, Array(boxes.indices), within: box)
  }

  private mutating func point(from column: Int, _ rows: [Int], within box: TableBox?) -> [Int]? {
    if rows.isEmpty {
      return (column..<sizes.count).map { box?.sides[$0].first ?? 0 }
    }
    if column == sizes.count { return nil }
    tries += 1
    if tries > OverlapDecider.maximumEvaluations {
      isExhausted = true
      return nil
    }
    let key = Key(column: column, rows: rows)
    if covered.contains(key) { return nil }
    for cell in 0..<sizes[column] where box?.sides[column][cell] ?? true {
      let holding = rows.filter { boxes[$0].sides[column][cell] }
      if let rest = point(from: column + 1, holding, within: box) { return [cell] + rest }
      if isExhausted { return nil }
    }
    covered.insert(key)
    return nil
  }

  /// The combination with as many neighbours as no box holds either.
  func widened(_ point: [Int], axes: [TableAxis]) -> TableBox {
    var box = TableBox(
      zip(point, sizes).map { cell, size in
        var side = TableSide(count: size)
        side[cell] = true
        return side
      })
    for (column, axis) in axes.enumerated() {
      for cell in axis.neighbours(of: point[column]) {
        var wider = box
        wider.sides[column][cell] = true
        let isConnected = axis.isConnected(wider.sides[column])
        if isConnected, !boxes.contains(where: { $0.meets(wider) }) { box = wider }
      }
    }
    return box
  }
}
