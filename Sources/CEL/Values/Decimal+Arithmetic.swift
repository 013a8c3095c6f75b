extension Decimal {
  /// Where a number goes that lies between two.
  public enum RoundingRule: Sendable {
    /// A half goes away from zero: 2.5 becomes 3.
    case halfUp
    /// A half goes to the even neighbour: 2.5 becomes 2.
    case halfEven
  }

  /// The sum; beyond 17 digits rounded half even, nil when it is too large.
  public func adding(_ other: Decimal) -> Decimal? {
    if scale == 0, other.scale == 0 { return Decimal.whole(coefficient &+ other.coefficient) }
    if packed == 0 { return other }
    if other.packed == 0 { return self }
    let distance = scale - other.scale
    guard distance.magnitude <= 20 else {
      return distance < 0 ? addingTiny(other) : other.addingTiny(self)
    }
    let power = Decimal.powersOfTen[Int(distance.magnitude)]
    let left = distance < 0 ? Int128(coefficient) * power : Int128(coefficient)
    let right = distance > 0 ? Int128(other.coefficient) * power : Int128(other.coefficient)
    let places = Swift.max(scale, other.scale)
    return Decimal(coefficient: left + right, scale: places)
      ?? Decimal.fitting(left + right, scale: places)
  }

  /// The sum with a number that has more than 20 places more: what of it lies behind them only
  /// says on which side of a half the sum is.
  private func addingTiny(_ other: Decimal) -> Decimal? {
    let beyond = Swift.min(other.scale - scale - 20, 38)
    let (near, rest) = Int128(other.coefficient)
      .quotientAndRemainder(dividingBy: Decimal.powersOfTen[beyond])
    let sum = Int128(coefficient) * Decimal.powersOfTen[20] + near
    return Decimal.fitting(sum * 10 + rest.signum(), scale: scale + 21)
  }

  /// The difference; beyond 17 digits rounded half even, nil when it is too large.
  public func subtracting(_ other: Decimal) -> Decimal? { adding(other.negated) }

  /// The product; beyond 17 digits rounded half even, nil when it is too large.
  public func multiplied(by other: Decimal) -> Decimal? {
    Decimal.fitting(
      Int128(coefficient) * Int128(other.coefficient), scale: scale + other.scale)
  }

  /// The quotient, to 17 digits, rounded half even; nil for a division by zero or when too large.
  public func divided(by other: Decimal) -> Decimal? {
    let divisor = other.coefficient
    guard divisor != 0 else { return nil }
    var quotient = Int128(coefficient / divisor)
    var remainder = coefficient % divisor
    var places = scale - other.scale
    // Two digits more than are kept, then a sticky one so that rounding sees the rest.
    while remainder != 0, quotient.magnitude < 10_000_000_000_000_000_000 {
      remainder *= 10
      quotient = quotient * 10 + Int128(remainder / divisor)
      remainder %= divisor
      places += 1
    }
    if remainder != 0 {
      let isNegative = (coefficient < 0) != (divisor < 0)
      quotient = quotient * 10 + (isNegative ? -1 : 1)
      places += 1
    }
    return Decimal.fitting(quotient, scale: places, limit: 100_000_000_000_000_000)
  }

  public var negated: Decimal { Decimal(packed: -coefficient << 6 | packed & 63) }

  /// The number with at most `places` digits behind the point.
  public func rounded(toPlaces places: Int, rule: RoundingRule) -> Decimal {
    let places = Swift.max(0, places)
    guard scale > places else { return self }
    let dropped = scale - places
    // A coefficient has at most 18 digits.
    if dropped > 18 { return .zero }
    let rounded = Decimal.shorten(Int128(coefficient), dropping: dropped, rule: rule)
    return Decimal(coefficient: rounded, scale: places) ?? self
  }

  private static func whole(_ coefficient: Int64) -> Decimal? {
    coefficient.magnitude < UInt64(coefficientLimit) ? Decimal(packed: coefficient << 6) : nil
  }

  /// Rounds half even as many digits away as needed to fit.
  private static func fitting(
    _ coefficient: Int128, scale: Int, limit: Int128 = Int128(coefficientLimit)
  ) -> Decimal? {
    var dropped = Swift.max(0, scale - 63)
    while dropped < 38, coefficient.magnitude / powersOfTen[dropped].magnitude >= limit.magnitude {
      dropped += 1
    }
    if dropped == 0 { return Decimal(coefficient: coefficient, scale: scale) }
    if dropped >= 38 { return .zero }
    guard scale >= dropped else {
      return Decimal(coefficient: coefficient, scale: scale)
    }
    let shortened = shorten(coefficient, dropping: dropped, rule: .halfEven)
    // Rounding up may need one digit more than there is room for.
    if shortened.magnitude >= coefficientLimit.magnitude, scale > dropped {
      let shorter = shorten(coefficient, dropping: dropped + 1, rule: .halfEven)
      return Decimal(coefficient: shorter, scale: scale - dropped - 1)
    }
    return Decimal(coefficient: shortened, scale: scale - dropped)
  }

  private static func shorten(
    _ coefficient: Int128, dropping count: Int, rule: RoundingRule
  ) -> Int128 {
    let power = powersOfTen[count]
    let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: power)
    let twice = remainder.magnitude * 2
    let isAway: Bool
    if twice == power.magnitude {
      switch rule {
      case .halfUp: isAway = true
      case .halfEven: isAway = quotient % 2 != 0
      }
    } else {
      isAway = twice > power.magnitude
    }
    return isAway ? quotient + (coefficient < 0 ? -1 : 1) : quotient
  }
}
