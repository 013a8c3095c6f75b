extension Call {
  /// `math.greatest()` and `math.least()`.
  func extreme(_ values: [Value]) -> Value {
    guard var best = values.first else {
      return .failure("\(node.name)() needs at least one number")
    }
    for value in values {
      guard let ordering = value.compareNumbers(best) else { return unsupported }
      if ordering == (node.function == .greatest ? .greater : .less) { best = value }
    }
    return best
  }

  func number(_ value: Value) -> Value {
    switch (node.function, value) {
    case (.ceiling, .double(let number)): return .double(number.rounded(.up))
    case (.floor, .double(let number)): return .double(number.rounded(.down))
    case (.mathRound, .double(let number)):
      return .double(number.rounded(.toNearestOrAwayFromZero))
    case (.truncate, .double(let number)): return .double(number.rounded(.towardZero))
    case (.isNaN, .double(let number)): return .bool(number.isNaN)
    case (.isInfinite, .double(let number)): return .bool(number.isInfinite)
    case (.isFinite, .double(let number)): return .bool(number.isFinite)
    case (.absolute, .int(let number)):
      return number == .min
        ? .failure("\(node.text) is too large for a whole number") : .int(abs(number))
    case (.absolute, .uint): return value
    case (.absolute, .decimal(let number)):
      return .decimal(number < .zero ? number.negated : number)
    case (.absolute, .double(let number)): return .double(abs(number))
    case (.sign, .int(let number)): return .int(number.signum())
    case (.sign, .uint(let number)): return .uint(number == 0 ? 0 : 1)
    case (.sign, .double(let number)):
      return .double(number > 0 ? 1 : number < 0 ? -1 : number)
    case (.squareRoot, .double(let number)): return .double(number.squareRoot())
    case (.squareRoot, .int(let number)): return .double(Double(number).squareRoot())
    case (.squareRoot, .uint(let number)): return .double(Double(number).squareRoot())
    case (.bitNot, .int(let number)): return .int(~number)
    case (.bitNot, .uint(let number)): return .uint(~number)
    default: return unsupported
    }
  }

  func bits(_ first: Value, _ second: Value) -> Value {
    switch (node.function, first, second) {
    case (.bitAnd, .int(let a), .int(let b)): return .int(a & b)
    case (.bitAnd, .uint(let a), .uint(let b)): return .uint(a & b)
    case (.bitOr, .int(let a), .int(let b)): return .int(a | b)
    case (.bitOr, .uint(let a), .uint(let b)): return .uint(a | b)
    case (.bitXor, .int(let a), .int(let b)): return .int(a ^ b)
    case (.bitXor, .uint(let a), .uint(let b)): return .uint(a ^ b)
    case (.bitShiftLeft, _, .int(let count)), (.bitShiftRight, _, .int(let count)):
      guard count >= 0 else { return .failure("\(node.name)() needs a distance from 0 on") }
      return shift(first, count)
    default: return unsupported
    }
  }

  /// Shifts as if the number had no sign; zeros come in.
  private func shift(_ value: Value, _ count: Int64) -> Value {
    let pattern: UInt64
    switch value {
    case .int(let number): pattern = UInt64(bitPattern: number)
    case .uint(let number): pattern = number
    default: return unsupported
    }
    let shifted =
      count >= 64 ? 0 : node.function == .bitShiftLeft ? pattern << count : pattern >> count
    if case .int = value { return .int(Int64(bitPattern: shifted)) }
    return .uint(shifted)
  }
}
