/// An operation of two whole numbers.
final class IntegerNode: Node {
  let left: Node
  let right: Node
  let symbol: SyntaxTree.Operator

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ symbol: SyntaxTree.Operator,
    _ left: Node, _ right: Node
  ) {
    self.left = left
    self.right = right
    self.symbol = symbol
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    let a = left.word(frame)
    let b = right.word(frame)
    guard a > Scalar.failed, b > Scalar.failed, let result = Arithmetic.integer(symbol, a, b),
      result > Scalar.failed
    else { return Scalar.failed }
    return result
  }

  override func value(_ frame: Frame) -> Value { operation(symbol, left, right, self, frame) }
}

/// An operation of two decimals.
final class DecimalNode: Node {
  let left: Node
  let right: Node
  let symbol: SyntaxTree.Operator

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ symbol: SyntaxTree.Operator,
    _ left: Node, _ right: Node
  ) {
    self.left = left
    self.right = right
    self.symbol = symbol
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    let a = left.word(frame)
    let b = right.word(frame)
    guard a > Scalar.failed, b > Scalar.failed else { return Scalar.failed }
    return Arithmetic.decimal(symbol, Decimal(packed: a), Decimal(packed: b))?.packed
      ?? Scalar.failed
  }

  override func value(_ frame: Frame) -> Value { operation(symbol, left, right, self, frame) }
}

/// An operation of values of any type.
final class OperationNode: Node {
  let left: Node
  let right: Node
  let symbol: SyntaxTree.Operator

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ symbol: SyntaxTree.Operator,
    _ left: Node, _ right: Node
  ) {
    self.left = left
    self.right = right
    self.symbol = symbol
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value { operation(symbol, left, right, self, frame) }
}

private func operation(
  _ symbol: SyntaxTree.Operator, _ left: Node, _ right: Node, _ node: Node, _ frame: Frame
) -> Value {
  let a = left.value(frame)
  if a.isError { return a }
  let b = right.value(frame)
  if b.isError { return b }
  if a.isNull { return .failure(left.absence(frame)) }
  if b.isNull { return .failure(right.absence(frame)) }
  return Arithmetic(node: node, frame: frame).apply(symbol, a, b)
}

final class NegateNode: Node {
  let operand: Node

  init(_ context: CheckedExpression, _ range: Range<Int>, _ operand: Node) {
    self.operand = operand
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    switch value {
    case .int(let number) where number != .min: return .int(-number)
    case .double(let number): return .double(-number)
    case .decimal(let number): return .decimal(number.negated)
    case .duration(let span) where span.nanoseconds != .min && context.isWorkflow:
      return .duration(TimeSpan(nanoseconds: -span.nanoseconds))
    case .period(let period):
      return period.negated.map { .period($0) } ?? .failure("\(text) is too large")
    case .int: return .failure("\(text) is too large for a whole number")
    case .null: return .failure(operand.absence(frame))
    case .error: return value
    default: return .failure("\(operand.text) is no number")
    }
  }
}
