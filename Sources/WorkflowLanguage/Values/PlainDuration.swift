/// Durations as people write them: `90s`, `1h30m`, `14d`.
enum PlainDuration {
  static func microseconds(_ text: String) -> Int64? {
    var bytes = text.utf8[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    guard !bytes.isEmpty else { return nil }
    var total: Int64 = 0
    while !bytes.isEmpty {
      let digits = bytes.prefix { $0 &- 0x30 < 10 }
      bytes = bytes.dropFirst(digits.count)
      let letters = bytes.prefix { $0 &- 0x61 < 26 }
      bytes = bytes.dropFirst(letters.count)
      guard let number = Int64(String(decoding: digits, as: UTF8.self)),
        let unit = units.first(where: { letters.elementsEqual($0.name.utf8) })?.microseconds
      else { return nil }
      let part = number.multipliedReportingOverflow(by: unit)
      let sum = total.addingReportingOverflow(part.partialValue)
      guard !part.overflow, !sum.overflow else { return nil }
      total = sum.partialValue
    }
    return isNegative ? -total : total
  }

  /// One in the largest unit in which it is a whole number; what is shorter than the shortest is
  /// left out.
  static func text(microseconds: Int64) -> String {
    let shortest = (name: "ms", microseconds: Int64(1_000))
    if microseconds == 0 { return "0s" }
    let unit = units.first { microseconds.isMultiple(of: $0.microseconds) } ?? shortest
    return "\(microseconds / unit.microseconds)\(unit.name)"
  }

  private static let units: [(name: String, microseconds: Int64)] = [
    ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000),
  ]
}
