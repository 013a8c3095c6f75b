/// One call of a function on values that are no errors.
struct Call {
  let node: CallNode
  let frame: Frame

  var context: CheckedExpression { node.context }

  /// The arguments are of kinds that the function does not take.
  var unsupported: Value {
    .failure("\(node.name)() cannot be used with the values in \(node.text)")
  }

  var tooLarge: Value { .failure("\(node.arguments[0].text) is too large") }

  /// The whole call comes to a day that the calendar does not have.
  var beyondCalendar: Value { .failure("\(node.text) is beyond the years 1 to 9999") }

  func unreadable(_ text: String, as noun: String) -> Value {
    .failure("'\(text.prefix(60))' is no \(noun)")
  }

  func apply(_ value: Value) -> Value {
    if let one = node.function.evaluation.one { return one.compute(self, value) }
    return apply([value])
  }

  func apply(_ first: Value, _ second: Value) -> Value {
    if let two = node.function.evaluation.two { return two.compute(self, first, second) }
    return apply([first, second])
  }

  func apply(_ values: [Value]) -> Value {
    node.function.evaluation.any?.compute(self, values) ?? unsupported
  }

  /// Counts the work on a text.
  func charge(_ bytes: Int) -> Bool { frame.charge(bytes / 10) }
}

extension Value {
  /// Whether it is what a value of its type is when nothing was ever set.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .decimal(let value): value == .zero
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .timestamp(let value): value.seconds == 0 && value.nanos == 0
    case .duration(let value): value.nanoseconds == 0
    case .list(let elements): elements.isEmpty
    case .map(let map): map.count == 0
    case .optional(let value): value == nil
    case .period(let value): value == Period()
    case .date, .choice, .record, .type, .error: false
    }
  }
}
