public import CEL

/// Times as clocks in a workflow's zone show them.
public enum LocalTime {
  /// `2026-03-10 09:00`, with the zone's name unless it is UTC.
  ///
  /// - Parameter at: in microseconds since 1970-01-01T00:00:00Z.
  public static func text(_ at: Int64, _ zone: TimeZoneRules) -> String {
    let timestamp = Timestamp(microseconds: at)
    let second = zone.secondOfDay(of: timestamp)
    var text =
      "\(zone.civilDate(of: timestamp)) \(digits(second / 3600)):\(digits(second / 60 % 60))"
    if second % 60 != 0 { text += ":\(digits(second % 60))" }
    return zone.name == "UTC" ? text : "\(text) \(zone.name)"
  }

  /// The same for a time of an answer.
  public static func text(_ time: String, _ zone: TimeZoneRules) -> String {
    Timestamp(text: time).map { text($0.microseconds, zone) } ?? time
  }

  private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
