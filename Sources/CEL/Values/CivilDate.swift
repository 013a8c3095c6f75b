/// A day of the calendar, without a time and a zone; years 1 to 9999.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var daysSinceEpoch: Int32

  public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// The day, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(month, year: year)
    else { return nil }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  /// Reads `2026-03-10`.
  public init?(text: some StringProtocol) { self.init(bytes: text.utf8) }

  // A text of the most usual kind is read without asking the runtime of what kind it is.
  public init?(text: String) { self.init(bytes: text.utf8) }

  private init?(bytes: some Sequence<UInt8>) {
    var parts = [0, 0, 0]
    var index = 0
    for byte in bytes {
      let isDash = index == 4 || index == 7
      if isDash {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), index < 10 else {
          return nil
        }
        let part = index < 4 ? 0 : index < 7 ? 1 : 2
        parts[part] = parts[part] * 10 + Int(byte - UInt8(ascii: "0"))
      }
      index += 1
    }
    guard index == 10 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
  }

  public static let earliest = CivilDate(daysSinceEpoch: -719_162)
  public static let latest = CivilDate(daysSinceEpoch: 2_932_896)

  public var year: Int { components.year }
  public var month: Int { components.month }
  public var day: Int { components.day }

  /// Monday is 1, Sunday is 7.
  public var weekday: Int {
    let shifted = (Int(daysSinceEpoch) + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  /// The first of January is 1.
  public var dayOfYear: Int {
    Int(daysSinceEpoch)
      - Int(CivilDate(uncheckedYear: year, month: 1, day: 1).daysSinceEpoch) + 1
  }

  /// That many days later; nil outside the years 1 to 9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    guard !overflow, sum >= Int(CivilDate.earliest.daysSinceEpoch),
      sum <= Int(CivilDate.latest.daysSinceEpoch)
    else { return nil }
    return CivilDate(daysSinceEpoch: Int32(sum))
  }

  /// The same day that many months later, or the month's last: 31 January + 1 is 28 February.
  public func adding(months: Int) -> CivilDate? {
    guard months.magnitude < 200_000 else { return nil }
    let parts = components
    let total = parts.year * 12 + parts.month - 1 + months
    guard total >= 12 else { return nil }
    let (year, month) = (total / 12, total % 12 + 1)
    guard year <= 9999 else { return nil }
    let day = Swift.min(parts.day, CivilDate.daysInMonth(month, year: year))
    return CivilDate(uncheckedYear: year, month: month, day: day)
  }

  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  public var description: String {
    let parts = components
    return pad(parts.year, 4) + "-" + pad(parts.month, 2) + "-" + pad(parts.day, 2)
  }

  static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Counted in years that begin in March, so that a leap day is the last of its year.
  private init(uncheckedYear year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = Int(floorDivide(Int64(shifted), 400))
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

/// The number with leading zeros.
func pad(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
