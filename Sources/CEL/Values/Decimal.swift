/// An exact decimal number of up to 17 digits, in one 64-bit word; of 18 where these are no more than
/// 144115188075855871 without their point.
///
/// Always normalized: no trailing zeros behind the point, so equal numbers have equal words.
public struct Decimal: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The coefficient shifted left by six bits, and the number of places behind the point.
  public var packed: Int64

  public init(packed: Int64) { self.packed = packed }

  /// The number; beyond ±144115188075855871 the nearest that can be held.
  public init(_ integer: Int) {
    let limit = Int(Decimal.coefficientLimit) - 1
    packed = Int64(Swift.min(Swift.max(integer, -limit), limit)) << 6
  }

  /// The number, or nil when it is too large.
  public init?(exactly integer: Int64) {
    guard integer.magnitude < UInt64(Decimal.coefficientLimit) else { return nil }
    packed = integer << 6
  }

  /// Reads `12.30` or `-0.5`; nil when malformed or when more than 17 digits are needed.
  public init?(text: some StringProtocol) {
    var coefficient: Int64 = 0
    var scale = 0
    var digits = 0
    var zeros = 0
    var isNegative = false
    var isFraction = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: isNegative = true
      case UInt8(ascii: "+") where index == 0: break
      case UInt8(ascii: ".") where !isFraction: isFraction = true
      case UInt8(ascii: "0") where isFraction:
        digits += 1
        zeros += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        // Zeros behind the point count only when another digit follows them.
        let shift = isFraction ? zeros + 1 : 1
        guard coefficient == 0 || shift < 19 else { return nil }
        if coefficient != 0 {
          for _ in 0..<shift {
            guard coefficient < Decimal.coefficientLimit / 10 + 1 else { return nil }
            coefficient *= 10
          }
        }
        coefficient += Int64(byte &- UInt8(ascii: "0"))
        if isFraction { scale += shift }
        zeros = 0
        guard coefficient < Decimal.textLimit, scale < 64 else { return nil }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    packed = (isNegative ? -coefficient : coefficient) << 6 | Int64(coefficient == 0 ? 0 : scale)
  }

  /// The coefficient divided by ten to the power of `scale`; nil when it does not fit exactly.
  init?(coefficient: Int128, scale: Int) {
    var coefficient = coefficient
    var scale = scale
    while scale > 0, coefficient % 10 == 0 {
      if coefficient == 0 {
        scale = 0
      } else {
        coefficient /= 10
        scale -= 1
      }
    }
    while scale < 0 {
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
      guard !overflow, product.magnitude < UInt128(Decimal.coefficientLimit) else { return nil }
      coefficient = product
      scale += 1
    }
    guard coefficient.magnitude < UInt128(Decimal.coefficientLimit), scale < 64 else {
      return nil
    }
    packed = Int64(coefficient) << 6 | Int64(scale)
  }

  public static let zero = Decimal(packed: 0)
  /// The first number of 18 digits.
  private static let textLimit: Int64 = 100_000_000_000_000_000
  /// Every coefficient is smaller than this: 2 to the power of 57.
  static let coefficientLimit: Int64 = 1 << 57
  /// The largest whole number that can be held: 144115188075855871.
  package static let largestWhole = coefficientLimit - 1

  public var coefficient: Int64 { packed >> 6 }
  /// Places behind the point.
  public var scale: Int { Int(packed & 63) }

  /// The part before the point.
  public var integerPart: Int64 {
    var value = coefficient
    for _ in 0..<Swift.min(scale, 18) { value /= 10 }
    return scale > 18 ? 0 : value
  }

  /// The number where it is whole.
  public var integer: Int64? { scale == 0 ? coefficient : nil }

  public static func < (left: Decimal, right: Decimal) -> Bool { compare(left, right) < 0 }

  /// Negative, zero or positive as the left is smaller, equal or larger.
  static func compare(_ left: Decimal, _ right: Decimal) -> Int {
    if left.packed == right.packed { return 0 }
    let (a, b) = (left.coefficient, right.coefficient)
    if left.scale == right.scale || a.signum() != b.signum() { return a < b ? -1 : 1 }
    let distance = left.scale - right.scale
    // Most are of few digits and places: their product fits a word.
    if distance.magnitude <= 4, a.magnitude < 1 << 40, b.magnitude < 1 << 40 {
      let scaled = distance < 0 ? a * smallPower(-distance) : a
      let other = distance > 0 ? b * smallPower(distance) : b
      return scaled < other ? -1 : 1
    }
    // Twenty more places outweigh any coefficient.
    if distance.magnitude > 20 { return (distance < 0) == (a > 0) ? 1 : -1 }
    let power = powersOfTen[Int(distance.magnitude)]
    let scaledLeft = distance < 0 ? Int128(a) * power : Int128(a)
    let scaledRight = distance > 0 ? Int128(b) * power : Int128(b)
    return scaledLeft < scaledRight ? -1 : 1
  }

  private static func smallPower(_ exponent: Int) -> Int64 {
    switch exponent {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1000
    default: 10_000
    }
  }

  static let powersOfTen: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 0..<38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// With zeros up to so many places behind the point; no place is taken away.
  func text(places: Int) -> String {
    if scale >= places { return description }
    let zeros = String(repeating: "0", count: places - scale)
    return scale == 0 ? description + "." + zeros : description + zeros
  }

  public var description: String {
    let digits = String(coefficient.magnitude)
    let sign = coefficient < 0 ? "-" : ""
    if scale == 0 { return sign + digits }
    let padded = String(repeating: "0", count: Swift.max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
