import Diagnostics

extension Mistake.Kind {
  static let unreachedRow = Mistake.Kind(
    "unreached-row", "A row of a table that never counts", severity: .warning,
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
          first: true
          rows:
            - [-, < 1, 0]
            - [-, 1.., 2.50]
            - [dvd, 2.., 9]

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
          first: true
          rows:
            - [-, < 1, 0]
            - [book, 1.., 2.50]
            - [-, -, 9]

      """,
    reason: """
      Where the first row that fits counts, rows above this one are for all its cases.
      """)
}

extension Mistake {
  static func unreachedRow(first: SourceRange) -> Mistake {
    Mistake(
      .unreachedRow, "this row never counts: those above it are for all its cases",
      label: "move it up, or take it out",
      notes: [.init("one of them stands here", range: first)])
  }

  static func rowForNothing() -> Mistake {
    Mistake(
      .unreachedRow, "this row never counts: no value fits one of its cells",
      label: "write a value that there is, or take it out")
  }

  static func undecidedRow() -> Mistake {
    Mistake(
      .unreachedRow,
      "whether this row and those below it ever count is not decided: there are too many cases",
      label: "make two tables of it")
  }
}
