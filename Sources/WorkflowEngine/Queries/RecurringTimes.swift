import CEL

/// The times of a repeating timer, counted from its start so that none drifts: a month after
/// 31 January is 28 February, and two months after it 31 March.
struct RecurringTimes {
  let zone: TimeZoneRules
  /// A date or a timestamp.
  let start: Value
  /// A duration, or a number of days, months or years.
  private var interval: Value

  /// - Parameter interval: A duration of whole days counts days of the calendar: the hour stays
  ///   where the clocks change.
  init(zone: TimeZoneRules, start: Value, interval: Value) {
    self.zone = zone
    self.start = start
    self.interval = interval
    let day: Int64 = 86_400_000_000_000
    if case .duration(let span) = interval, span.nanoseconds % day == 0,
      let days = Int32(exactly: span.nanoseconds / day)
    {
      self.interval = .period(Period(days: days))
    }
  }

  /// The first time after a moment, or the first of all; nil where there is none.
  ///
  /// - Parameter leavingOutStart: whether the first of all is one interval after the start.
  func first(after moment: Int64?, leavingOutStart: Bool) -> Int64? {
    guard let start = time(0), let second = time(1), second > start else { return nil }
    let first = leavingOutStart ? second : start
    guard let moment, first <= moment else { return first }
    return time(number(after: moment))
  }

  /// The last time at or before a moment; nil where there is none.
  func last(upTo moment: Int64) -> Int64? {
    guard let start = time(0), let second = time(1), second > start, start <= moment else {
      return nil
    }
    return time(number(after: moment) - 1)
  }

  /// The number of the first time after a moment that the start does not lie after.
  private func number(after moment: Int64) -> Int64 {
    // INVARIANT: the time of `low` is at or before the moment; that of `high` is later or none.
    var (low, high) = (Int64(0), Int64(1))
    while let reached = time(high), reached <= moment {
      low = high
      high *= 2
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if let reached = time(middle), reached <= moment { low = middle } else { high = middle }
    }
    return high
  }

  /// The time of a number, in microseconds; nil beyond the calendar's end.
  private func time(_ number: Int64) -> Int64? {
    switch (start, interval) {
    case (.date(let date), .period(let period)):
      return date.adding(period, times: number).map { startOfDay($0) }
    case (.date(let date), .duration(let span)):
      return Timestamp(microseconds: startOfDay(date)).adding(span, times: number)
    case (.timestamp(let time), .period(let period)):
      guard let date = zone.civilDate(of: time).adding(period, times: number) else { return nil }
      let seconds = zone.utcSeconds(ofLocal: date, secondOfDay: zone.secondOfDay(of: time))
      return Timestamp(seconds: seconds, nanos: time.nanos).microseconds
    case (.timestamp(let time), .duration(let span)): return time.adding(span, times: number)
    default: return nil
    }
  }

  private func startOfDay(_ date: CivilDate) -> Int64 { zone.startOfDay(date).microseconds }
}

extension CivilDate {
  fileprivate func adding(_ period: Period, times number: Int64) -> CivilDate? {
    let (months, overflow) = Int64(period.months).multipliedReportingOverflow(by: number)
    let (days, dayOverflow) = Int64(period.days).multipliedReportingOverflow(by: number)
    guard !overflow, !dayOverflow, abs(months) < 200_000, abs(days) < 4_000_000 else { return nil }
    return adding(months: Int(months))?.adding(days: Int(days))
  }
}

extension Timestamp {
  fileprivate func adding(_ span: TimeSpan, times number: Int64) -> Int64? {
    let (nanoseconds, overflow) = span.nanoseconds.multipliedReportingOverflow(by: number)
    if overflow { return nil }
    return adding(TimeSpan(nanoseconds: nanoseconds))?.microseconds
  }
}

extension StepRun {
  /// When the clock fires a transition next, in microseconds; nil where no time is set.
  ///
  /// - Parameter fired: the time up to which it has fired.
  func nextTime(of timer: Timer, fired: Int64?, frame: Frame, look: ClockLook?) -> Int64? {
    guard let last = end(of: timer, frame) else { return nil }
    var next = nextTime(of: timer, after: fired, frame)
    if let look, timer.missed == .skip {
      // What the clock has seen once and not fired was held back, and of several times that came
      // between two ticks none is in time.
      if let seen = look.last, let first = next, first <= seen {
        next = nextTime(of: timer, after: seen, frame)
      }
      if let first = next, first <= look.now,
        let second = nextTime(of: timer, after: first, frame), second <= min(last, look.now)
      {
        next = nextTime(of: timer, after: look.now, frame)
      }
    }
    return next.flatMap { $0 <= last ? $0 : nil }
  }

