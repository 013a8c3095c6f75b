/// `x in […]` of constants that travel as words: a few small numbers as bits, others as a set.
final class InWordsNode: Node {
  let operand: Node
  let bits: UInt64
  let words: Set<Int64>
  let list: [Value]

  init(_ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, _ list: [Value]) {
    self.operand = operand
    self.list = list
    let words = list.map(\.scalar)
    var bits: UInt64 = 0
    for word in words where (0..<64).contains(word) { bits |= 1 << UInt64(word) }
    self.bits = bits
    self.words = Set(words.filter { !(0..<64).contains($0) })
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    let word = operand.word(frame)
    if word >= 0, word < 64 { return Truth(bits & (1 << UInt64(word)) != 0) }
    if word == Scalar.failed { return super.truth(frame) }
    return Truth(!words.isEmpty && words.contains(word))
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    return value.isError ? value : .bool(list.contains { $0.celEquals(value) })
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

extension Value {
  /// Whether numbers of other kinds are equal to it only if they are exactly the same: beyond 53
  /// bits, whole numbers are rounded before they are compared with doubles.
  var isComparedExactly: Bool {
    let limit = 9_007_199_254_740_992.0
    switch self {
    case .int(let number): return Double(number).magnitude < limit
    case .uint(let number): return Double(number) < limit
    case .double(let number): return number.magnitude < limit
    default: return true
    }
  }
}

/// `x in […]` of constants that can be keys of a map.
final class InConstantsNode: Node {
  let operand: Node
  let keys: Set<MapKey>

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, keys: Set<MapKey>
  ) {
    self.operand = operand
    self.keys = keys
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    if value.isError { return value }
    return .bool(MapKey(lookup: value).map { keys.contains($0) } ?? false)
  }
}

/// `x in y` of values of any type.
final class InValuesNode: Node {
  let element: Node
  let container: Node

  init(_ context: CheckedExpression, _ range: Range<Int>, _ element: Node, _ container: Node) {
    self.element = element
    self.container = container
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let element = element.value(frame)
    if element.isError { return element }
    if case .record(let record) = element, let handles = container.handles(frame) {
      return .bool(handles.contains(record))
    }
    switch container.value(frame) {
    case .list(let elements):
      guard frame.charge(elements.count * (1 + element.weight / 10)) else {
        return Frame.exhausted
      }
      return .bool(elements.contains { $0.celEquals(element) })
    case .map(let map): return .bool(map.value(for: element) != nil)
    case .null: return .failure(container.absence(frame))
    case .error(let problem): return .error(problem)
    default: return .failure("\(container.text) is no list")
    }
  }
}
