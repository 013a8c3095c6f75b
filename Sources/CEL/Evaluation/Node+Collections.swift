/// `x.field` of a map.
final class SelectNode: Node {
  let operand: Node
  let field: String
  let isTest: Bool
  let isOptional: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, _ select: SyntaxTree.Select
  ) {
    self.operand = operand
    field = select.field
    isTest = select.isTest
    isOptional = select.isOptional
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    select(operand.value(frame), frame, isOptional: isOptional)
  }

  private func select(_ operand: Value, _ frame: Frame, isOptional: Bool) -> Value {
    switch operand {
    case .error: return operand
    case .map(let map):
      let value = map.value(named: field)
      if isTest { return .bool(value != nil) }
      if isOptional { return .optional(value) }
      return value ?? .failure("\(self.operand.text) has no '\(field)'")
    case .optional(let inner):
      guard let inner else { return isTest ? .bool(false) : .optional(nil) }
      if isTest { return select(inner, frame, isOptional: false) }
      let value = select(inner, frame, isOptional: true)
      return value
    case .null where context.isWorkflow: return .failure(self.operand.absence(frame))
    default: return .failure("\(self.operand.text) has no fields")
    }
  }
}

/// `x[i]`.
final class IndexNode: Node {
  let operand: Node
  let index: Node
  let isOptional: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, _ index: Node,
    isOptional: Bool
  ) {
    self.operand = operand
    self.index = index
    self.isOptional = isOptional
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let container = operand.value(frame)
    if container.isError { return container }
    let key = index.value(frame)
    if key.isError { return key }
    if case .optional(let inner) = container {
      guard let inner else { return .optional(nil) }
      return element(of: inner, key, frame, isOptional: true)
    }
    return element(of: container, key, frame, isOptional: isOptional)
  }

  private func element(
    of container: Value, _ key: Value, _ frame: Frame, isOptional: Bool
  ) -> Value {
    switch container {
    case .list(let elements):
      guard let place = IndexNode.place(key) else {
        return .failure("\(index.text) is no place in a list")
      }
      if place >= 0, place < Int64(elements.count) {
        return isOptional ? .optional(elements[Int(place)]) : elements[Int(place)]
      }
      if isOptional { return .optional(nil) }
      return .failure("\(operand.text) has \(elements.count) elements and none at \(place)")
    case .map(let map):
      let value = map.value(for: key)
      if isOptional { return .optional(value) }
      return value ?? .failure("\(operand.text) has no key \(key)")
    case .null: return .failure(operand.absence(frame))
    default: return .failure("\(operand.text) is neither a list nor a map")
    }
  }

  static func place(_ key: Value) -> Int64? {
    switch key {
    case .int(let number): number
    case .uint(let number): Int64(exactly: number)
    case .double(let number): Int64(exactly: number)
    default: nil
    }
  }
}

final class ListNode: Node {
  let elements: [Node]
  let optional: Set<Int>

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ elements: [Node], optional: [Int]
  ) {
    self.elements = elements
    self.optional = Set(optional)
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    guard frame.charge(elements.count) else { return Frame.exhausted }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for (position, element) in elements.enumerated() {
      let value = element.value(frame)
      if value.isError { return value }
      if optional.contains(position) {
        guard case .optional(let inner) = value else {
          return .failure("\(element.text) is not optional")
        }
        if let inner { values.append(inner) }
      } else {
        values.append(value)
      }
    }
    return .list(values)
  }
}

final class MapNode: Node {
  let keys: [Node]
  let values: [Node]
  let optional: Set<Int>

  init(
    _ context: CheckedExpression, _ range: Range<Int>, keys: [Node], values: [Node],
    optional: [Int]
  ) {
    self.keys = keys
    self.values = values
    self.optional = Set(optional)
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    guard frame.charge(keys.count) else { return Frame.exhausted }
    var made: [Value] = []
    var results: [Value] = []
    for position in keys.indices {
      let key = keys[position].value(frame)
      if key.isError { return key }
      var value = values[position].value(frame)
      if value.isError { return value }
      if optional.contains(position) {
        guard case .optional(let inner) = value else {
          return .failure("\(values[position].text) is not optional")
        }
        guard let inner else { continue }
        value = inner
      }
      made.append(key)
      results.append(value)
    }
    return ValueMap.make(keys: made, values: results)
  }
}
