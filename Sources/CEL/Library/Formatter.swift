/// `text.format([…])`: the clauses %s %d %f %e %b %o %x %X and %%.
struct Formatter {
  let call: Call
  let arguments: [Value]

  func format(_ template: String) -> Value {
    var result: [UInt8] = []
    var next = 0
    var bytes = Array(template.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      if bytes.first == UInt8(ascii: "%") {
        result.append(byte)
        bytes = bytes.dropFirst()
        continue
      }
      guard let precision = takePrecision(&bytes), let verb = bytes.popFirst() else {
        return .failure("format() has a '%' without a clause")
      }
      guard next < arguments.count else {
        return .failure("format() has more clauses than values")
      }
      guard let text = clause(verb, precision < 0 ? nil : precision, arguments[next]) else {
        let clause = String(decoding: [UInt8(ascii: "%"), verb], as: UTF8.self)
        return .failure("format() cannot use '\(clause)' with \(arguments[next].typeName)")
      }
      next += 1
      result += text.utf8
      guard result.count <= call.context.limits.resultSize else { return Frame.tooLarge }
    }
    guard call.charge(result.count) else { return Frame.exhausted }
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// The digits of `.3`, -1 when there are none, nil when they make no sense.
  private func takePrecision(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    guard bytes.first == UInt8(ascii: ".") else { return -1 }
    bytes = bytes.dropFirst()
    var precision = 0
    var count = 0
    while let digit = bytes.first, (48...57).contains(digit) {
      precision = precision * 10 + Int(digit - 48)
      guard precision <= 300 else { return nil }
      bytes = bytes.dropFirst()
      count += 1
    }
    return count > 0 ? precision : nil
  }

  private func clause(_ verb: UInt8, _ precision: Int?, _ value: Value) -> String? {
    switch verb {
    case UInt8(ascii: "s"): plain(value)
    case UInt8(ascii: "d"): whole(value)
    case UInt8(ascii: "f"): fixed(value, precision ?? 6)
    case UInt8(ascii: "e"): scientific(value, precision ?? 6)
    case UInt8(ascii: "b"): digits(value, radix: 2)
    case UInt8(ascii: "o"): digits(value, radix: 8)
    case UInt8(ascii: "x"): hexadecimal(value, uppercase: false)
    case UInt8(ascii: "X"): hexadecimal(value, uppercase: true)
    default: nil
    }
  }

  private func plain(_ value: Value) -> String? {
    switch value {
    case .list(let elements):
      let texts = elements.map { plain($0) }
      guard !texts.contains(nil) else { return nil }
      return "[" + texts.compactMap { $0 }.joined(separator: ", ") + "]"
    case .map(let map):
      var entries: [(String, String)] = []
      for (key, value) in zip(map.keys, map.values) {
        guard let key = plain(key), let value = plain(value) else { return nil }
        entries.append((key, value))
      }
      entries.sort { compareText($0.0, $1.0) < 0 }
      return "{" + entries.map { $0.0 + ": " + $0.1 }.joined(separator: ", ") + "}"
    case .null, .bool, .int, .uint, .double, .decimal, .string, .bytes, .timestamp, .duration,
      .date, .period, .type:
      return value.description
    case .choice: return value.display(in: call.context.schema, reader: call.frame.reader)
    case .record: return value.display(in: call.context.schema, reader: call.frame.reader)
    case .optional, .error: return nil
    }
  }

  private func whole(_ value: Value) -> String? {
    switch value {
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number) where !number.isFinite: doubleText(number)
    default: nil
    }
  }

  private func number(_ value: Value) -> Double? {
    switch value {
    case .double(let number): number
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .decimal(let number): Double(number.description)
    default: nil
    }
  }

  private func fixed(_ value: Value, _ precision: Int) -> String? {
    guard let number = number(value) else { return nil }
    return number.isFinite ? ExactDouble(number).fixed(precision) : doubleText(number)
  }

  private func scientific(_ value: Value, _ precision: Int) -> String? {
    guard let number = number(value) else { return nil }
    return number.isFinite ? ExactDouble(number).scientific(precision) : doubleText(number)
  }

