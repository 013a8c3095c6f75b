public import CEL

/// A time as people write it: `2026-03-10T09:00:00Z`, one without a zone (`2026-03-10T18:00`), which
/// is the workflow's, or a day, whose start there is meant.
public struct MomentText: Sendable {
  private enum Meaning {
    case instant(Int64)
    case local(CivilDate, second: Int)
  }

  private let meaning: Meaning

  /// Nil where the text is no time.
  public init?(_ text: String) {
    if let day = CivilDate(text: text) {
      meaning = .local(day, second: 0)
      return
    }
    let text = MomentText.withSeconds(text)
    if let timestamp = Timestamp(text: text) {
      meaning = .instant(timestamp.microseconds)
    } else if let timestamp = Timestamp(text: text + "Z") {
      // Read as if it were UTC, its day and time are those of the workflow's zone.
      let seconds = timestamp.seconds
      let day = seconds.dividedDown(by: 86_400)
      guard let date = Int32(exactly: day) else { return nil }
      meaning = .local(CivilDate(daysSinceEpoch: date), second: Int(seconds - day * 86_400))
    } else {
      return nil
    }
  }

  /// Microseconds since 1970-01-01T00:00:00Z.
  ///
  /// A time that the clock skips is the first after it, one that it shows twice the earlier.
  public func microseconds(in zone: TimeZoneRules) -> Int64 {
    switch meaning {
    case .instant(let microseconds): microseconds
    case .local(let date, let second):
      zone.utcSeconds(ofLocal: date, secondOfDay: second) * 1_000_000
    }
  }

  /// `2026-05-02T10:00` and `2026-05-02T10:00Z` with the seconds that were left out.
  private static func withSeconds(_ text: String) -> String {
    guard let start = text.firstIndex(of: "T") else { return text }
    let clock = text[text.index(after: start)...]
    let end = clock.firstIndex { $0 == "Z" || $0 == "+" || $0 == "-" } ?? clock.endIndex
    guard clock[..<end].count(where: { $0 == ":" }) == 1 else { return text }
    return String(text[..<end]) + ":00" + String(text[end...])
  }
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}
