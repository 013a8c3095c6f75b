import Diagnostics

/// Rows in columns, each as wide as its widest value.
struct Table {
  var headings: [String]
  var rows: [[String]] = []
  var indent = ""
  /// A longer value is cut.
  var widest = 60

  func text(_ tint: Tint) -> String {
    let cells = rows.map { $0.map { $0.shownOnOneLine.cut(to: widest) } }
    var widths = headings.map(\.displayWidth)
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.displayWidth)
      }
    }
    var lines = headings.allSatisfy(\.isEmpty) ? [] : [tint.strong(line(headings, widths))]
    lines += cells.map { line($0, widths) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = indent
    for (column, cell) in cells.enumerated() {
      text += column == cells.count - 1 ? cell : cell.padded(to: widths[column] + 2)
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
