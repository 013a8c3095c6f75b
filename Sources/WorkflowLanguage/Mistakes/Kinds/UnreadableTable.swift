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
  static func unreadableTable(_ path: String, _ reason: String, at range: SourceRange?) -> Mistake {
    Mistake(
      .unreadableTable, "the table '\(path)' cannot be used: \(reason)",
      label: "name a CSV file beside this one, or in a folder beside it",
      notes: range.map { [.init("here", range: $0)] } ?? [])
  }
}
