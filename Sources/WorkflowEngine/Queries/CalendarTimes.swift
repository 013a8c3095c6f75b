import CEL

/// The times of a calendar rule, in microseconds: one for each of its days, also where the clocks
/// change.
struct CalendarTimes {
  let zone: TimeZoneRules
  let unit: CalendarPattern.Unit
  /// As in `CalendarPattern.Days.numbers`.
  let days: [Int]
  let secondOfDay: Int

  /// The first time after a moment; nil beyond the calendar's end.
  func first(after moment: Int64) -> Int64? {
    guard let start = firstDay(around: moment) else { return nil }
    // A unit holds at least one of the days, so one of these holds the time that is looked for.
    for number in -1...2 {
      let times = times(inUnit: number, from: start)
      if let time = times.first(where: { $0 > moment }) { return time }
    }
    return nil
  }

  /// The last time at or before a moment.
  func last(upTo moment: Int64) -> Int64? {
    guard let start = firstDay(around: moment) else { return nil }
    for number in [1, 0, -1, -2] {
      if let time = times(inUnit: number, from: start).last(where: { $0 <= moment }) {
        return time
      }
    }
    return nil
  }

  /// The first day of the unit in which a moment lies.
  private func firstDay(around moment: Int64) -> CivilDate? {
    let date = zone.civilDate(of: Timestamp(microseconds: moment))
    switch unit {
    case .day: return date
    case .week: return date.adding(days: 1 - date.weekday)
    case .month: return date.adding(days: 1 - date.day)
    case .year: return CivilDate(year: date.year, month: 1, day: 1)
    }
  }

  private func times(inUnit number: Int, from start: CivilDate) -> [Int64] {
    let first: CivilDate? =
      switch unit {
      case .day: start.adding(days: number)
      case .week: start.adding(days: 7 * number)
      case .month: start.adding(months: number)
      case .year: start.adding(months: 12 * number)
      }
    guard let first else { return [] }
    return Set(days.compactMap { day($0, from: first) }).sorted().map {
      zone.utcSeconds(ofLocal: $0, secondOfDay: secondOfDay) * 1_000_000
    }
  }

  private func day(_ number: Int, from first: CivilDate) -> CivilDate? {
    switch unit {
    case .day: first
    case .week: first.adding(days: number - 1)
    case .month: day(number, ofMonth: first)
    case .year: first.adding(months: number / 100 - 1).flatMap { day(number % 100, ofMonth: $0) }
    }
  }

  /// A day of the month that begins then, or its last where it has no such day.
  private func day(_ number: Int, ofMonth first: CivilDate) -> CivilDate? {
    guard let next = first.adding(months: 1) else { return first.adding(days: number - 1) }
    let length = Int(next.daysSinceEpoch - first.daysSinceEpoch)
    return first.adding(days: min(number, length) - 1)
  }
}
