extension Value {
  /// Equality as CEL has it: numbers across their kinds, everything else only within its kind.
  public func celEquals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): sameText(a, b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.date(let a), .date(let b)): a == b
    case (.period(let a), .period(let b)): a == b
    case (.choice(let a, let i), .choice(let b, let j)): a == b && i == j
    case (.record(let a), .record(let b)): a == b
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.celEquals($1) }
    case (.map(let a), .map(let b)): a.celEquals(b)
    case (.optional(let a), .optional(let b)):
      switch (a, b) {
      case (nil, nil): true
      case (let a?, let b?): a.celEquals(b)
      case (nil, _?), (_?, nil): false
      }
    case (.type(let a), .type(let b)): a == b
    default: compareNumbers(other).map { $0 == .equal } ?? false
    }
  }

  enum Ordering { case less, equal, greater, unordered }

  /// The order of two numbers of any kind; nil when one is none.
  func compareNumbers(_ other: Value) -> Ordering? {
    switch (self, other) {
    case (.int(let a), .int(let b)): ordering(a, b)
    case (.uint(let a), .uint(let b)): ordering(a, b)
    case (.double(let a), .double(let b)): ordering(a, b)
    case (.decimal(let a), .decimal(let b)): ordering(a, b)
    case (.int(let a), .uint(let b)): a < 0 ? .less : ordering(UInt64(a), b)
    case (.uint(let a), .int(let b)): b < 0 ? .greater : ordering(a, UInt64(b))
    // CEL spec: a conversion to double is lossy on purpose, except beyond the integer's range.
    case (.int(let a), .double(let b)): ordering(Double(a), b)
    case (.double(let a), .int(let b)): ordering(a, Double(b))
    case (.uint(let a), .double(let b)): ordering(Double(a), b)
    case (.double(let a), .uint(let b)): ordering(a, Double(b))
    case (.int(let a), .decimal(let b)): Value.orderInteger(a, b)
    case (.decimal(let a), .int(let b)): Value.orderInteger(b, a).reversed
    default: nil
    }
  }

  /// The order of two values that have one; nil when they have none.
  func compare(_ other: Value) -> Ordering? {
    switch (self, other) {
    case (.bool(let a), .bool(let b)): ordering(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)): ordering(compareText(a, b), 0)
    case (.bytes(let a), .bytes(let b)):
      a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
    case (.timestamp(let a), .timestamp(let b)): ordering(a, b)
    case (.duration(let a), .duration(let b)): ordering(a, b)
    case (.date(let a), .date(let b)): ordering(a, b)
    default: compareNumbers(other)
    }
  }

  /// Whether this value comes before another; nil where the two have no order.
  public func isBefore(_ other: Value) -> Bool? { compare(other).map { $0 == .less } }

  private static func orderInteger(_ integer: Int64, _ decimal: Decimal) -> Ordering {
    if let exact = Decimal(exactly: integer) { return ordering(exact, decimal) }
    return integer < 0 ? .less : .greater
  }
}

extension Value.Ordering {
  var reversed: Value.Ordering {
    switch self {
    case .less: .greater
    case .greater: .less
    case .equal: .equal
    case .unordered: .unordered
    }
  }
}

private func ordering<T: Comparable>(_ a: T, _ b: T) -> Value.Ordering {
  a < b ? .less : a == b ? .equal : a > b ? .greater : .unordered
}

/// Whether two texts have the same characters; composed and decomposed forms differ.
func sameText(_ a: String, _ b: String) -> Bool {
  if a.utf8.count != b.utf8.count { return false }
  return compareText(a, b) == 0
}

/// The order by code points: negative, zero or positive.
func compareText(_ a: String, _ b: String) -> Int {
  let order = BorrowedBytes.with(a, b) { left, right in
    let difference = left.order(right, count: min(left.count, right.count))
    return difference != 0 ? difference : left.count - right.count
  }
  if let order { return order }
  if Array(a.utf8) == Array(b.utf8) { return 0 }
  return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
}

/// Whether a text begins or ends with another, byte for byte.
func hasEdge(_ text: String, _ part: String, atEnd: Bool) -> Bool {
  let rest = text.utf8.count - part.utf8.count
  guard rest >= 0 else { return false }
  let result = BorrowedBytes.with(text, part) { text, part in
    text.part(atEnd ? rest..<text.count : 0..<part.count).order(part, count: part.count) == 0
  }
  return result ?? text.utf8.dropFirst(atEnd ? rest : 0).starts(with: part.utf8)
}
