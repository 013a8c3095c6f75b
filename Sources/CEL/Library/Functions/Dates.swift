extension Function {
  /// Days of the calendar and the clock on the wall, in the file's time zone.
  static let dates: [Function] = [
    Function(
      "date", in: .workflow, "date(\"2026-03-10\")",
      "a day; also `date(y, m, d)`, and the day of a point in time",
      .plain([.string], .date), .plain([.date], .date), .plain([.timestamp], .date),
      .plain([.int, .int, .int], .date),
      traits: Traits(literals: { dateMistake($0) }),
      one: One { $0.date($1) }, any: Many { $0.date($1) }),
    Function(
      "at_time", in: .workflow, "at_time(day, \"18:00\")",
      "the moment at which clocks show that time on that day",
      .plain([.date, .string], .timestamp), traits: Traits(literals: { timeMistake($0) }),
      two: Two { $0.atTime($1, $2) }),
    Function(
      "time_of_day", in: .workflow, "time_of_day(now)",
      "what clocks show, as text: `18:00`, with seconds `18:00:30`",
      .both([.timestamp], .string), one: One { $0.timeOfDay($1) }),
    Function(
      "days", in: .workflow, "days(n)", "so many days, to be added to a day or a point in time",
      .plain([.int], .period), one: One { $0.period($1, days: 1) }),
    Function(
      "months", in: .workflow, "months(n)", "so many months, likewise",
      .plain([.int], .period), one: One { $0.period($1, months: 1) }),
    Function(
      "years", in: .workflow, "years(n)", "so many years, likewise",
      .plain([.int], .period), one: One { $0.period($1, months: 12) }),
    Function(
      "days_between", in: .workflow, "days_between(from, to)",
      "how many days the second is after the first",
      .plain([.date, .date], .int),
      two: Two { call, first, second in
        guard case .date(let start) = first, case .date(let end) = second else {
          return call.unsupported
        }
        return .int(Int64(end.daysSinceEpoch) - Int64(start.daysSinceEpoch))
      }),
    Function(
      "years_between", in: .workflow, "years_between(from, to)",
      "how many full years the second day is after the first: an age in years",
      .plain([.date, .date], .int),
      two: Two { call, first, second in
        guard case .date(let start) = first, case .date(let end) = second else {
          return call.unsupported
        }
        return .int(
          start <= end ? fullYears(from: start, to: end) : -fullYears(from: end, to: start))
      }),
    part("weekday", "the weekday of a day or point in time, from 1 for Monday") { $0.weekday },
    part("year", "its year") { $0.year },
    part("month", "its month, from 1 for January") { $0.month },
    part("day", "its day of the month") { $0.day },
    Function(
      "local_hour", in: .workflow, "local_hour(now)", "the hour that clocks show, 0 to 23",
      .both([.timestamp], .int),
      one: One { call, value in
        guard case .timestamp(let time) = value else { return call.unsupported }
        return .int(Int64(call.context.zone.secondOfDay(of: time) / 3600))
      }),
  ]

  private static func part(
    _ name: String, _ sentence: String, _ part: @escaping @Sendable (CivilDate) -> Int
  ) -> Function {
    Function(
      name, in: .workflow, "\(name)(day)", sentence, .both([.date], .int),
      .both([.timestamp], .int),
      one: One { call, value in
        switch value {
        case .date(let date): .int(Int64(part(date)))
        case .timestamp(let time): .int(Int64(part(call.context.zone.civilDate(of: time))))
        default: call.unsupported
        }
      })
  }

  /// - Precondition: `end` is not before `start`.
  private static func fullYears(from start: CivilDate, to end: CivilDate) -> Int64 {
    let years = end.year - start.year
    let anniversary = start.adding(months: years * 12)
    return Int64(anniversary.map { $0 <= end } ?? false ? years : years - 1)
  }

  private static func dateMistake(_ values: [Value?]) -> LiteralMistake? {
    let help = "write year-month-day, such as date(\"2026-03-10\")"
    if let text = values.last??.text {
      guard CivilDate(text: text) == nil else { return nil }
      return LiteralMistake(
        code: "invalid-date", message: "'\(text)' is no day of the calendar", help: help)
    }
    guard values.count == 3, case .int(let year) = values[0], case .int(let month) = values[1],
      case .int(let day) = values[2], CivilDate(wideYear: year, month: month, day: day) == nil
    else { return nil }
    return LiteralMistake(
      code: "invalid-date", message: "there is no day \(day) in month \(month) of \(year)",
      help: "write year, month and day, such as date(2026, 3, 10)")
  }

  private static func timeMistake(_ values: [Value?]) -> LiteralMistake? {
    guard let text = values.last??.text, CivilDate.secondOfDay(text) == nil else { return nil }
    return LiteralMistake(
      code: "invalid-time", message: "'\(text)' is no time of a day",
      help: "write hours and minutes, such as at_time(today, \"18:00\")")
  }
}

