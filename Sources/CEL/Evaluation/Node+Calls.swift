/// A call of a function with any number of arguments.
final class CallNode: Node {
  let function: Function
  let name: String
  let arguments: [Node]

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ function: Function, name: String,
    _ arguments: [Node]
  ) {
    self.function = function
    self.name = name
    self.arguments = arguments
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    switch arguments.count {
    case 1:
      let value = arguments[0].value(frame)
      if let failure = check(value, arguments[0], frame) { return failure }
      return Call(node: self, frame: frame).apply(value)
    case 2:
      let first = arguments[0].value(frame)
      if let failure = check(first, arguments[0], frame) { return failure }
      let second = arguments[1].value(frame)
      if let failure = check(second, arguments[1], frame) { return failure }
      return Call(node: self, frame: frame).apply(first, second)
    default:
      var values: [Value] = []
      for argument in arguments {
        let value = argument.value(frame)
        if let failure = check(value, argument, frame) { return failure }
        values.append(value)
      }
      return Call(node: self, frame: frame).apply(values)
    }
  }

  private func check(_ value: Value, _ argument: Node, _ frame: Frame) -> Value? {
    switch value {
    case .error: value
    case .null: function.acceptsNull ? nil : .failure(argument.absence(frame))
    default: nil
    }
  }
}

/// `startsWith()` and `endsWith()`, the commonest tests of texts, without a way through the library.
final class EdgeNode: Node {
  let call: CallNode
  let atEnd: Bool

  init(_ call: CallNode, atEnd: Bool) {
    self.call = call
    self.atEnd = atEnd
    super.init(call.context, call.range)
  }

  override func truth(_ frame: Frame) -> Truth {
    guard case .string(let text) = call.arguments[0].value(frame),
      case .string(let part) = call.arguments[1].value(frame),
      frame.charge(text.utf8.count / 10)
    else { return .cannotTell }
    return Truth(hasEdge(text, part, atEnd: atEnd))
  }

  override func value(_ frame: Frame) -> Value { call.value(frame) }
}

/// `matches()` with a pattern that is known.
final class MatchesNode: Node {
  let operand: Node
  let pattern: Pattern

  init(_ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, _ pattern: Pattern) {
    self.operand = operand
    self.pattern = pattern
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    switch value {
    case .string(let text):
      guard frame.charge(text.utf8.count / 10) else { return Frame.exhausted }
      return .bool(pattern.matches(text))
    case .error: return value
    case .null: return .failure(operand.absence(frame))
    default: return .failure("matches() needs text, and \(operand.text) is none")
    }
  }
}

/// The first argument that is not null.
final class CoalesceNode: Node {
  let arguments: [Node]

  init(_ context: CheckedExpression, _ range: Range<Int>, _ arguments: [Node]) {
    self.arguments = arguments
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    for argument in arguments {
      let value = argument.value(frame)
      if !value.isNull { return value }
    }
    return .null
  }

  override func word(_ frame: Frame) -> Int64 {
    for argument in arguments {
      let word = argument.word(frame)
      if word != Scalar.null { return word }
    }
    return Scalar.null
  }
}

/// `count()` of a set: without making values of its records.
final class CountNode: Node {
  let list: Node

  init(_ context: CheckedExpression, _ range: Range<Int>, _ list: Node) {
    self.list = list
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    list.handles(frame).map { Int64($0.count) } ?? Scalar.failed
  }

  override func value(_ frame: Frame) -> Value {
    if let handles = list.handles(frame) { return .int(Int64(handles.count)) }
    switch list.value(frame) {
    case .list(let elements): return .int(Int64(elements.count))
    default: return missingList(list, frame)
    }
  }
}

/// `sum()`, `min()`, `max()`, `first()` of a list, and `count()` of one that is no set.
final class AggregateNode: Node {
  enum Kind { case count, sum, first, least, greatest }

  let kind: Kind
  let list: Node
  /// The sum of nothing.
  let zero: Value

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ kind: Kind, _ list: Node, zero: Value
  ) {
    self.kind = kind
    self.list = list
    self.zero = zero
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    if kind == .sum, let fast = sumOfWords(frame) { return fast }
    let elements: [Value]
    switch list.value(frame) {
    case .list(let values): elements = values
    case .map(let map) where kind == .count: return .int(Int64(map.count))
    default: return missingList(list, frame)
    }
    guard frame.charge(elements.count / 10 + 1) else { return Frame.exhausted }
    switch kind {
    case .count: return .int(Int64(elements.count))
    case .first: return elements.first ?? .null
    case .sum: return sum(elements, frame)
    case .least, .greatest: return extreme(elements, isLeast: kind == .least)
    }
  }

  /// Sums decimals or whole numbers straight from the records.
  private func sumOfWords(_ frame: Frame) -> Value? {
    guard let member = list as? ListMemberNode, let kind = member.wordKind,
      case .field(let slot, _, _) = member.kind, kind == .decimal || kind == .int,
      let records = member.list.handles(frame), frame.charge(records.count)
    else { return nil }
    var total: Int64 = 0
    for record in records {
      let word = frame.reader.scalar(of: record, slot: slot)
      if word == Scalar.null {
        return .failure("\(member.name) of \(frame.reader.text(of: record)) has no value")
      }
      guard word != Scalar.failed else { return nil }
      if kind == .int {
        let (sum, overflow) = total.addingReportingOverflow(word)
        if overflow { return nil }
        total = sum
      } else {
        guard let sum = Decimal(packed: total).adding(Decimal(packed: word)) else { return nil }
        total = sum.packed
      }
    }
    return kind.value(total)
  }

  private func sum(_ elements: [Value], _ frame: Frame) -> Value {
    let arithmetic = Arithmetic(node: self, frame: frame)
    var total: Value?
    for element in elements {
      if element.isNull { return .failure("\(list.text) has an empty element") }
      total = total.map { arithmetic.apply(.add, $0, element) } ?? element
      if let total, total.isError { return total }
    }
    return total ?? zero
  }

  private func extreme(_ elements: [Value], isLeast: Bool) -> Value {
    var best: Value?
    for element in elements {
      if element.isNull { return .failure("\(list.text) has an empty element") }
      guard let current = best else {
        best = element
        continue
      }
      guard let ordering = element.compare(current) else {
        return .failure("the elements of \(list.text) have no order")
      }
      if ordering == (isLeast ? .less : .greater) { best = element }
    }
    return best ?? .failure("\(list.text) has no elements")
  }
}

/// `min(a, b, …)` and `max(a, b, …)`.
final class ExtremeNode: Node {
  let arguments: [Node]
  let isLeast: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ arguments: [Node], isLeast: Bool
  ) {
    self.arguments = arguments
    self.isLeast = isLeast
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    var best: Value?
    for argument in arguments {
      let value = argument.value(frame)
      if value.isError { return value }
      if value.isNull { return .failure(argument.absence(frame)) }
      guard let current = best else {
        best = value
        continue
      }
      guard let ordering = value.compare(current) else {
        return .failure("the values in \(text) have no order")
      }
      if ordering == (isLeast ? .less : .greater) { best = value }
    }
    return best ?? .failure("\(text) has no values")
  }
}
