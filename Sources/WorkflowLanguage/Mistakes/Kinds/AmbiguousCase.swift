import Diagnostics

extension Mistake.Kind {
  static let ambiguousCase = Mistake.Kind(
    "ambiguous-case", "Two rows of a table for one case",
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
            - [-, < 1, 0]
            - [book, 1.., 2.50]
            - [dvd, -, 0]

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
      Every case has one row, so that the order of the rows says nothing. Where it is to decide, \
      'first: true' stands beside them.
      """)
}

extension Mistake {
  /// - Parameters:
  ///   - case: What both are for, as a row.
  ///   - key: Under which the rows stand.
  static func ambiguousCase(
    _ table: String, case text: String, beside key: String, other: SourceRange
  ) -> Mistake {
    Mistake(
      .ambiguousCase, "two rows of '\(table)' are for \(text)",
      label: "take that out of one of them, or write 'first: true' beside '\(key)'",
      notes: [.init("the other row stands here", range: other)])
  }
}
