import CEL
import Diagnostics
import WorkflowEngine

/// Proves that every case of a table has exactly one row, or at least one where the first counts.
///
/// The constants of a column cut its values into finitely many cells, as those of conditions do
/// (`Scale`); rows are boxes of such cells. Where no two boxes meet, counting their cases tells
/// whether there are others. A case that no box holds, or two, is shown as a row.
struct TableProof {
  let table: TableDraft
  let draft: DefinitionDraft
  private let axes: [TableAxis]

  init(table: TableDraft, draft: DefinitionDraft) {
    self.table = table
    self.draft = draft
    axes = table.columns.enumerated().map { number, column in
      TableAxis(column, cells: table.rows.map { $0.cells[number] }, choices: draft.choices)
    }
  }

  /// How many cases that are left out are shown at once.
  private static let mostShown = 5
  /// How much may be looked at for one table: words with a bit for each row or cell.
  private static let maximumLooks = 10_000_000
  /// For all tables of a file; what comes after is undecided.
  static let maximumTotal = 30_000_000

  func run() {
    if let axis = axes.first(where: { !$0.isExact }) {
      return draft.report.add(.fineColumn(axis.name, axis.limit), at: table.range)
    }
    let allowed = min(TableProof.maximumLooks, draft.tableLooks)
    var looks = allowed
    decide(&looks)
    draft.tableLooks -= allowed - max(looks, 0)
  }

  private func decide(_ looks: inout Int) {
    for (number, axis) in axes.enumerated() where looks >= 0 {
      looks -= axis.work(of: table.rows.map { $0.cells[number] })
    }
    // A last row for all the rest leaves no case out.
    let hasRest = table.isFirst && table.rows.contains { $0.cells.allSatisfy(\.isAny) }
    guard looks >= 0 else {
      return hasRest
        ? draft.report.warn(.undecidedRow(), at: table.rows[0].range)
        : report(undecided)
    }
    let boxes = table.rows.map { row in
      TableBox(zip(axes, row.cells).map { axis, cell in axis.fitting(cell) })
    }
    warnOfEmpty(boxes)
    if table.isFirst {
      if !hasRest { findMissing(boxes, &looks, undecided) }
      if looks >= 0 { warnOfUnreached(boxes, &looks) }
      return
    }
    if refuseOverlaps(boxes, &looks) { return }
    guard looks >= 0 else { return report(undecided) }
    // No case has two rows, so that the sum of their cases is that of all.
    let sum = boxes.reduce(into: CaseCount(0)) { $0.add($1.count) }
    if sum == TableBox(all: sizes).count { return }
    findMissing(boxes, &looks, .manyMissing(table.name, beside: table.form.key))
  }

  private var undecided: Mistake { .undecidedTable(table.name, beside: table.form.key) }

  private var sizes: [Int] { axes.map(\.count) }

  private func report(_ mistake: Mistake) { draft.report.add(mistake, at: table.range) }

  /// The row to paste.
  private func text(_ box: TableBox, gives: String) -> String {
    table.form.row(
      zip(axes, box.sides).map { $0.words($1, choices: draft.choices) }, gives: gives)
  }

  // MARK: Rows

  /// - Parameter unfinished: what is told where there is too much to look at.
  private func findMissing(_ boxes: [TableBox], _ looks: inout Int, _ unfinished: Mistake) {
    var all = boxes
    var missing: [TableBox] = []
    while missing.count < TableProof.mostShown {
      var search = TableSearch(all, sizes: sizes, looks: looks)
      let outcome = search.uncovered(within: TableBox(all: sizes), by: all.indices)
      guard case .found(let point) = outcome else {
        looks = search.looks
        if outcome == .unfinished, missing.isEmpty { return report(unfinished) }
        break
      }
      let box = search.widened(point, axes: axes)
      looks = search.looks
      missing.append(box)
      all.append(box)
    }
    if missing.isEmpty { return }
    report(.missingCase(table.name, rows: missing.map { text($0, gives: "?") }))
  }

  private func refuseOverlaps(_ boxes: [TableBox], _ looks: inout Int) -> Bool {
    var isRefused = false
    for (number, box) in boxes.enumerated() {
      guard looks >= 0 else { break }
      guard let other = boxes[..<number].firstIndex(where: { $0.meets(box, looks: &looks) })
      else { continue }
      isRefused = true
      // To say the case, its cells are walked through.
      looks -= sizes.reduce(0, +)
      draft.report.add(
        .ambiguousCase(
          table.name, case: text(boxes[other].common(with: box), gives: "?"),
          beside: table.form.key, other: table.rows[other].range),
        at: table.rows[number].range)
    }
    return isRefused
  }

  /// Rows for no case at all.
  private func warnOfEmpty(_ boxes: [TableBox]) {
    for (row, box) in zip(table.rows, boxes) where box.isEmpty {
      draft.report.warn(.rowForNothing(), at: row.range)
    }
  }

  /// Rows that others above them leave nothing.
  private func warnOfUnreached(_ boxes: [TableBox], _ looks: inout Int) {
    var search = TableSearch(boxes, sizes: sizes, looks: looks)
    defer { looks = search.looks }
    for (number, box) in boxes.enumerated().dropFirst() where !box.isEmpty {
      let range = table.rows[number].range
      switch search.uncovered(within: box, by: 0..<number) {
      case .found: continue
      case .none:
        var freely = Int.max
        guard let first = boxes[..<number].firstIndex(where: { $0.meets(box, looks: &freely) })
        else { preconditionFailure("a row is for cases that no row is for") }
        draft.report.warn(.unreachedRow(first: table.rows[first].range), at: range)
      case .unfinished: return draft.report.warn(.undecidedRow(), at: range)
      }
    }
  }
}

extension DecisionTable.Cell {
  fileprivate var isAny: Bool {
    if case .any = self { true } else { false }
  }
}
