extension Checker {
  mutating func checkIndex(_ id: Int, _ operand: Int, _ index: Int, isOptional: Bool) {
    check(operand)
    check(index)
    var container = unifier.substitute(type(operand))
    var wraps = isOptional
    if case .optional(let inner) = container {
      container = inner
      wraps = true
    }
    var element: CELType
    switch container {
    case .list(let inner):
      element = inner
      if !unifier.isAssignable(type(index), .int) {
        mismatch(
          index, "a place in a list is a whole number, not \(type(index).phrase(in: schema))")
      }
    case .map(let key, let value):
      element = value
      if case .choice(let choice) = key, type(index) == .string, adapt(index, to: choice) { break }
      if !unifier.isAssignable(type(index), key) {
        mismatch(
          index,
          "the map's keys are \(key.phrase(in: schema)), not \(type(index).phrase(in: schema))")
      }
    case .dyn, .error, .parameter: element = .dyn
    default:
      element = .error
      mismatch(
        operand, "[ ] needs a list or a map, but this is \(container.phrase(in: schema))")
    }
    if wraps, element != .error { element = .optional(element) }
    set(id, element)
  }

  mutating func checkList(_ id: Int, _ elements: [Int], optional: [Int]) {
    var joined: CELType?
    var hasNull = false
    for (position, element) in elements.enumerated() {
      check(element)
      var current = type(element)
      if optional.contains(position) {
        if case .optional(let inner) = unifier.substitute(current) {
          current = inner
        } else if current != .dyn, current != .error {
          mismatch(element, "'?' before an element needs an optional value")
        }
      }
      if isWorkflow, current == .null {
        hasNull = true
        continue
      }
      if isWorkflow, let previous = joined, isNumberMix(previous, current) {
        joined = .decimal
      } else {
        joined = unifier.join(joined, current)
      }
    }
    if joined == .decimal, isWorkflow {
      for element in elements where type(element) == .int { convertToDecimal(element) }
    }
    var type = joined ?? unifier.freshParameter()
    if hasNull { type = joined.map { .nullable($0) } ?? .null }
    set(id, .list(type))
  }

  func isNumberMix(_ a: CELType, _ b: CELType) -> Bool {
    (a == .int && b == .decimal) || (a == .decimal && b == .int)
  }

  mutating func checkMap(_ id: Int, _ entries: [SyntaxTree.Entry]) {
    var key: CELType?
    var value: CELType?
    for entry in entries {
      check(entry.key)
      check(entry.value)
      key = unifier.join(key, type(entry.key))
      var current = type(entry.value)
      if entry.isOptional, case .optional(let inner) = unifier.substitute(current) {
        current = inner
      }
      value = unifier.join(value, current)
    }
    set(id, .map(key ?? unifier.freshParameter(), value ?? unifier.freshParameter()))
  }
}
