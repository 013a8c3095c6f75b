/// A point in time, to the nanosecond; years 1 to 9999.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public var nanos: Int32

  public init(seconds: Int64, nanos: Int32 = 0) {
    self.seconds = seconds
    self.nanos = nanos
  }

  public init(microseconds: Int64) {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    seconds = remainder < 0 ? quotient - 1 : quotient
    nanos = Int32(remainder < 0 ? remainder + 1_000_000 : remainder) * 1000
  }

  /// Since 1970-01-01T00:00:00Z; what is finer is dropped.
  public var microseconds: Int64 { seconds &* 1_000_000 &+ Int64(nanos / 1000) }

  /// Reads RFC 3339: `2026-03-10T09:00:00Z` or with an offset.
  public init?(text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
      reader.take("-"), let day = reader.number(2), reader.take("T"),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
      reader.take(":"), let second = reader.number(2),
      let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60,
      second < 60
    else { return nil }
    var nanos: Int32 = 0
    if reader.take(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanos = fraction
    }
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    let seconds =
      Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(seconds: seconds, nanos: nanos)
    guard isInRange else { return nil }
  }

  static let earliestSecond: Int64 = -62_135_596_800
  static let latestSecond: Int64 = 253_402_300_799

  var isInRange: Bool {
    seconds >= Timestamp.earliestSecond && seconds <= Timestamp.latestSecond
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanos) < (right.seconds, right.nanos)
  }

  /// RFC 3339 in UTC, without trailing zeros in the fraction.
  public var description: String {
    let days = floorDivide(seconds, 86_400)
    let second = Int(seconds - days * 86_400)
    let date = CivilDate(daysSinceEpoch: Int32(clamping: days))
    var text = date.description + "T" + pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2)
    text += ":" + pad(second % 60, 2)
    if nanos != 0 { text += "." + trimmedFraction(Int(nanos)) }
    return text + "Z"
  }

  /// That much later; nil outside the years 1 to 9999.
  public func adding(_ span: TimeSpan) -> Timestamp? {
    let (quotient, remainder) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var seconds = self.seconds + quotient
    var nanos = Int64(self.nanos) + remainder
    if nanos < 0 {
      nanos += 1_000_000_000
      seconds -= 1
    } else if nanos >= 1_000_000_000 {
      nanos -= 1_000_000_000
      seconds += 1
    }
    let sum = Timestamp(seconds: seconds, nanos: Int32(nanos))
    return sum.isInRange ? sum : nil
  }

  /// The time from another point to this one; nil beyond about 292 years.
  public func since(_ other: Timestamp) -> TimeSpan? {
    let distance = Int128(seconds - other.seconds) * 1_000_000_000 + Int128(nanos - other.nanos)
    return Int64(exactly: distance).map { TimeSpan(nanoseconds: $0) }
  }
}

func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

/// Nine digits without the zeros at their end.
func trimmedFraction(_ nanos: Int) -> String {
  var digits = pad(nanos, 9)
  while digits.last == "0" { digits.removeLast() }
  return digits
}

/// Takes a text apart from its front.
struct DigitReader {
  private var bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8.prefix(64)) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Exactly that many digits.
  mutating func number(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + count] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += count
    return value
  }

  /// The digits behind a point as nanoseconds; what is finer is dropped.
  mutating func fraction() -> Int32? {
    var value: Int32 = 0
    var count = 0
    while let digit = number(1) {
      if count < 9 { value = value * 10 + Int32(digit) }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in 0..<max(0, 9 - count) { value *= 10 }
    return value
  }

  /// `Z` or `+HH:MM`, in seconds east of UTC.
  mutating func offset() -> Int? {
    if take("Z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2),
      hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isWest ? -seconds : seconds
  }
}