  private func digits(_ value: Value, radix: Int) -> String? {
    switch value {
    case .int(let number): String(number, radix: radix)
    case .uint(let number): String(number, radix: radix)
    case .bool(let holds) where radix == 2: holds ? "1" : "0"
    default: nil
    }
  }

  private func hexadecimal(_ value: Value, uppercase: Bool) -> String? {
    let bytes: [UInt8]
    switch value {
    case .int(let number): return String(number, radix: 16, uppercase: uppercase)
    case .uint(let number): return String(number, radix: 16, uppercase: uppercase)
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let data): bytes = data
    default: return nil
    }
    return bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
    }.joined()
  }
}

/// All decimal digits of a double: every double is a whole number divided by a power of two.
private struct ExactDouble {
  let isNegative: Bool
  /// Most significant first, without leading zeros.
  var digits: [UInt8]
  /// Digits before the point.
  var point: Int

  init(_ value: Double) {
    isNegative = value.sign == .minus
    var limbs: [UInt32] = []
    var magnitude = value.magnitude == 0 ? 0 : value.significandBitPattern
    var exponent = Int(value.exponentBitPattern) - 1075
    if value.exponentBitPattern == 0 { exponent += 1 } else { magnitude |= 1 << 52 }
    limbs = ExactDouble.limbs(of: magnitude)
    // A negative power of two is a power of five with as many places behind the point.
    let places = max(0, -exponent)
    for _ in 0..<places { ExactDouble.multiply(&limbs, by: 5) }
    for _ in 0..<max(0, exponent) { ExactDouble.multiply(&limbs, by: 2) }
    digits = ExactDouble.decimalDigits(limbs)
    point = digits.count - places
  }

  private static func limbs(of value: UInt64) -> [UInt32] {
    [
      UInt32(value % 1_000_000_000), UInt32(value / 1_000_000_000 % 1_000_000_000),
      UInt32(value / 1_000_000_000 / 1_000_000_000),
    ]
  }

  /// The limbs count in thousand millions, least significant first.
  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  private static func decimalDigits(_ limbs: [UInt32]) -> [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs.reversed() {
      digits += pad(Int(limb), 9).utf8.map { $0 - 48 }
    }
    return Array(digits.drop { $0 == 0 })
  }

  /// Keeps that many digits, rounding half even.
  private mutating func round(to count: Int) {
    guard count < digits.count else { return }
    if count < 0 {
      digits = []
      return
    }
    let rest = digits[count...]
    var kept = Array(digits[..<count])
    let first = rest.first ?? 0
    let isHalf = first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isUp = isHalf ? (kept.last ?? 0) % 2 == 1 : first >= 5
    if isUp {
      var index = kept.count - 1
      while index >= 0, kept[index] == 9 {
        kept[index] = 0
        index -= 1
      }
      if index >= 0 {
        kept[index] += 1
      } else {
        kept.insert(1, at: 0)
        point += 1
      }
    }
    digits = kept
  }

  func fixed(_ precision: Int) -> String {
    var rounded = self
    rounded.round(to: point + precision)
    // Digits without the zeros that the point makes necessary.
    let leading = max(0, -rounded.point)
    var all = [UInt8](repeating: 0, count: leading) + rounded.digits
    let whole = max(0, rounded.point)
    while all.count < whole + precision { all.append(0) }
    let wholeText = whole == 0 ? "0" : text(all[..<whole])
    let fraction = precision == 0 ? "" : "." + text(all[whole..<whole + precision])
    return (isNegative ? "-" : "") + wholeText + fraction
  }

  func scientific(_ precision: Int) -> String {
    var rounded = self
    if digits.isEmpty {
      rounded.digits = [0]
      rounded.point = 1
    }
    rounded.round(to: precision + 1)
    var all = rounded.digits
    while all.count < precision + 1 { all.append(0) }
    let power = rounded.point - 1
    let fraction = precision == 0 ? "" : "." + text(all[1...precision])
    return (isNegative ? "-" : "") + text(all[..<1]) + fraction + "e" + (power < 0 ? "-" : "+")
      + pad(Int(power.magnitude), 2)
  }

  private func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }
}