extension CivilDate {
  /// The day, or nil when the calendar has no such day.
  fileprivate init?(wideYear year: Int64, month: Int64, day: Int64) {
    self.init(year: Int(year), month: Int(month), day: Int(day))
  }

  /// Seconds since midnight of `18:00` or `18:00:30`.
  static func secondOfDay(_ text: String) -> Int? {
    var reader = DigitReader(text)
    guard let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      hour < 24, minute < 60
    else { return nil }
    var second = 0
    if reader.take(":") {
      guard let number = reader.number(2), number < 60 else { return nil }
      second = number
    }
    return reader.isAtEnd ? hour * 3600 + minute * 60 + second : nil
  }
}

extension Call {
  fileprivate func date(_ value: Value) -> Value {
    switch value {
    case .date: return value
    case .timestamp(let time):
      let date = context.zone.civilDate(of: time)
      return (CivilDate.earliest...CivilDate.latest).contains(date) ? .date(date) : beyondCalendar
    case .string(let text):
      return CivilDate(text: text).map { .date($0) }
        ?? .failure("'\(text.prefix(60))' is no day of the calendar")
    default: return unsupported
    }
  }

  fileprivate func date(_ values: [Value]) -> Value {
    guard values.count == 3, case .int(let year) = values[0], case .int(let month) = values[1],
      case .int(let day) = values[2]
    else { return unsupported }
    return CivilDate(wideYear: year, month: month, day: day).map { .date($0) }
      ?? .failure("there is no day \(day) in month \(month) of \(year)")
  }

  fileprivate func atTime(_ day: Value, _ time: Value) -> Value {
    guard case .date(let date) = day, case .string(let text) = time else { return unsupported }
    guard let second = CivilDate.secondOfDay(text) else {
      return .failure("'\(text.prefix(60))' is no time of a day, such as 18:00")
    }
    let moment = Timestamp(seconds: context.zone.utcSeconds(ofLocal: date, secondOfDay: second))
    return moment.isInRange ? .timestamp(moment) : beyondCalendar
  }

  fileprivate func timeOfDay(_ value: Value) -> Value {
    guard case .timestamp(let time) = value else { return unsupported }
    let second = context.zone.secondOfDay(of: time)
    let minutes = pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2)
    return .string(second % 60 == 0 ? minutes : minutes + ":" + pad(second % 60, 2))
  }

  /// So many units of some days or months each.
  fileprivate func period(_ count: Value, days: Int64 = 0, months: Int64 = 0) -> Value {
    guard case .int(let count) = count else { return unsupported }
    let (product, overflow) = count.multipliedReportingOverflow(by: days + months)
    guard !overflow, let number = Int32(exactly: product) else {
      return .failure("\(node.text) is too large")
    }
    return .period(Period(months: months == 0 ? 0 : number, days: days == 0 ? 0 : number))
  }
}
