/// A week with its weekend, and holidays.
struct WorkingCalendar {
  /// Day numbers of the holidays that fall on other days than the weekend's.
  private(set) var holidays: Set<Int32> = []
  /// By weekday, from 1 for Monday.
  private var isWeekend = [false, false, false, false, false, false, true, true]

  /// What is wrong with the list of holidays, if anything is.
  mutating func addHolidays(_ value: Value) -> String? {
    guard let elements = value.elements else { return "the holidays are no list of dates" }
    for element in elements {
      switch element {
      case .date(let date): holidays.insert(date.daysSinceEpoch)
      case .null: return "one of the holidays is empty"
      case .error(let problem): return problem.sentence
      default: return "the holidays are no list of dates"
      }
    }
    return nil
  }

  /// What is wrong with the list of weekdays, if anything is.
  mutating func setWeekend(_ value: Value) -> String? {
    guard let elements = value.elements else { return "the weekend is no list of weekdays" }
    isWeekend = Array(repeating: false, count: 8)
    for element in elements {
      guard case .int(let day) = element, (1...7).contains(day) else {
        return "a weekday is 1 (Monday) to 7 (Sunday)"
      }
      isWeekend[Int(day)] = true
    }
    return isWeekend.count(where: \.self) == 7 ? "a week needs a working day" : nil
  }

  func isWorking(_ day: CivilDate) -> Bool {
    !isWeekend[day.weekday] && !holidays.contains(day.daysSinceEpoch)
  }

  /// The day that many working days later, or earlier; the day itself for 0.
  func day(after start: CivilDate, count: Int) -> CivilDate? {
    let step = count < 0 ? -1 : 1
    var day = start
    var left = abs(count)
    while left > 0 {
      guard let next = day.adding(days: step) else { return nil }
      day = next
      if isWorking(day) { left -= 1 }
    }
    return day
  }

  /// Working days after the first day, up to and with the second; negative where it is earlier:
  /// those before the first, down to and with the second.
  func workingDays(from start: CivilDate, to end: CivilDate) -> Int {
    if end < start {
      // From the second day up to the day before the first.
      return -count(Int(end.daysSinceEpoch)..<Int(start.daysSinceEpoch))
    }
    return count(Int(start.daysSinceEpoch) + 1..<Int(end.daysSinceEpoch) + 1)
  }

  private func count(_ days: Range<Int>) -> Int {
    let (weeks, rest) = days.count.quotientAndRemainder(dividingBy: 7)
    var total = weeks * (7 - isWeekend.count(where: \.self))
    for day in days.prefix(rest) where !isWeekend[CivilDate(daysSinceEpoch: Int32(day)).weekday] {
      total += 1
    }
    let lost = holidays.count { holiday in
      days.contains(Int(holiday)) && !isWeekend[CivilDate(daysSinceEpoch: holiday).weekday]
    }
    return total - lost
  }
}
