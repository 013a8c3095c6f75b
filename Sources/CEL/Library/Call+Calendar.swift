extension Call {
  /// `getHours()` and its like, of a timestamp or a duration.
  func calendarPart(_ value: Value, zone: TimeZoneRules) -> Value {
    switch value {
    case .timestamp(let time): .int(part(of: time, zone: zone))
    case .duration(let span): durationPart(span)
    default: unsupported
    }
  }

  private func part(of time: Timestamp, zone: TimeZoneRules) -> Int64 {
    let date = zone.civilDate(of: time)
    let second = zone.secondOfDay(of: time)
    let part: Int
    switch node.function {
    case .getFullYear: part = date.year
    case .getMonth: part = date.month - 1
    case .getDate: part = date.day
    case .getDayOfMonth: part = date.day - 1
    case .getDayOfWeek: part = date.weekday % 7
    case .getDayOfYear: part = date.dayOfYear - 1
    case .getHours: part = second / 3600
    case .getMinutes: part = second / 60 % 60
    case .getSeconds: part = second % 60
    default: part = Int(time.nanos / 1_000_000)
    }
    return Int64(part)
  }

  private func durationPart(_ span: TimeSpan) -> Value {
    let seconds = span.nanoseconds / 1_000_000_000
    switch node.function {
    case .getHours: return .int(seconds / 3600)
    case .getMinutes: return .int(seconds / 60)
    case .getSeconds: return .int(seconds)
    // CEL spec: the milliseconds that are left over, not all of them.
    case .getMilliseconds: return .int(span.nanoseconds / 1_000_000 % 1000)
    default: return unsupported
    }
  }

  /// The workflow's functions of one argument about dates.
  func calendar(_ value: Value) -> Value {
    switch (node.function, value) {
    case (.date, .date): return value
    case (.date, .timestamp(let time)): return .date(context.zone.civilDate(of: time))
    case (.date, .string(let text)):
      return CivilDate(text: text).map { .date($0) }
        ?? .failure("'\(text.prefix(60))' is no day of the calendar")
    case (.days, .int(let count)): return period(days: count)
    case (.months, .int(let count)): return period(months: count)
    case (.years, .int(let count)):
      let (months, overflow) = count.multipliedReportingOverflow(by: 12)
      return overflow ? period(months: .max) : period(months: months)
    case (.localHour, .timestamp(let time)):
      return .int(Int64(context.zone.secondOfDay(of: time) / 3600))
    case (_, .date(let date)): return datePart(date)
    case (_, .timestamp(let time)): return datePart(context.zone.civilDate(of: time))
    default: return unsupported
    }
  }

  private func period(days: Int64 = 0, months: Int64 = 0) -> Value {
    guard let days = Int32(exactly: days), let months = Int32(exactly: months) else {
      return .failure("\(node.text) is too large")
    }
    return .period(Period(months: months, days: days))
  }

  private func datePart(_ date: CivilDate) -> Value {
    switch node.function {
    case .weekday: .int(Int64(date.weekday))
    case .year: .int(Int64(date.year))
    case .month: .int(Int64(date.month))
    case .day: .int(Int64(date.day))
    default: unsupported
    }
  }
}

extension TimeZoneRules {
  /// A zone by its name or by its distance from UTC, such as `+02:00` or `02:00`.
  static func named(_ name: String) -> TimeZoneRules? {
    if let first = name.utf8.first, first == 43 || first == 45 || (48...57).contains(first) {
      let signed = first == 43 || first == 45 ? name : "+" + name
      var reader = DigitReader(signed)
      guard let seconds = reader.offset(), reader.isAtEnd else { return nil }
      return TimeZoneRules(name: name, fixedOffsetSeconds: seconds)
    }
    return try? load(name: name)
  }
}
