/// How a place's local time follows from UTC.
public struct TimeZoneRules: Sendable {
  public let name: String
  /// UTC seconds from which the offset of the same index holds, ascending.
  let transitions: [Int64]
  let offsets: [Int32]
  /// The offset before the first transition.
  let firstOffset: Int32
  /// The yearly rule after the last transition.
  let footer: YearlyRule?

  init(
    name: String, transitions: [Int64] = [], offsets: [Int32] = [], firstOffset: Int32 = 0,
    footer: YearlyRule? = nil
  ) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.firstOffset = firstOffset
    self.footer = footer
  }

  public static let utc = TimeZoneRules(name: "UTC")

  /// A zone that is always the same distance from UTC, in seconds east of it.
  public init(name: String, fixedOffsetSeconds: Int) {
    self.init(name: name, firstOffset: Int32(clamping: fixedOffsetSeconds))
  }

  /// Seconds east of UTC at a moment.
  public func offsetSeconds(atUTCSeconds seconds: Int64) -> Int {
    guard let last = transitions.last else {
      return footer.map { $0.offset(at: seconds) } ?? Int(firstOffset)
    }
    if seconds >= last, let footer { return footer.offset(at: seconds) }
    if seconds < transitions[0] { return Int(firstOffset) }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    return Int(offsets[low])
  }

  /// The moment a clock there shows that day and second; the first moment after it where the
  /// clock skips it, the earlier one where it shows it twice.
  public func utcSeconds(ofLocal date: CivilDate, secondOfDay: Int) -> Int64 {
    let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(secondOfDay)
    let before = Int64(offsetSeconds(atUTCSeconds: local - 86_400))
    let after = Int64(offsetSeconds(atUTCSeconds: local + 86_400))
    let earliest = local - max(before, after)
    let latest = local - min(before, after)
    if earliest + Int64(offsetSeconds(atUTCSeconds: earliest)) == local { return earliest }
    if latest + Int64(offsetSeconds(atUTCSeconds: latest)) == local { return latest }
    // The clock skips it: find the moment it jumps.
    var low = earliest
    var high = latest
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle + Int64(offsetSeconds(atUTCSeconds: middle)) < local {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }

  /// The day a calendar there shows at a moment.
  public func civilDate(of timestamp: Timestamp) -> CivilDate {
    CivilDate(daysSinceEpoch: Int32(clamping: floorDivide(localSeconds(of: timestamp), 86_400)))
  }

  /// Seconds since midnight there.
  public func secondOfDay(of timestamp: Timestamp) -> Int {
    let local = localSeconds(of: timestamp)
    return Int(local - floorDivide(local, 86_400) * 86_400)
  }

  /// The moment a day begins there.
  public func startOfDay(_ date: CivilDate) -> Timestamp {
    Timestamp(seconds: utcSeconds(ofLocal: date, secondOfDay: 0))
  }

  private func localSeconds(of timestamp: Timestamp) -> Int64 {
    timestamp.seconds + Int64(offsetSeconds(atUTCSeconds: timestamp.seconds))
  }
}

/// The rule by which a zone goes on after its last listed transition (POSIX TZ).
struct YearlyRule: Sendable {
  struct Change: Sendable {
    enum Day: Sendable {
      /// Day 1 to 365; 29 February is never counted.
      case julian(Int)
      /// Day 0 to 365.
      case zeroBased(Int)
      /// The `week`th (5: the last) such weekday (0: Sunday) of a month.
      case weekday(month: Int, week: Int, day: Int)
    }
    var day: Day
    /// Seconds after local midnight.
    var time: Int
  }

  var standardOffset: Int
  var summerOffset: Int
  var changes: (start: Change, end: Change)?

  func offset(at seconds: Int64) -> Int {
    guard let changes else { return standardOffset }
    let local = seconds + Int64(standardOffset)
    let year = CivilDate(daysSinceEpoch: Int32(clamping: floorDivide(local, 86_400))).year
    let start = YearlyRule.moment(changes.start, year: year, offset: standardOffset)
    let end = YearlyRule.moment(changes.end, year: year, offset: summerOffset)
    let isSummer =
      start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isSummer ? summerOffset : standardOffset
  }

  private static func moment(_ change: Change, year: Int, offset: Int) -> Int64 {
    let year = min(max(year, 1), 9999)
    guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return 0 }
    var day = Int(newYear.daysSinceEpoch)
    switch change.day {
    case .julian(let number):
      let isLeap = CivilDate.daysInMonth(2, year: year) == 29
      day += number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .zeroBased(let number): day += number
    case .weekday(let month, let week, let weekday):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return 0 }
      var dayOfMonth = (weekday - first.weekday % 7 + 7) % 7 + (week - 1) * 7
      while dayOfMonth >= CivilDate.daysInMonth(month, year: year) { dayOfMonth -= 7 }
      day = Int(first.daysSinceEpoch) + dayOfMonth
    }
    return Int64(day) * 86_400 + Int64(change.time - offset)
  }
}
