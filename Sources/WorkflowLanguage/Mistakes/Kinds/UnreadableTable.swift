import Diagnostics

extension Mistake.Kind {
  static let unreadableTable = Mistake.Kind(
    "unreadable-table", "A table beside the file that cannot be read",
    bad: """
      workflow: loans
      records:
        item:
          fields:
            kind: {choice: [book, dvd]}
            days: {type: integer, default: 0}
            fee: {formula: 'late_fee(kind, days)'}
      tables:
        late_fee:
          columns: {kind: item.kind, days: integer}
          gives: decimal
          from: fees.csv

      """,
    good: """
      workflow: loans
      records:
        item:
          fields:
            kind: {choice: [book, dvd]}
            days: {type: integer, default: 0}
            fee: {formula: 'late_fee(kind, days)'}
      tables:
        late_fee:
          columns: {kind: item.kind, days: integer}
          gives: decimal
          rows:
            - [book, < 1, 0]
            - [book, 1.., 2.50]
            - [dvd, -, 0]

      """,
    reason: """
      A table under 'from' is a CSV file beside the main file, or in a folder beside it. Its heading \
      has the names of the columns and 'gives', and each row as many cells as the heading.
      """)
}

extension Mistake {
  /// - Parameter label: What to do about it, where that is in the table.
  static func unreadableTable(_ path: String, _ reason: String, label: String? = nil) -> Mistake {
    Mistake(
      .unreadableTable, "the table '\(path)' cannot be used: \(reason)",
      label: label ?? "name a CSV file beside this one, or in a folder beside it")
  }

  static func unknownColumn(_ name: String, all: [String]) -> Mistake {
    Mistake(
      .unreadableTable, "the table has no column '\(name)'",
      notes: [.init("its heading has: \(all.joined(separator: ", "))")]
    ).meaning(name, in: all, otherwise: "take the column out, or name it under 'columns'")
  }

  static func missingColumn(_ name: String) -> Mistake {
    Mistake(
      .unreadableTable, "the heading has no column '\(name)'",
      label: "add '\(name)' to the heading, and a cell to each row")
  }
}
