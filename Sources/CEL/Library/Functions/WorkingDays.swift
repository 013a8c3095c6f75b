extension Function {
  /// Days that are neither at the weekend nor holidays.
  static let workingDays: [Function] = [
    workingDays(
      "is_working_day", "is_working_day(day, holidays, weekend)",
      "whether the day is neither at the weekend nor a holiday", [.date], .bool
    ) { _, calendar, values in
      guard case .date(let day) = values[0] else { return nil }
      return .bool(calendar.isWorking(day))
    },
    workingDays(
      "add_working_days", "add_working_days(day, n, holidays, weekend)",
      "the day that many working days later, or earlier", [.date, .int], .date
    ) { call, calendar, values in
      guard case .date(let day) = values[0], case .int(let count) = values[1] else { return nil }
      return call.day(after: day, count: count, calendar)
    },
    workingDays(
      "working_days_between", "working_days_between(from, to, holidays, weekend)",
      "the working days after the first day, up to and with the second", [.date, .date], .int
    ) { _, calendar, values in
      guard case .date(let start) = values[0], case .date(let end) = values[1] else { return nil }
      return .int(Int64(calendar.workingDays(from: start, to: end)))
    },
  ]

  /// A list of holidays, and behind it one of the weekend's days, may follow the parameters.
  private static func workingDays(
    _ name: String, _ call: String, _ sentence: String, _ parameters: [CELType],
    _ result: CELType,
    _ compute: @escaping @Sendable (Call, WorkingCalendar, [Value]) -> Value?
  ) -> Function {
    let holidays = parameters + [.list(.date)]
    return Function(
      name, in: .workflow, call, sentence, .plain(parameters, result), .plain(holidays, result),
      .plain(holidays + [.list(.int)], result),
      any: Many { call, values in
        let own = parameters.count
        guard (own...own + 2).contains(values.count) else { return call.unsupported }
        var calendar = WorkingCalendar()
        if values.count > own, let problem = calendar.addHolidays(values[own]) {
          return .failure(problem)
        }
        if values.count > own + 1, let problem = calendar.setWeekend(values[own + 1]) {
          return .failure(problem)
        }
        guard call.frame.charge(calendar.holidays.count / 10) else { return Frame.exhausted }
        return compute(call, calendar, values) ?? call.unsupported
      })
  }
}

extension Call {
  /// How many working days may be counted at once.
  static let mostWorkingDays = 10_000

  fileprivate func day(after day: CivilDate, count: Int64, _ calendar: WorkingCalendar) -> Value {
    guard count.magnitude <= UInt64(Call.mostWorkingDays) else {
      return .failure("\(node.name)() counts at most \(Call.mostWorkingDays) days")
    }
    guard frame.charge(Int(count.magnitude) / 5) else { return Frame.exhausted }
    return calendar.day(after: day, count: Int(count)).map { .date($0) } ?? beyondCalendar
  }
}
