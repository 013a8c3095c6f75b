import Diagnostics

extension Mistake.Kind {
  static let wrongValueType = Mistake.Kind(
    "value-type", "A value that does not fit its field",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {opened_on: {type: date, default: yesterday}}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {opened_on: {type: date, default: =today - days(1)}}

      """,
    reason: """
      A plain value is written as its type demands: a date as 2026-03-10, a number \
      without quotes. A formula begins with '='.
      """)
}

extension Mistake {
  static func wrongParameter(_ text: String) -> Mistake {
    Mistake(
      .wrongValueType, "'\(text)' is no value that a parameter can have",
      label: "write a text, a number, a date or a duration")
  }

  /// A parameter that formulas use as a number, and that is a text as it is written.
  static func textAsNumber(
    _ name: String, _ text: String, meant: String, use: SourceRange
  ) -> Mistake {
    Mistake(
      .wrongValueType, "\(name) is a text as it is written: '\(text)'", label: "write \(meant)",
      notes: [.init("it is used as a number here", range: use)], replacement: meant)
  }

  static func mixedList() -> Mistake {
    Mistake(
      .wrongValueType, "the values of a list are of one type", label: "this one differs")
  }

  static func mixedValues() -> Mistake {
    Mistake(
      .wrongValueType, "the values of a parameter are of one type", label: "this one differs")
  }
}