  /// The last time at which a timer may fire, the greatest number where there is none; nil where
  /// it cannot be told.
  private func end(of timer: Timer, _ frame: Frame) -> Int64? {
    let until: Formula?
    switch timer.recurrence {
    case .every(_, let formula), .calendar(_, _, let formula): until = formula
    case .times, nil: until = nil
    }
    guard let until else { return .max }
    guard let last = reader.word(of: until.program.evaluate(frame), as: .timestamp) else {
      return nil
    }
    return last == Scalar.null ? .max : last
  }

  private func nextTime(of timer: Timer, after fired: Int64?, _ frame: Frame) -> Int64? {
    switch timer.recurrence {
    case .every(let interval, _):
      return recurringTimes(of: timer, interval, frame)
        .first(after: fired, leavingOutStart: timer.enteredSlot != nil)
    case .calendar(let pattern, _, _):
      guard let start = start(of: timer, frame) else { return nil }
      return calendarTimes(of: pattern, frame)?.first(after: max(start, fired ?? .min))
    case .times(let formulas):
      return first(of: formulas.map { $0.program.evaluate(frame) }, after: fired)
    case nil:
      let value = timer.at.program.evaluate(frame)
      if let elements = value.elements { return first(of: elements, after: fired) }
      guard let word = reader.word(of: value, as: .timestamp), word != Scalar.null, word != fired
      else { return nil }
      return word
    }
  }

  /// The last of a timer's times at or before a moment.
  func lastTime(of timer: Timer, upTo moment: Int64, _ frame: Frame) -> Int64? {
    switch timer.recurrence {
    case .every(let interval, _):
      recurringTimes(of: timer, interval, frame).last(upTo: moment)
    case .calendar(let pattern, _, _): calendarTimes(of: pattern, frame)?.last(upTo: moment)
    case .times(let formulas): last(of: formulas.map { $0.program.evaluate(frame) }, upTo: moment)
    case nil: last(of: timer.at.program.evaluate(frame).elements ?? [], upTo: moment)
    }
  }

  private func recurringTimes(
    of timer: Timer, _ interval: Recurrence.Interval, _ frame: Frame
  ) -> RecurringTimes {
    let step: Value =
      switch interval {
      case .constant(let value): value
      case .formula(let formula): formula.program.evaluate(frame)
      }
    return RecurringTimes(
      zone: definition.timeZone, start: timer.at.program.evaluate(frame), interval: step)
  }

  /// The moment after which a calendar's times count: none is as early as when the state was
  /// entered, and none earlier than a stated start.
  private func start(of timer: Timer, _ frame: Frame) -> Int64? {
    guard let first = reader.word(of: timer.at.program.evaluate(frame), as: .timestamp),
      first != Scalar.null
    else { return nil }
    let entered = timer.enteredSlot == nil ? first - 1 : first
    guard case .calendar(_, let starting?, _) = timer.recurrence else { return entered }
    guard let stated = reader.word(of: starting.program.evaluate(frame), as: .timestamp),
      stated != Scalar.null
    else { return nil }
    return max(entered, stated - 1)
  }

  private func calendarTimes(of pattern: CalendarPattern, _ frame: Frame) -> CalendarTimes? {
    let days: [Int]
    switch pattern.days {
    case .numbers(let numbers): days = numbers
    case .formula(let formula):
      guard case .int(let day) = formula.program.evaluate(frame), (1...31).contains(day) else {
        return nil
      }
      days = [Int(day)]
    }
    return CalendarTimes(
      zone: definition.timeZone, unit: pattern.unit, days: days, secondOfDay: pattern.secondOfDay)
  }

  private func first(of times: [Value], after fired: Int64?) -> Int64? {
    times.lazy.compactMap { self.reader.word(of: $0, as: .timestamp) }
      .filter { $0 != Scalar.null && $0 > fired ?? .min }.min()
  }

  private func last(of times: [Value], upTo moment: Int64) -> Int64? {
    times.lazy.compactMap { self.reader.word(of: $0, as: .timestamp) }
      .filter { $0 != Scalar.null && $0 <= moment }.max()
  }
}
