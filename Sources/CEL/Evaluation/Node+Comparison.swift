/// `==` or `!=` of two values that travel as words of one kind. Null equals only null.
final class EqualWordsNode: Node {
  let left: Node
  let right: Node
  let isEqual: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ left: Node, _ right: Node, isEqual: Bool
  ) {
    self.left = left
    self.right = right
    self.isEqual = isEqual
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    let a = left.word(frame)
    let b = right.word(frame)
    if a != Scalar.failed, b != Scalar.failed { return Truth((a == b) == isEqual) }
    return super.truth(frame)
  }

  override func value(_ frame: Frame) -> Value {
    equality(left.value(frame), right.value(frame), isEqual: isEqual)
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

/// `==` or `!=` with a constant that travels as a word.
final class EqualWordConstantNode: Node {
  let operand: Node
  let fixed: Int64
  let fixedValue: Value
  let isEqual: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, _ fixed: Value,
    isEqual: Bool
  ) {
    self.operand = operand
    self.fixed = fixed.scalar
    fixedValue = fixed
    self.isEqual = isEqual
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    let word = operand.word(frame)
    if word != Scalar.failed { return Truth((word == fixed) == isEqual) }
    return super.truth(frame)
  }

  override func value(_ frame: Frame) -> Value {
    equality(operand.value(frame), fixedValue, isEqual: isEqual)
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

/// `==` or `!=` of values of any type.
final class EqualValuesNode: Node {
  let left: Node
  let right: Node
  let isEqual: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ left: Node, _ right: Node, isEqual: Bool
  ) {
    self.left = left
    self.right = right
    self.isEqual = isEqual
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let a = left.value(frame)
    let b = right.value(frame)
    guard frame.charge(a.weight / 10) else { return Frame.exhausted }
    // Where types were unknown, a choice may still turn out to stand beside a text.
    switch (a, b) {
    case (.choice, .string):
      return equality(.string(a.display(in: context.schema, reader: nil)), b, isEqual: isEqual)
    case (.string, .choice):
      return equality(a, .string(b.display(in: context.schema, reader: nil)), isEqual: isEqual)
    default: return equality(a, b, isEqual: isEqual)
    }
  }
}

extension Value {
  /// How many steps it takes to look at all of it, times ten.
  var weight: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .list(let elements): elements.reduce(10) { $0 + $1.weight }
    case .map(let map): map.values.reduce(10) { $0 + $1.weight + 10 }
    case .optional(let value): value?.weight ?? 1
    case .null, .bool, .int, .uint, .double, .decimal, .timestamp, .duration, .date, .period,
      .choice, .record, .type, .error:
      1
    }
  }
}

private func equality(_ a: Value, _ b: Value, isEqual: Bool) -> Value {
  if a.isError { return a }
  if b.isError { return b }
  return .bool(a.celEquals(b) == isEqual)
}

/// `<`, `<=`, `>`, `>=`; which results of a comparison make it true.
struct OrderTest {
  let holdsWhenLess: Bool
  let holdsWhenEqual: Bool
  let holdsWhenGreater: Bool

  init(_ symbol: SyntaxTree.Operator) {
    holdsWhenLess = symbol == .less || symbol == .lessEqual
    holdsWhenEqual = symbol == .lessEqual || symbol == .greaterEqual
    holdsWhenGreater = symbol == .greater || symbol == .greaterEqual
  }

  func holds(_ a: Int64, _ b: Int64) -> Bool {
    a == b ? holdsWhenEqual : (a < b) == holdsWhenLess
  }

  func holds(_ ordering: Value.Ordering) -> Bool {
    switch ordering {
    case .less: holdsWhenLess
    case .equal: holdsWhenEqual
    case .greater: holdsWhenGreater
    case .unordered: false
    }
  }
}

/// The order of two values whose words have it.
final class CompareWordsNode: Node {
  let left: Node
  let right: Node
  let test: OrderTest
  let isDecimal: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ left: Node, _ right: Node,
    _ test: OrderTest, isDecimal: Bool
  ) {
    self.left = left
    self.right = right
    self.test = test
    self.isDecimal = isDecimal
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    let a = left.word(frame)
    let b = right.word(frame)
    guard a > Scalar.failed, b > Scalar.failed else { return super.truth(frame) }
    // Decimals of as many places are in the order of their words.
    if isDecimal, (a ^ b) & 63 != 0 {
      return Truth(test.holds(Int64(Decimal.compare(Decimal(packed: a), Decimal(packed: b))), 0))
    }
    return Truth(test.holds(a, b))
  }

  override func value(_ frame: Frame) -> Value { orderedValue(left, right, test, frame) }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

/// The order of a value and a constant whose words have it.
final class CompareWordConstantNode: Node {
  let left: Node
  let right: Node
  let fixed: Int64
  let test: OrderTest
  let isDecimal: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ left: Node, _ right: Node,
    fixed: Int64, _ test: OrderTest, isDecimal: Bool
  ) {
    self.left = left
    self.right = right
    self.fixed = fixed
    self.test = test
    self.isDecimal = isDecimal
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    let word = left.word(frame)
    guard word > Scalar.failed else { return super.truth(frame) }
    if isDecimal, (word ^ fixed) & 63 != 0 {
      let ordering = Decimal.compare(Decimal(packed: word), Decimal(packed: fixed))
      return Truth(test.holds(Int64(ordering), 0))
    }
    return Truth(test.holds(word, fixed))
  }

  override func value(_ frame: Frame) -> Value { orderedValue(left, right, test, frame) }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

/// The order of values of any type.
final class CompareValuesNode: Node {
  let left: Node
  let right: Node
  let test: OrderTest

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ left: Node, _ right: Node,
    _ test: OrderTest
  ) {
    self.left = left
    self.right = right
    self.test = test
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value { orderedValue(left, right, test, frame) }
}

private func orderedValue(
  _ left: Node, _ right: Node, _ test: OrderTest, _ frame: Frame
) -> Value {
  let a = left.value(frame)
  if a.isError { return a }
  let b = right.value(frame)
  if b.isError { return b }
  if a.isNull { return .failure(left.absence(frame)) }
  if b.isNull { return .failure(right.absence(frame)) }
  guard frame.charge(a.weight / 10) else { return Frame.exhausted }
  guard let ordering = a.compare(b) else {
    return .failure("\(left.text) and \(right.text) have no order")
  }
  return .bool(test.holds(ordering))
}
