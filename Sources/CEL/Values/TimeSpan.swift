/// A length of time, to the nanosecond (CEL's duration); up to about 292 years.
public struct TimeSpan: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public init(microseconds: Int64) {
    let (product, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
    nanoseconds = overflow ? (microseconds < 0 ? Int64.min : Int64.max) : product
  }

  /// Reads `1h30m`, `-1.5h`, `300ms`; units h, m, s, ms, us, ns.
  public init?(text: some StringProtocol) {
    var bytes = Array(text.utf8.prefix(200))[...]
    var isNegative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    if Array(bytes) == [UInt8(ascii: "0")] {
      nanoseconds = 0
      return
    }
    var total: Int128 = 0
    guard !bytes.isEmpty else { return nil }
    while !bytes.isEmpty {
      guard let part = TimeSpan.takePart(&bytes) else { return nil }
      total += part
      guard total < Int128(Int64.max) * 2 else { return nil }
    }
    guard let value = Int64(exactly: isNegative ? -total : total) else { return nil }
    nanoseconds = value
  }

  /// A number and its unit.
  private static func takePart(_ bytes: inout ArraySlice<UInt8>) -> Int128? {
    var value: Int128 = 0
    var scale: Int128 = 1
    var digits = 0
    var isFraction = false
    while let byte = bytes.first {
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        digits += 1
        if !isFraction || scale < 1_000_000_000_000_000 {
          value = value * 10 + Int128(byte - UInt8(ascii: "0"))
          if isFraction { scale *= 10 }
        }
        guard value < Int128(Int64.max) * 1_000_000_000 else { return nil }
      } else {
        break
      }
      bytes = bytes.dropFirst()
    }
    guard digits > 0 else { return nil }
    let unit = bytes.prefix { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) && $0 != 46 }
    bytes = bytes.dropFirst(unit.count)
    guard let length = unitLengths[String(decoding: unit, as: UTF8.self)] else { return nil }
    return value * length / scale
  }

  private static let unitLengths: [String: Int128] = [
    "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000,
    "us": 1000, "µs": 1000, "μs": 1000, "ns": 1,
  ]

  public var microseconds: Int64 { nanoseconds / 1000 }

  public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// In seconds, as CEL writes it: `5400s`, `0.25s`.
  public var description: String {
    let magnitude = nanoseconds.magnitude
    var text = (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
    let fraction = Int(magnitude % 1_000_000_000)
    if fraction != 0 { text += "." + trimmedFraction(fraction) }
    return text + "s"
  }
}

/// A number of calendar months and days: what `days()`, `months()` and `years()` make.
public struct Period: Hashable, Sendable {
  public var months: Int32
  public var days: Int32

  public init(months: Int32 = 0, days: Int32 = 0) {
    self.months = months
    self.days = days
  }

  var negated: Period? {
    guard months != .min, days != .min else { return nil }
    return Period(months: -months, days: -days)
  }

  func adding(_ other: Period) -> Period? {
    let (months, overflow) = self.months.addingReportingOverflow(other.months)
    let (days, dayOverflow) = self.days.addingReportingOverflow(other.days)
    return overflow || dayOverflow ? nil : Period(months: months, days: days)
  }
}
