extension Function {
  /// CEL's own questions to points in time and durations.
  static let clocks: [Function] = [
    clock("getFullYear", "the year") { date, _ in date.year },
    clock("getMonth", "the month, from 0 for January") { date, _ in date.month - 1 },
    clock("getDate", "the day of the month, from 1") { date, _ in date.day },
    clock("getDayOfMonth", "the day of the month, from 0") { date, _ in date.day - 1 },
    clock("getDayOfWeek", "the weekday, from 0 for Sunday") { date, _ in date.weekday % 7 },
    clock("getDayOfYear", "the day of the year, from 0") { date, _ in date.dayOfYear - 1 },
    clock("getHours", "the hour, or the whole hours of a duration", ofSpan: { $0 / 3_600_000 }) {
      _, millisecond in millisecond / 3_600_000
    },
    clock("getMinutes", "the minute, or a duration's whole minutes", ofSpan: { $0 / 60_000 }) {
      _, millisecond in millisecond / 60_000 % 60
    },
    clock("getSeconds", "the second, or a duration's whole seconds", ofSpan: { $0 / 1000 }) {
      _, millisecond in millisecond / 1000 % 60
    },
    // CEL spec: the milliseconds that are left over, not all of them.
    clock(
      "getMilliseconds", "the milliseconds behind the second", ofSpan: { $0 % 1000 }
    ) { _, millisecond in millisecond % 1000 },
  ]

  /// - Parameters:
  ///   - ofSpan: a duration's part of its milliseconds; nil where durations have none.
  ///   - part: a moment's, of the day and the milliseconds since midnight.
  private static func clock(
    _ name: String, _ sentence: String, ofSpan: (@Sendable (Int64) -> Int64)? = nil,
    _ part: @escaping @Sendable (CivilDate, Int) -> Int
  ) -> Function {
    let spans: [Overload] = ofSpan == nil ? [] : .member([.duration], .int)
    let moment = { @Sendable (time: Timestamp, zone: TimeZoneRules) -> Value in
      let millisecond = zone.secondOfDay(of: time) * 1000 + Int(time.nanos / 1_000_000)
      return .int(Int64(part(zone.civilDate(of: time), millisecond)))
    }
    return Function(
      name, "time.\(name)(zone)", sentence + "; in UTC if no zone is named",
      .member([.timestamp], .int), .member([.timestamp, .string], .int), spans,
      one: One { call, value in
        switch value {
        case .timestamp(let time): moment(time, .utc)
        case .duration(let span):
          ofSpan.map { .int($0(span.nanoseconds / 1_000_000)) } ?? call.unsupported
        default: call.unsupported
        }
      },
      two: Two { call, value, zone in
        guard case .string(let name) = zone, case .timestamp(let time) = value else {
          return call.unsupported
        }
        switch TimeZoneRules.named(name) {
        case .success(let rules): return moment(time, rules)
        case .failure(let problem): return .failure(problem.sentence)
        }
      })
  }
}

extension TimeZoneRules {
  /// A zone by its name or by its distance from UTC, such as `+02:00`, `02:00` or `2:00`.
  static func named(_ name: String) -> Result<TimeZoneRules, LoadingError> {
    if name.isEmpty { return .success(.utc) }
    if let first = name.utf8.first, first == 43 || first == 45 || (48...57).contains(first) {
      let sign = first == 43 || first == 45 ? name.prefix(1) : "+"
      let distance = name.dropFirst(first == 43 || first == 45 ? 1 : 0)
      let isShort = distance.utf8.dropFirst().first == UInt8(ascii: ":")
      var reader = DigitReader(sign + (isShort ? "0" : "") + distance)
      guard let seconds = reader.offset(), reader.isAtEnd else {
        return .failure(.unknownZone(name))
      }
      return .success(TimeZoneRules(name: name, fixedOffsetSeconds: seconds))
    }
    return Result { () throws(LoadingError) in try load(name: name) }
  }
}
