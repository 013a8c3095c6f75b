public import CEL

/// How the clock fires a transition more than once.
public enum Recurrence: Sendable {
  /// Again and again from the occasion's `at`, which is the first time, up to and including `until`.
  case every(Interval, until: Formula?)
  /// At the times of a calendar after the state was entered, not before `starting` and up to and
  /// including `until`.
  case calendar(CalendarPattern, starting: Formula?, until: Formula?)
  /// At each of these times; those that are empty are left out.
  case times([Formula])

  /// The time from one firing to the next.
  public enum Interval: Sendable {
    /// A duration or a number of days, months or years.
    case constant(Value)
    case formula(Formula)
  }

  public var formulas: [Formula] {
    switch self {
    case .every(let interval, let until):
      switch interval {
      case .constant: [until].compactMap(\.self)
      case .formula(let formula): [formula, until].compactMap(\.self)
      }
    case .calendar(let pattern, let starting, let until):
      [pattern.days.formula, starting, until].compactMap(\.self)
    case .times(let times): times
    }
  }
}

/// Times of the local calendar: on which days of each week, month or year, and when on these.
public struct CalendarPattern: Sendable {
  public enum Unit: String, Sendable, CaseIterable { case day, week, month, year }

  /// Days within the unit.
  public enum Days: Sendable {
    /// Every day; Monday is 1; of a month the last where it is shorter; of a year 101 is 1 January
    /// and 1231 its last day.
    case numbers([Int])
    /// The day of a month; empty, or no such day, means none.
    case formula(Formula)

    public var formula: Formula? {
      switch self {
      case .numbers: nil
      case .formula(let formula): formula
      }
    }
  }

  public let unit: Unit
  public let days: Days
  /// Of the local clock.
  public let secondOfDay: Int

  public init(unit: Unit, days: Days, secondOfDay: Int) {
    self.unit = unit
    self.days = days
    self.secondOfDay = secondOfDay
  }
}
