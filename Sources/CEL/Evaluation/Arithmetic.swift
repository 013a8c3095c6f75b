/// The operations on values that are neither null nor errors.
struct Arithmetic {
  let node: Node
  let frame: Frame

  private var context: CheckedExpression { node.context }

  func apply(_ symbol: SyntaxTree.Operator, _ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)):
      if let result = Arithmetic.integer(symbol, x, y) { return .int(result) }
      return integerFailure(symbol, isZero: y == 0)
    case (.decimal(let x), .decimal(let y)): return decimal(symbol, x, y)
    case (.decimal(let x), .int(let y)) where context.isWorkflow:
      return Decimal(exactly: y).map { decimal(symbol, x, $0) } ?? tooLarge
    case (.int(let x), .decimal(let y)) where context.isWorkflow:
      return Decimal(exactly: x).map { decimal(symbol, $0, y) } ?? tooLarge
    case (.uint(let x), .uint(let y)):
      if let result = Arithmetic.unsigned(symbol, x, y) { return .uint(result) }
      return integerFailure(symbol, isZero: y == 0)
    case (.double(let x), .double(let y)): return double(symbol, x, y)
    default: break
    }
    switch symbol {
    case .add: return add(a, b)
    case .subtract: return subtract(a, b)
    default: return unsupported(symbol)
    }
  }

  private var tooLarge: Value { .failure("\(node.text) is too large") }

  private func unsupported(_ symbol: SyntaxTree.Operator) -> Value {
    .failure("'\(symbol.symbol)' cannot be used with the values in \(node.text)")
  }

  private func integerFailure(_ symbol: SyntaxTree.Operator, isZero: Bool) -> Value {
    isZero && (symbol == .divide || symbol == .remainder)
      ? .failure("\(node.text) divides by zero")
      : .failure("\(node.text) is too large for a whole number")
  }

  /// The quotient of two whole numbers; nil where one is none.
  func quotient(_ a: Value, _ b: Value) -> Value? {
    guard case .int = a, case .int = b else { return nil }
    return apply(.divide, a, b)
  }

  static func integer(_ symbol: SyntaxTree.Operator, _ a: Int64, _ b: Int64) -> Int64? {
    let (result, overflow): (Int64, Bool)
    switch symbol {
    case .add: (result, overflow) = a.addingReportingOverflow(b)
    case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
    case .divide: (result, overflow) = a.dividedReportingOverflow(by: b)
    case .remainder: (result, overflow) = a.remainderReportingOverflow(dividingBy: b)
    default: return nil
    }
    return overflow ? nil : result
  }

  static func unsigned(_ symbol: SyntaxTree.Operator, _ a: UInt64, _ b: UInt64) -> UInt64? {
    let (result, overflow): (UInt64, Bool)
    switch symbol {
    case .add: (result, overflow) = a.addingReportingOverflow(b)
    case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
    case .divide: (result, overflow) = a.dividedReportingOverflow(by: b)
    case .remainder: (result, overflow) = a.remainderReportingOverflow(dividingBy: b)
    default: return nil
    }
    return overflow ? nil : result
  }

  static func decimal(_ symbol: SyntaxTree.Operator, _ a: Decimal, _ b: Decimal) -> Decimal? {
    switch symbol {
    case .add: a.adding(b)
    case .subtract: a.subtracting(b)
    case .multiply: a.multiplied(by: b)
    case .divide: a.divided(by: b)
    default: nil
    }
  }

  private func decimal(_ symbol: SyntaxTree.Operator, _ a: Decimal, _ b: Decimal) -> Value {
    if let result = Arithmetic.decimal(symbol, a, b) { return .decimal(result) }
    if symbol == .divide, b == .zero { return .failure("\(node.text) divides by zero") }
    if symbol == .remainder { return unsupported(symbol) }
    return .failure("\(node.text) is too large: a decimal has up to 17 digits")
  }

  private func double(_ symbol: SyntaxTree.Operator, _ a: Double, _ b: Double) -> Value {
    switch symbol {
    case .add: .double(a + b)
    case .subtract: .double(a - b)
    case .multiply: .double(a * b)
    case .divide: .double(a / b)
    default: unsupported(symbol)
    }
  }

  private func add(_ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.string(let x), .string(let y)):
      return grow(x.utf8.count, y.utf8.count) ?? .string(x + y)
    case (.bytes(let x), .bytes(let y)): return grow(x.count, y.count) ?? .bytes(x + y)
    case (.list(let x), .list(let y)):
      return grow(x.count, y.count, unit: 1) ?? .list(x + y)
    case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
      return time.adding(span).map { .timestamp($0) } ?? outOfRange
    case (.duration(let x), .duration(let y)):
      let (sum, overflow) = x.nanoseconds.addingReportingOverflow(y.nanoseconds)
      return overflow ? outOfRange : .duration(TimeSpan(nanoseconds: sum))
    case (.date(let date), .period(let period)), (.period(let period), .date(let date)):
      return shift(date, period).map { .date($0) } ?? outOfRange
    case (.timestamp(let time), .period(let period)), (.period(let period), .timestamp(let time)):
      return shift(time, period)
    case (.period(let x), .period(let y)):
      return x.adding(y).map { .period($0) } ?? outOfRange
    default: return unsupported(.add)
    }
  }

  private func subtract(_ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.timestamp(let time), .duration(let span)) where span.nanoseconds != .min:
      return time.adding(TimeSpan(nanoseconds: -span.nanoseconds)).map { .timestamp($0) }
        ?? outOfRange
    case (.timestamp(let x), .timestamp(let y)):
      return x.since(y).map { .duration($0) } ?? outOfRange
    case (.duration(let x), .duration(let y)):
      let (sum, overflow) = x.nanoseconds.subtractingReportingOverflow(y.nanoseconds)
      return overflow ? outOfRange : .duration(TimeSpan(nanoseconds: sum))
    case (_, .period(let period)):
      guard let negated = period.negated else { return outOfRange }
      switch a {
      case .date, .timestamp, .period: return add(a, .period(negated))
      default: return unsupported(.subtract)
      }
    default: return unsupported(.subtract)
    }
  }

  private var outOfRange: Value { .failure("\(node.text) is beyond the years 1 to 9999") }

  /// An error when the sum of two sizes is too large.
  private func grow(_ a: Int, _ b: Int, unit: Int = 10) -> Value? {
    if a + b > context.limits.resultSize { return Frame.tooLarge }
    return frame.charge((a + b) / unit) ? nil : Frame.exhausted
  }

  /// Months first, then days, as a person counts.
  private func shift(_ date: CivilDate, _ period: Period) -> CivilDate? {
    date.adding(months: Int(period.months))?.adding(days: Int(period.days))
  }

  /// The same local time on the shifted day.
  private func shift(_ time: Timestamp, _ period: Period) -> Value {
    let zone = context.zone
    guard let date = shift(zone.civilDate(of: time), period) else { return outOfRange }
    let second = zone.secondOfDay(of: time)
    let shifted = Timestamp(
      seconds: zone.utcSeconds(ofLocal: date, secondOfDay: second), nanos: time.nanos)
    return shifted.isInRange ? .timestamp(shifted) : outOfRange
  }
}
