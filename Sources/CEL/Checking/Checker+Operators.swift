extension Checker {
  /// Checks both sides; a bare word beside a choice is taken for a forgotten pair of quotes.
  mutating func checkOperands(_ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int) {
    check(left)
    let before = issues.count
    check(right)
    guard isWorkflow, symbol == .equal || symbol == .unequal,
      case .choice(let choice) = type(left), case .name(let name, _) = tree.nodes[right].kind,
      type(right) == .error, issues.count == before + 1,
      names.scope.choiceValues[choice][name] != nil
    else { return }
    issues[before].message = "a value of \(schema.choiceTypes[choice].name) is written in quotes"
    issues[before].help = "write \"\(name)\""
    issues[before].notes = []
  }

  mutating func checkBinary(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) {
    switch symbol {
    case .equal, .unequal:
      set(id, .bool)
      checkEquality(id, symbol, left, right)
    case .less, .lessEqual, .greater, .greaterEqual:
      set(id, .bool)
      checkOrdering(id, symbol, left, right)
    case .contained:
      set(id, .bool)
      checkContainment(id, left, right)
    case .add, .subtract, .multiply, .divide, .remainder:
      checkArithmetic(id, symbol, left, right)
    }
  }

  private mutating func checkEquality(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) {
    let (a, b) = (type(left), type(right))
    if a == b { return }
    if isWorkflow {
      if a == .null || b == .null || reconcile(left, right) != nil { return }
    } else if a == .null, result.parts[right].isNullable {
      return
    } else if b == .null, result.parts[left].isNullable {
      return
    }
    let formal = unifier.freshParameter()
    if unifier.areAssignable([a, b], [formal, formal]) { return }
    guard isChecking else { return }
    reportIncomparable(id, symbol, left, right)
  }

  private mutating func reportIncomparable(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) {
    let (a, b) = (unifier.substitute(type(left)), unifier.substitute(type(right)))
    guard a != .error, b != .error else { return }
    set(id, .error)
    let message = "\(a.phrase(in: schema)) cannot be compared with \(b.phrase(in: schema))"
    for (other, literal) in [(a, right), (b, left)] {
      guard let meant = meantLiteral(other, literal) else { continue }
      return report(
        "type-mismatch", tree.nodes[literal].range, message, help: "write \(meant)",
        replacement: meant)
    }
    report(
      "type-mismatch", tree.nodes[id].range, message,
      help: chainHelp(left, symbol, right) ?? comparisonHelp(left, a, right, b, symbol)
        ?? comparisonHelp(right, b, left, a, symbol))
  }

  /// What a literal text was meant to be beside a value of another type: `"0"` beside a number is
  /// `0`, `""` beside a date is `null`.
  private func meantLiteral(_ type: CELType, _ literal: Int) -> String? {
    guard case .literal(.string(let text)) = tree.nodes[literal].kind else {
      return nil
    }
    switch type.withoutNull {
    case .int, .decimal: return Decimal(text: text) == nil ? nil : text
    case .bool:
      switch text.lowercased() {
      case "true", "yes", "ja": return "true"
      case "false", "no", "nein": return "false"
      default: return nil
      }
    case .date, .timestamp, .duration, .record: return text.isEmpty ? "null" : nil
    default: return nil
    }
  }

  /// `1 < x < 10` compares the answer of the first comparison.
  private func chainHelp(_ left: Int, _ symbol: SyntaxTree.Operator, _ right: Int) -> String? {
    guard case .binary(let first, _, let middle) = tree.nodes[left].kind, first.isOrdering,
      symbol.isOrdering
    else { return nil }
    return "write \(source(left)) && \(source(middle)) \(symbol.symbol) \(source(right))"
  }

  private func comparisonHelp(
    _ left: Int, _ a: CELType, _ right: Int, _ b: CELType, _ symbol: SyntaxTree.Operator
  ) -> String? {
    let text = source(right)
    if text.utf8.count > 40 { return nil }
    switch (a, b) {
    case (.date, .string):
      if case .literal(.string) = tree.nodes[right].kind { return "write date(\(text))" }
      return nil
    case (.timestamp, .string):
      if case .literal(.string) = tree.nodes[right].kind { return "write timestamp(\(text))" }
      return nil
    case (.string, .int), (.string, .decimal):
      if case .literal = tree.nodes[right].kind { return "write \"\(text)\"" }
      return "write text(\(text))"
    case (.list, .int):
      return "compare its size, such as count(\(source(left))) \(symbol.symbol) \(text)"
    case (.list(.choice), .string):
      guard case .select(let select) = tree.nodes[left].kind else { return nil }
      return "look at one after the other: \(source(select.operand)).filter(x, "
        + "x.\(select.field) \(symbol.symbol) \(text))"
    case (.list(let element), _) where element.withoutNull == b:
      return "write \(text) in \(source(left))"
    case (.duration, .abstract("period", _)):
      return "add it to a time instead, such as start + \(text) < now"
    case (.record(let type), .string):
      guard schema.recordTypes.indices.contains(type),
        let field = schema.recordTypes[type].members.first(where: { $0.isText })
      else { return nil }
      return "compare one of its fields, such as \(source(left)).\(field.name)"
    case (.date, .int), (.date, .duration):
      return "compare it with a date, such as today + days(30)"
    default: return nil
    }
  }

  private mutating func checkOrdering(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) {
    if isWorkflow {
      if case .choice(let choice) = type(left) { return reportNoOrder(id, choice) }
      if case .choice(let choice) = type(right) { return reportNoOrder(id, choice) }
      if reconcile(left, right) != nil { return }
    }
    let (a, b) = (unifier.substitute(type(left)), unifier.substitute(type(right)))
    if a.isOrdered, a == b { return }
    if a.isWildcard, b.isOrdered { return bindWildcard(left, to: b) }
    if b.isWildcard, a.isOrdered { return bindWildcard(right, to: a) }
    if a.isWildcard, b.isWildcard { return }
    guard isChecking, a != .error, b != .error else { return }
    if a == b || a == .null || b == .null {
      let culprit = a == .null ? a : b == .null ? b : a
      report(
        "type-mismatch", tree.nodes[id].range,
        "'\(symbol.symbol)' needs values that have an order, and \(culprit.phrase(in: schema))"
          + " has none",
        help: culprit == .null ? "compare with null by == or !=" : orderingHelp(left, a))
    } else {
      reportIncomparable(id, symbol, left, right)
    }
  }

  private func orderingHelp(_ id: Int, _ type: CELType) -> String? {
    if case .list = type { return "compare its size, such as count(\(source(id)))" }
    return nil
  }

  private mutating func reportNoOrder(_ id: Int, _ choice: Int) {
    report(
      "type-mismatch", tree.nodes[id].range,
      "the values of \(schema.choiceTypes[choice].name) have no order",
      help: "list the values that are meant, such as x in [\"…\", \"…\"]")
  }

  mutating func bindWildcard(_ id: Int, to type: CELType) {
    if case .parameter = result.parts[id].type {
      _ = unifier.isAssignable(type, result.parts[id].type)
    }
  }

  private mutating func checkContainment(_ id: Int, _ left: Int, _ right: Int) {
    let container = unifier.substitute(type(right))
    let element: CELType
    switch container {
    case .list(let inner): element = inner
    case .map(let key, _): element = key
    case .dyn, .error, .parameter: return
    default:
      guard isChecking else { return }
      return mismatch(
        right,
        "'in' needs a list or a set, but \(describe(right)) is "
          + container.phrase(in: schema),
        help: containmentHelp(left, right, container))
    }
    let a = unifier.substitute(type(left))
    if isWorkflow {
      switch (a, element.withoutNull) {
      case (.choice(let choice), .string):
        if !adapt(right, to: choice) { result.parts[left].conversion = .choiceText(choice) }
        return
      case (.string, .choice(let choice)):
        if !adapt(left, to: choice) {
          mismatch(left, "the list has values of \(schema.choiceTypes[choice].name), not texts")
        }
        return
      case (.int, .decimal): return convertToDecimal(left)
      case (.decimal, .int):
        if case .list(let elements, _) = tree.nodes[right].kind {
          for element in elements { convertToDecimal(element) }
          result.parts[right].type = .list(.decimal)
        }
        return
      case (.null, _): return
      default: break
      }
    }
    if unifier.isAssignable(a, element) || unifier.isAssignable(a, element.withoutNull) { return }
    guard isChecking, a != .error else { return }
    report(
      "type-mismatch", tree.nodes[id].range,
      "\(a.phrase(in: schema)) cannot be in \(container.phrase(in: schema))",
      help: elementHelp(left, a, element))
  }

  private func containmentHelp(_ left: Int, _ right: Int, _ container: CELType) -> String? {
    guard isWorkflow else { return nil }
    if case .string = container { return "write \(source(right)).contains(\(source(left)))" }
    return "write == to compare with one value"
  }

  private func elementHelp(_ left: Int, _ a: CELType, _ element: CELType) -> String? {
    if case .literal(.string) = tree.nodes[left].kind, element.withoutNull == .date {
      return "write date(\(source(left)))"
    }
    return nil
  }
}

extension Schema.Member {
  fileprivate var isText: Bool {
    if case .field(_, .string, _) = kind { true } else { false }
  }
}

extension CELType {
  /// Whether its values can be put in order.
  var isOrdered: Bool {
    switch self {
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .decimal, .date:
      true
    case .dyn, .null, .list, .map, .type, .optional, .nullable, .parameter, .abstract, .error,
      .record, .choice:
      false
    }
  }

  /// Whether any type may turn out at run time.
  var isWildcard: Bool {
    switch self {
    case .dyn, .parameter: true
    default: false
    }
  }

  var isNumber: Bool { self == .int || self == .uint || self == .double || self == .decimal }
  var isInteger: Bool { self == .int || self == .uint }
}

extension SyntaxTree.Operator: Equatable {
  var isOrdering: Bool {
    self == .less || self == .lessEqual || self == .greater || self == .greaterEqual
  }
}
