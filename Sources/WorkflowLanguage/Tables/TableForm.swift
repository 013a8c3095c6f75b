/// Where the rows of a table stand, and how one is written there.
enum TableForm {
  /// In the definition.
  case rows
  /// In a CSV file, whose heading has the columns, and last what the table gives, in this order.
  case file(order: [Int], separator: String)

  /// The key that the rows stand under.
  var key: String {
    switch self {
    case .rows: "rows"
    case .file: "from"
    }
  }

  func row(_ cells: [CellWords], gives: String) -> String {
    switch self {
    case .rows: return "[\((cells.map(\.yaml) + [gives]).joined(separator: ", "))]"
    case .file(let order, let separator):
      var words = Array(repeating: "", count: order.count)
      for (place, word) in zip(order, cells.map { $0.csv(separator: separator) } + [gives]) {
        words[place] = word
      }
      return words.joined(separator: separator)
    }
  }
}
