extension Checker {
  mutating func checkArithmetic(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) {
    let (a, b) = (unifier.substitute(type(left)), unifier.substitute(type(right)))
    if a == .error || b == .error { return set(id, .error) }
    if isWorkflow, let type = calendarArithmetic(symbol, left, a, right, b) {
      return set(id, type)
    }
    if isWorkflow, isNumberMix(a, b), symbol != .remainder {
      convertToDecimal(a == .int ? left : right)
      return set(id, .decimal)
    }
    if isWorkflow, symbol == .add, let type = textAddition(left, a, right, b) {
      return set(id, type)
    }
    if let type = Checker.arithmeticResult(symbol, a, b) {
      bindWildcard(left, to: b)
      bindWildcard(right, to: a)
      return set(id, type)
    }
    if symbol == .add, case .list(let x) = a, case .list(let y) = b {
      let formal = unifier.freshParameter()
      if unifier.areAssignable([x, y], [formal, formal]) {
        return set(id, .list(unifier.substitute(formal)))
      }
    }
    set(id, .error)
    guard isChecking else { return set(id, .dyn) }
    reportArithmetic(id, symbol, left, a, right, b)
  }

  /// Sums and differences of dates, times and periods.
  private mutating func calendarArithmetic(
    _ symbol: SyntaxTree.Operator, _ left: Int, _ a: CELType, _ right: Int, _ b: CELType
  ) -> CELType? {
    switch (symbol, a, b) {
    case (.add, .date, .period), (.subtract, .date, .period): return .date
    case (.add, .period, .date): return .date
    case (.add, .timestamp, .period), (.subtract, .timestamp, .period): return .timestamp
    case (.add, .period, .timestamp): return .timestamp
    case (.add, .period, .period), (.subtract, .period, .period): return .period
    case (.add, .date, .duration), (.subtract, .date, .duration):
      result.parts[left].conversion = .startOfDay
      return .timestamp
    case (.add, .duration, .date):
      result.parts[right].conversion = .startOfDay
      return .timestamp
    default: return nil
    }
  }

  /// Texts may be joined with choices, which stand for their names.
  private mutating func textAddition(
    _ left: Int, _ a: CELType, _ right: Int, _ b: CELType
  ) -> CELType? {
    switch (a, b) {
    case (.string, .choice(let choice)): result.parts[right].conversion = .choiceText(choice)
    case (.choice(let choice), .string): result.parts[left].conversion = .choiceText(choice)
    default: return nil
    }
    return .string
  }

  /// The type of an operation of CEL itself; nil when there is none. A value of unknown type
  /// fits everywhere.
  static func arithmeticResult(
    _ symbol: SyntaxTree.Operator, _ a: CELType, _ b: CELType
  ) -> CELType? {
    if a == b, a.isNumber { return symbol == .remainder && !a.isInteger ? nil : a }
    var results: [CELType] = []
    func consider(_ left: CELType, _ right: CELType, _ result: CELType) {
      guard a.isWildcard || a == left, b.isWildcard || b == right, !results.contains(result)
      else { return }
      results.append(result)
    }
    for number in [CELType.int, .uint, .double, .decimal]
    where symbol != .remainder || number.isInteger {
      consider(number, number, number)
    }
    if symbol == .add {
      consider(.string, .string, .string)
      consider(.bytes, .bytes, .bytes)
      consider(.timestamp, .duration, .timestamp)
      consider(.duration, .timestamp, .timestamp)
      consider(.duration, .duration, .duration)
      if a.isWildcard, case .list = b { results.append(b) }
      if b.isWildcard, case .list = a { results.append(a) }
    } else if symbol == .subtract {
      consider(.timestamp, .timestamp, .duration)
      consider(.timestamp, .duration, .timestamp)
      consider(.duration, .duration, .duration)
    }
    if results.isEmpty { return nil }
    return results.count == 1 ? results[0] : .dyn
  }

  private mutating func reportArithmetic(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ a: CELType, _ right: Int,
    _ b: CELType
  ) {
    let range = tree.nodes[id].range
    if symbol == .subtract, a == .date || b == .date, [.date, .timestamp].contains(a),
      [.date, .timestamp].contains(b)
    {
      return report(
        "date-subtraction", range, "dates are not subtracted with '-'",
        help: "write days_between(\(source(right)), \(source(left)))")
    }
    if symbol == .remainder {
      let culprit = a.isInteger ? b : a
      return report(
        "type-mismatch", range, "'%' needs whole numbers, not \(culprit.phrase(in: schema))")
    }
    let verb =
      switch symbol {
      case .add: "added to"
      case .subtract: "subtracted from"
      case .multiply: "multiplied by"
      case .divide, .remainder: "divided by"
      default: "combined with"
      }
    let swaps = symbol == .add || symbol == .subtract
    let (first, second) = swaps ? (b, a) : (a, b)
    report(
      "type-mismatch", range,
      "\(first.phrase(in: schema)) cannot be \(verb) \(second.phrase(in: schema))",
      help: arithmeticHelp(symbol, left, a, right, b))
  }

  private func arithmeticHelp(
    _ symbol: SyntaxTree.Operator, _ left: Int, _ a: CELType, _ right: Int, _ b: CELType
  ) -> String? {
    switch (a, b) {
    case (.date, .int), (.timestamp, .int):
      return "write \(source(left)) \(symbol.symbol) days(\(source(right)))"
    case (.int, .date): return "write \(source(right)) + days(\(source(left)))"
    case (.string, _) where symbol == .add: return "write text(\(source(right)))"
    case (_, .string) where symbol == .add: return "write text(\(source(left)))"
    case (.list(.decimal), _), (.list(.int), _): return "write sum(\(source(left)))"
    case (_, .list(.decimal)), (_, .list(.int)): return "write sum(\(source(right)))"
    case (.int, .double), (.double, .int):
      return "write double(\(a == .int ? source(left) : source(right)))"
    default: return nil
    }
  }
}
