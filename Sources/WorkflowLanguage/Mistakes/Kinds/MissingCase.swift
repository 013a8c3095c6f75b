import Diagnostics

extension Mistake.Kind {
  static let missingCase = Mistake.Kind(
    "missing-case", "A table without a row for a case",
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
          rows:
            - [book, < 1, 0]
            - [book, 1.., 2.50]
            - [dvd, < 10, 0]

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
      A formula that calls a table always gets a value: every case has a row. The case is shown as a \
      row to paste, with its value for the question mark.
      """)
}

extension Mistake {
  /// - Parameter rows: The cases that are left out, as rows.
  static func missingCase(_ table: String, rows: [String]) -> Mistake {
    Mistake(
      .missingCase, "no row of '\(table)' is for \(rows.first ?? "")",
      label: "add that row, with its value for the '?'",
      notes: rows.dropFirst().map { .init("nor for \($0)") })
  }

  /// - Parameter key: Under which the rows stand.
  static func undecidedTable(_ table: String, beside key: String) -> Mistake {
    Mistake(
      .missingCase,
      "whether every case has its row in '\(table)' is not decided: there are too many to look through",
      label: lastRow(key))
  }

  /// As their number tells.
  static func manyMissing(_ table: String, beside key: String) -> Mistake {
    Mistake(
      .missingCase,
      "'\(table)' leaves cases out, and which ones is not decided: there are too many to look through",
      label: lastRow(key))
  }

  private static func lastRow(_ key: String) -> String {
    "make two tables of it, or write 'first: true' beside '\(key)' and end with a row of - for the rest"
  }

  static func fineColumn(_ column: String, _ limit: String) -> Mistake {
    Mistake(
      .missingCase, "the values of '\(column)' are too large or too fine to be told apart",
      label: limit)
  }
}
