extension Function {
  /// CEL's library of mathematics.
  static let math: [Function] = [
    Function(
      "math.greatest", in: .math, "math.greatest(a, b)",
      "the greatest of the numbers, or of the elements of one list",
      traits: Traits(rule: { $0.checkExtreme($1) }),
      one: One { $0.extreme($1, .greater) }, any: Many { $0.extreme($1, .greater) }),
    Function(
      "math.least", in: .math, "math.least(a, b)", "the least, likewise",
      traits: Traits(rule: { $0.checkExtreme($1) }),
      one: One { $0.extreme($1, .less) }, any: Many { $0.extreme($1, .less) }),
    ofDouble("math.ceil", "the next whole number from there up") { .double($0.rounded(.up)) },
    ofDouble("math.floor", "the next whole number from there down") { .double($0.rounded(.down)) },
    ofDouble("math.round", "the nearest whole number, a half away from zero") {
      .double($0.rounded(.toNearestOrAwayFromZero))
    },
    ofDouble("math.trunc", "the number without its fraction") { .double($0.rounded(.towardZero)) },
    Function(
      "math.abs", in: .math, "math.abs(x)", "the number without its sign",
      .plain([.int], .int), .plain([.uint], .uint), .plain([.double], .double),
      one: One { $0.absolute($1) }),
    Function(
      "math.sign", in: .math, "math.sign(x)", "-1, 0 or 1",
      .plain([.int], .int), .plain([.uint], .uint), .plain([.double], .double),
      one: One { $0.sign($1) }),
    Function(
      "math.sqrt", in: .math, "math.sqrt(x)", "the square root",
      .plain([.int], .double), .plain([.uint], .double), .plain([.double], .double),
      one: One { $0.squareRoot($1) }),
    ofDouble("math.isNaN", "whether it is no number", gives: .bool) { .bool($0.isNaN) },
    ofDouble("math.isInf", "whether it is infinite", gives: .bool) { .bool($0.isInfinite) },
    ofDouble("math.isFinite", "whether it is neither", gives: .bool) { .bool($0.isFinite) },
    ofBits("math.bitAnd", "the bits that both have") { $0 & $1 },
    ofBits("math.bitOr", "the bits that one has") { $0 | $1 },
    ofBits("math.bitXor", "the bits that only one has") { $0 ^ $1 },
    Function(
      "math.bitNot", in: .math, "math.bitNot(x)", "the bits that it does not have",
      .plain([.int], .int), .plain([.uint], .uint),
      one: One { $0.bits($1) { ~$0 } }),
    shift("math.bitShiftLeft", "the bits, so many places up") { $0 << $1 },
    shift("math.bitShiftRight", "the bits, so many places down; zeros come in") { $0 >> $1 },
  ]

  private static func ofDouble(
    _ name: String, _ sentence: String, gives result: CELType = .double,
    _ compute: @escaping @Sendable (Double) -> Value
  ) -> Function {
    Function(
      name, in: .math, "\(name)(x)", sentence, .plain([.double], result),
      one: One { call, value in
        guard case .double(let number) = value else { return call.unsupported }
        return compute(number)
      })
  }

  private static func ofBits(
    _ name: String, _ sentence: String,
    _ combine: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      name, in: .math, "\(name)(a, b)", sentence, .plain([.int, .int], .int),
      .plain([.uint, .uint], .uint),
      two: Two { call, first, second in
        switch (first, second) {
        case (.int(let a), .int):
          call.bits(second) { combine(UInt64(bitPattern: a), $0) }
        case (.uint(let a), .uint): call.bits(second) { combine(a, $0) }
        default: call.unsupported
        }
      })
  }

  /// Shifts as if the number had no sign.
  private static func shift(
    _ name: String, _ sentence: String, _ shifted: @escaping @Sendable (UInt64, Int64) -> UInt64
  ) -> Function {
    Function(
      name, in: .math, "\(name)(x, count)", sentence, .plain([.int, .int], .int),
      .plain([.uint, .int], .uint),
      two: Two { call, value, count in
        guard case .int(let count) = count else { return call.unsupported }
        guard count >= 0 else { return .failure("\(name)() needs a distance from 0 on") }
        return call.bits(value) { count >= 64 ? 0 : shifted($0, count) }
      })
  }
}

extension Call {
  /// The outermost of the numbers, or of the elements of a list.
  fileprivate func extreme(_ value: Value, _ wanted: Value.Ordering) -> Value {
    if case .list(let elements) = value { return extreme(elements, wanted) }
    return extreme([value], wanted)
  }

  fileprivate func extreme(_ values: [Value], _ wanted: Value.Ordering) -> Value {
    guard var best = values.first else {
      return .failure("\(node.name)() needs at least one number")
    }
    for value in values {
      guard let ordering = value.compareNumbers(best) else { return unsupported }
      if ordering == wanted { best = value }
    }
    return best
  }

  fileprivate func sign(_ value: Value) -> Value {
    switch value {
    case .int(let number): .int(number.signum())
    case .uint(let number): .uint(number == 0 ? 0 : 1)
    case .double(let number): .double(number > 0 ? 1 : number < 0 ? -1 : number)
    default: unsupported
    }
  }

  fileprivate func squareRoot(_ value: Value) -> Value {
    switch value {
    case .int(let number): .double(Double(number).squareRoot())
    case .uint(let number): .double(Double(number).squareRoot())
    case .double(let number): .double(number.squareRoot())
    default: unsupported
    }
  }

  /// The number with its bits changed.
  fileprivate func bits(_ value: Value, _ change: (UInt64) -> UInt64) -> Value {
    switch value {
    case .int(let number): .int(Int64(bitPattern: change(UInt64(bitPattern: number))))
    case .uint(let number): .uint(change(number))
    default: unsupported
    }
  }
}
