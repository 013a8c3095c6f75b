/// Finds out whether types agree, and what type parameters stand for.
///
/// The rules are those of the reference checker, "Gradual Type Checking" in CEL's specification.
struct TypeUnifier {
  private(set) var bindings: [String: CELType] = [:]
  private var counter = 0
  var hasFresh: Bool { counter > 0 }

  mutating func freshParameter() -> CELType {
    counter += 1
    return .parameter("#\(counter)")
  }

  /// The type with its parameters renamed so that no other use has them.
  mutating func instantiate(_ types: [CELType]) -> [CELType] {
    var names: [String: CELType] = [:]
    return types.map { rename($0, &names) }
  }

  private mutating func rename(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let fresh = freshParameter()
      names[name] = fresh
      return fresh
    case .list(let inner): return .list(rename(inner, &names))
    case .type(let inner): return .type(rename(inner, &names))
    case .optional(let inner): return .optional(rename(inner, &names))
    case .nullable(let inner): return .nullable(rename(inner, &names))
    case .map(let key, let value): return .map(rename(key, &names), rename(value, &names))
    case .abstract(let name, let inner):
      return .abstract(name, inner.map { rename($0, &names) })
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
      .error, .decimal, .date, .record, .choice:
      return type
    }
  }

  /// The type with all parameters replaced; unknown ones become `dyn` when `finally`.
  func substitute(_ type: CELType, finally: Bool = false) -> CELType {
    switch type {
    case .parameter(let name):
      if let bound = bindings[name] { return substitute(bound, finally: finally) }
      return finally ? .dyn : type
    case .list(let inner): return .list(substitute(inner, finally: finally))
    case .type(let inner): return .type(substitute(inner, finally: finally))
    case .optional(let inner): return .optional(substitute(inner, finally: finally))
    case .nullable(let inner): return .nullable(substitute(inner, finally: finally))
    case .map(let key, let value):
      return .map(substitute(key, finally: finally), substitute(value, finally: finally))
    case .abstract(let name, let inner):
      return .abstract(name, inner.map { substitute($0, finally: finally) })
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
      .error, .decimal, .date, .record, .choice:
      return type
    }
  }

  /// Whether values of all the types can be used where the others are expected; binds
  /// parameters only when they can.
  mutating func areAssignable(_ actual: [CELType], _ formal: [CELType]) -> Bool {
    let saved = bindings
    for (one, other) in zip(actual, formal) where !assign(one, other) {
      bindings = saved
      return false
    }
    return true
  }

  mutating func isAssignable(_ actual: CELType, _ formal: CELType) -> Bool {
    areAssignable([actual], [formal])
  }

  private mutating func assign(_ actual: CELType, _ formal: CELType) -> Bool {
    if actual == formal { return true }
    if case .parameter(let name) = formal {
      let (isValid, isBound) = bind(name, to: actual)
      if isValid { return true }
      if isBound { return false }
    }
    if case .parameter(let name) = actual { return bind(name, to: formal).isValid }
    switch (actual, formal) {
    case (.dyn, _), (_, .dyn), (.error, _), (_, .error): return true
    case (.null, _): return formal.acceptsNull
    case (_, .null): return actual.acceptsNull
    case (.nullable(let a), .nullable(let b)): return assign(a, b)
    case (.nullable(let a), _): return assign(a, formal)
    case (_, .nullable(let b)): return assign(actual, b)
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return assign(a, b)
    case (.map(let a, let c), .map(let b, let d)): return assign(a, b) && assign(c, d)
    case (.type, .type): return true
    case (.abstract(let a, let c), .abstract(let b, let d)):
      guard a == b, c.count == d.count else { return false }
      for (one, other) in zip(c, d) where !assign(one, other) { return false }
      return true
    default: return false
    }
  }

  private mutating func bind(
    _ name: String, to type: CELType
  ) -> (isValid: Bool, isBound: Bool) {
    if type == .parameter(name) { return (true, true) }
    if let bound = bindings[name] {
      if bound == type { return (true, true) }
      guard assign(type, bound) else { return (false, true) }
      let general = TypeUnifier.mostGeneral(type, bound)
      if !occurs(name, in: general) { bindings[name] = general }
      return (true, true)
    }
    guard !occurs(name, in: type) else { return (false, false) }
    bindings[name] = type
    return (true, false)
  }

  private func occurs(_ name: String, in type: CELType) -> Bool {
    switch type {
    case .parameter(let other):
      return other == name || bindings[other].map { occurs(name, in: $0) } ?? false
    case .list(let inner), .type(let inner), .optional(let inner), .nullable(let inner):
      return occurs(name, in: inner)
    case .map(let key, let value): return occurs(name, in: key) || occurs(name, in: value)
    case .abstract(_, let inner): return inner.contains { occurs(name, in: $0) }
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
      .error, .decimal, .date, .record, .choice:
      return false
    }
  }

  /// The type of a list that has elements of both: the more general, or `dyn`.
  mutating func join(_ previous: CELType?, _ current: CELType) -> CELType {
    guard let previous else { return current }
    return isAssignable(previous, current) ? TypeUnifier.mostGeneral(previous, current) : .dyn
  }

  static func mostGeneral(_ a: CELType, _ b: CELType) -> CELType {
    isAtLeastAsGeneral(a, b) ? a : b
  }

  private static func isAtLeastAsGeneral(_ a: CELType, _ b: CELType) -> Bool {
    switch (a, b) {
    case (.dyn, _), (.error, _), (.parameter, _): return true
    case (_, .dyn), (_, .error), (_, .parameter): return false
    case (.null, _): return a == b
    case (.nullable(let inner), _): return inner == b || a == b || b == .null
    case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)):
      return isAtLeastAsGeneral(x, y)
    case (.map(let x, let v), .map(let y, let w)):
      return isAtLeastAsGeneral(x, y) && isAtLeastAsGeneral(v, w)
    case (.abstract(let x, let v), .abstract(let y, let w)):
      return x == y && v.count == w.count && zip(v, w).allSatisfy { isAtLeastAsGeneral($0, $1) }
    case (_, .null): return true
    default: return a == b
    }
  }
}

extension CELType {
  /// Whether null can stand for a value of the type.
  var acceptsNull: Bool {
    switch self {
    case .nullable, .abstract, .optional, .timestamp, .duration, .record, .dyn, .error, .null:
      true
    case .bool, .int, .uint, .double, .string, .bytes, .list, .map, .type, .parameter, .decimal,
      .date, .choice:
      false
    }
  }
}
