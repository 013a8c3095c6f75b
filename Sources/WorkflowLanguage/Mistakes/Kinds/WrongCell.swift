import Diagnostics

extension Mistake.Kind {
  static let wrongCell = Mistake.Kind(
    "wrong-cell", "A cell of a table that means nothing",
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
            - [dvd, => 3, 0]

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
      A cell is a value, a list of values, a comparison ('< 18', '18..65', '18..<65', '65..'), \
      'not' and what is left out, or '-' for any value.
      """)
}

extension Mistake {
  static func emptyCell() -> Mistake {
    Mistake(.wrongCell, "a cell says something", label: "write - for any value", replacement: "-")
  }

  static func otherAny(_ text: String) -> Mistake {
    Mistake(.wrongCell, "'\(text)' is no value", label: "write - for any value", replacement: "-")
  }

  static func anyInList() -> Mistake {
    Mistake(
      .wrongCell, "'-' is any value and stands alone", label: "write - for the whole cell",
      replacement: "-")
  }

  static func cellSign(_ text: String, meant: String) -> Mistake {
    Mistake(
      .wrongCell, "'\(text)' is no cell", label: "write \(meant)", replacement: meant)
  }

  static func cellList(_ text: String, isQuoted: Bool) -> Mistake {
    Mistake(
      .wrongCell, "several values are a list", label: "write [\(text)]",
      replacement: isQuoted ? "\"[\(text)]\"" : "[\(text)]")
  }

  static func emptyRange(_ text: String, meant: String) -> Mistake {
    Mistake(
      .wrongCell,
      meant == "-" ? "'\(text)' has no bound" : "no value is within '\(text)'",
      label: "write \(meant)", replacement: meant)
  }

  static func noOrder(_ text: String, column: String) -> Mistake {
    Mistake(
      .wrongCell, "the values of '\(column)' have no order, so '\(text)' says nothing",
      label: "name the values in a list; a text with such signs stands in quotes")
  }

  static func rowLength(_ count: Int, names: [String]) -> Mistake {
    Mistake(
      .wrongCell, "a row has \(names.count) cells, this one \(count)",
      label: "write [\(names.joined(separator: ", "))]")
  }

  static func columnType(_ text: String) -> Mistake {
    Mistake(
      .wrongCell, "a table has no column of the type '\(text)'",
      label: "write a type such as integer, or a stored field such as item.kind")
  }

  static func emptyResult(_ text: String) -> Mistake {
    let meant = String(text.dropLast())
    return Mistake(
      .wrongCell, "a table always gives a value", label: "write \(meant)", replacement: meant)
  }

  static func cellValue(_ message: String, label: String?, replacement: String?) -> Mistake {
    Mistake(.wrongValueType, message, label: label, replacement: replacement)
  }
}
