import Diagnostics
import WorkflowEngine

extension Mistake.Kind {
  static let wrongFormulaType = Mistake.Kind(
    "formula-type", "A formula that gives something else",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            remind: {at: name}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text, opened_on: date}
          states: {status: [active, closed]}
          transitions:
            remind: {at: opened_on + days(30)}

      """,
    reason: """
      'at' needs a date or a time, 'after' and 'every' a length of time (7d, months(1), or a \
      parameter such as 'wait: 7d'), 'for' a set of records, a computed field something \
      that a field can hold.
      """)
}

extension Mistake {
  static func timeOfDay(_ text: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'at' needs a day or a time, and '\(text)' is a time of every day",
      label: "say of which day, such as at_time(end_date, \"\(text)\")")
  }

  static func spokenLength(_ text: String, meant: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' is no length of time as it is written here",
      label: "write \(meant)", replacement: meant)
  }

  /// `daily`, `Months`, `hour`: how often, as other products and people say it.
  static func spokenUnit(_ text: String) -> Mistake? {
    let units = [
      "daily": "day", "days": "day", "weekly": "week", "weeks": "week", "monthly": "month",
      "months": "month", "yearly": "year", "years": "year", "annually": "year", "hour": "1h",
      "hourly": "1h", "hours": "1h", "minute": "1m", "minutes": "1m", "weekday": "week",
    ]
    let word = text.lowercased()
    if CalendarReader.weekdays.contains(word) {
      return Mistake(
        .wrongFormulaType, "'\(text)' is a day, and 'every' says how often",
        label: "write week, and beside it 'on: \(word)'")
    }
    let known = CalendarPattern.Unit.allCases.map(\.rawValue)
    let isUnit = known.contains(word)
    let isWord = word.count >= 3 && word.allSatisfy(\.isLetter)
    let close = isWord ? suggestion(for: word, among: known) : nil
    guard let meant = isUnit ? word : units[word] ?? close else { return nil }
    return Mistake(
      .wrongFormulaType, "'\(text)' is not the word for how often", label: "write \(meant)",
      replacement: meant)
  }

  static func missedOnce() -> Mistake {
    .misplacedKey(
      "missed", "goes with several times, and this is a single one, which waits",
      label: "leave it out")
  }

  static func leadingEquals() -> Mistake {
    Mistake(
      .wrongFormulaType, "a formula stands here anyway, so it begins without '='",
      label: "leave out the '='", replacement: "")
  }

  static func leadingJoin(_ word: String) -> Mistake {
    let isAnd = word.lowercased() == "and"
    return Mistake(
      .wrongFormulaType,
      isAnd
        ? "the conditions of a list are joined by themselves, all of them must hold"
        : "a condition cannot begin with '\(word)'",
      label: isAnd ? "leave out '\(word)'" : "for one of several write {any: […]}",
      replacement: isAnd ? "" : nil)
  }

  static func fieldFormulaType(_ name: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "the formula of '\(name)' gives nothing that a field can hold",
      label: "make it a text, a number, a date, a record or a list of these")
  }

  static func messageFormulaType(_ name: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "the formula of '\(name)' gives nothing that a message can carry",
      label: "make it a text, a number, a date, a record or a list of these")
  }

  static func noTime(_ key: String) -> Mistake {
    Mistake(.wrongFormulaType, "'\(key)' is a date or a time", label: "this is neither")
  }

  static func listOfTimes() -> Mistake {
    Mistake(
      .wrongFormulaType, "this is a list of times, of which each is to fire once",
      label: "keep it in a field of its own, or write the list here: [first, second]")
  }

  static func noInterval() -> Mistake {
    Mistake(
      .wrongFormulaType, "'every' is the time from one firing to the next",
      label: "write a length such as 7d or months(1), or day, week, month or year")
  }

  /// - Parameter noun: What the value is: "a list".
  static func noOrder(_ noun: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'order_by' needs a value that has an order, and this is \(noun)",
      label: noun == "a record"
        ? "name one of its fields" : "name one number, text, date, time or state")
  }

  static func noRecords(_ text: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' names no records", label: "name a relation or a reference")
  }

  static func manyForOne() -> Mistake {
    Mistake(
      .wrongFormulaType, "'to' names one record, and this is a set",
      label: "write 'for' instead of 'to'")
  }

  static func wrongRecords(_ text: String, expected: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' is no record of type \(expected)",
      label: "name a record of type \(expected) or a set of them")
  }

  static func noLength() -> Mistake {
    Mistake(
      .wrongFormulaType, "'after' needs a length of time", label: "this is none",
      help: "write it as 90s, 1h30m or 14d, or as days(14) or months(1)")
  }

  static func categoryKey(_ text: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' is no choice and no state",
      label: "write type.field of a choice, or type.region")
  }

  /// - Parameter value: The value of a choice with which it is so; nil where it always is.
  static func hopelessTime(_ key: String, for value: String?, because problem: String) -> Mistake {
    let with = value.map { " with \($0)" } ?? ""
    return Mistake(
      .wrongFormulaType,
      "this can never be told\(with), so the clock would never fire it: \(problem)",
      label: ["after", "every"].contains(key)
        ? "write a length such as 7d, or name a parameter that holds one"
        : "write a day such as 2026-03-10, or name a parameter that holds one")
  }
}
