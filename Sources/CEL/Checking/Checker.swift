/// Resolves names and finds mistakes of type, collecting all of them.
struct Checker {
  var result: Findings
  let names: Names
  /// Without checking, names are resolved and everything else is left to the evaluation.
  let isChecking: Bool
  var issues: [Issue] = []
  var unifier = TypeUnifier()
  var locals: [Local] = []

  struct Local {
    var name: String
    var type: CELType
    var isNullable: Bool
    var index: Int
  }

  static func check(
    _ tree: SyntaxTree, names: Names, expecting: CELType? = nil, isChecking: Bool = true
  ) -> (Findings, [Issue]) {
    var checker = Checker(
      result: Findings(tree: tree), names: names, isChecking: isChecking)
    checker.check(tree.root)
    if let expecting, isChecking { checker.expect(expecting) }
    if checker.unifier.isUsed {
      for id in checker.result.parts.indices {
        checker.result.parts[id].type =
          checker.unifier.substitute(checker.result.parts[id].type, finally: true)
      }
    }
    return (checker.result, checker.issues)
  }

  var tree: SyntaxTree { result.tree }
  var isWorkflow: Bool { names.scope.isWorkflow }
  var schema: Schema { names.scope.environment.schema }

  func type(_ id: Int) -> CELType { result.parts[id].type }

  mutating func set(_ id: Int, _ type: CELType, nullable: Bool = false) {
    if case .nullable(let inner) = type {
      result.parts[id].type = inner.withoutNull
      result.parts[id].isNullable = true
    } else {
      result.parts[id].type = type
      result.parts[id].isNullable = nullable
    }
  }

  mutating func check(_ id: Int) {
    let node = result.tree.nodes[id]
    switch node.kind {
    case .literal(let value): set(id, Checker.type(of: value), nullable: value.isNull)
    case .fraction: checkFraction(id)
    case .name(let name, let isRooted): checkName(id, name, isRooted: isRooted)
    case .select(let select): checkSelect(id, select)
    case .index(let operand, let index, let isOptional):
      checkIndex(id, operand, index, isOptional: isOptional)
    case .call(let call): checkCall(id, call)
    case .negate(let operand): checkNegation(id, operand)
    case .not(let operand):
      check(operand)
      requireCondition(operand, of: "'!'")
      set(id, .bool)
    case .binary(let symbol, let left, let right):
      checkOperands(symbol, left, right)
      checkBinary(id, symbol, left, right)
    case .logical(let isAnd, let operands):
      for (place, operand) in operands.enumerated() {
        check(operand)
        requireCondition(
          operand, of: isAnd ? "'&&'" : "'||'",
          help: place > 0 ? repetitionHelp(operands[place - 1], operand) : nil)
      }
      set(id, .bool)
    case .conditional(let condition, let yes, let no):
      check(condition)
      check(yes)
      check(no)
      requireCondition(condition, of: "'?'")
      checkBranches(id, yes, no)
    case .list(let elements, let optional): checkList(id, elements, optional: optional)
    case .map(let entries): checkMap(id, entries)
    case .comprehension(let macro): checkComprehension(id, macro)
    case .has(let operand):
      check(operand)
      set(id, .bool)
    case .invalid: set(id, .error)
    }
  }

  static func type(of value: Value) -> CELType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .decimal: .decimal
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .date: .date
    case .period: .period
    case .choice(let type, _): .choice(Int(type))
    case .type: .type(.dyn)
    case .record, .list, .map, .optional, .error: .dyn
    }
  }

  /// A number with a point is a decimal where there is money, else CEL's double.
  private mutating func checkFraction(_ id: Int) {
    guard isWorkflow else { return set(id, .double) }
    set(id, .decimal)
    let range = tree.nodes[id].range
    let text = tree.source(range)
    if let decimal = Decimal(text: text.filter { $0 != " " }) {
      result.parts[id].meaning = .constant(.decimal(decimal))
    } else {
      report(
        "number-too-large", range, "'\(text)' is no decimal of up to 17 digits",
        help: "write it without an exponent, such as 1250.75")
    }
  }

  private mutating func checkNegation(_ id: Int, _ operand: Int) {
    check(operand)
    let type = type(operand)
    set(id, type)
    switch type {
    case .int, .double, .decimal, .dyn, .error, .parameter: break
    // CEL itself has no opposite of a duration.
    case .duration where isWorkflow: break
    case .abstract("period", _): break
    default:
      guard isChecking else { return }
      report(
        "type-mismatch", tree.nodes[id].range,
        "'-' needs a number, but \(describe(operand)) is \(type.phrase(in: schema))")
      set(id, .error)
    }
  }

  /// The branches of `?:` must agree.
  private mutating func checkBranches(_ id: Int, _ yes: Int, _ no: Int) {
    let nullable = result.parts[yes].isNullable || result.parts[no].isNullable
    let (a, b) = (type(yes), type(no))
    if a == .null || b == .null {
      return set(id, a == .null ? b : a, nullable: true)
    }
    if a == b { return set(id, a, nullable: nullable) }
    if isWorkflow, let type = reconcile(yes, no) { return set(id, type, nullable: nullable) }
    let formal = unifier.freshParameter()
    if unifier.areAssignable([a, b], [formal, formal]) {
      return set(id, unifier.substitute(formal), nullable: nullable)
    }
    guard isChecking else { return set(id, .dyn) }
    report(
      "type-mismatch", tree.nodes[id].range,
      "both values of '?' must be of one type, but one is \(a.phrase(in: schema)) and the other"
        + " \(b.phrase(in: schema))")
    set(id, .error)
  }

  // MARK: Mistakes

  mutating func report(
    _ code: String, _ range: Range<Int>, _ message: String, help: String? = nil,
    replacement: String? = nil, notes: [String] = [], severity: Issue.Severity = .error
  ) {
    guard isChecking, issues.count < 50 else { return }
    issues.append(
      Issue(
        severity: severity, code: code, range: range, message: message, help: help,
        replacement: replacement, notes: notes))
  }

  mutating func mismatch(_ id: Int, _ message: String, help: String? = nil) {
    guard type(id) != .error else { return }
    report("type-mismatch", tree.nodes[id].range, message, help: help)
  }

  /// The part as written, shortened where it is long.
  func describe(_ id: Int) -> String {
    let text = tree.source(tree.nodes[id].range)
    return text.utf8.count <= 40 ? "'\(text)'" : "'\(text.prefix(37))…'"
  }

  /// `status == "a" || "b"` leaves out what the second text is compared with.
  private func repetitionHelp(_ previous: Int, _ id: Int) -> String? {
    guard case .literal(let value) = tree.nodes[id].kind, !value.isNull,
      case .binary(let symbol, let left, _) = tree.nodes[previous].kind,
      symbol == .equal || symbol == .unequal
    else { return nil }
    return "write \(source(left)) \(symbol.symbol) \(source(id))"
  }

  mutating func requireCondition(_ id: Int, of owner: String, help: String? = nil) {
    guard isChecking else { return }
    let type = unifier.substitute(type(id))
    switch type {
    case .bool, .dyn, .error: return
    case .parameter where unifier.isAssignable(type, .bool): return
    default:
      report(
        "not-a-condition", tree.nodes[id].range,
        "\(owner) needs a condition, but \(describe(id)) is \(type.phrase(in: schema))",
        help: help ?? conditionHelp(id, type))
    }
  }

  /// How to make a condition of a value.
  func conditionHelp(_ id: Int, _ type: CELType) -> String? {
    let text = tree.source(tree.nodes[id].range)
    guard text.utf8.count <= 40 else { return nil }
    if result.parts[id].isNullable { return "compare it, such as \(text) != null" }
    switch type {
    case .int, .decimal, .uint, .double: return "compare it, such as \(text) > 0"
    case .string: return "compare it, such as \(text) != \"\""
    case .list, .map: return "compare its size, such as count(\(text)) > 0"
    case .choice(let choice):
      guard schema.choiceTypes.indices.contains(choice),
        let first = schema.choiceTypes[choice].values.first
      else { return nil }
      return "compare it, such as \(text) == \"\(first)\""
    case .date: return "compare it, such as \(text) <= today"
    case .timestamp: return "compare it, such as \(text) <= now"
    case .record: return "compare it, such as \(text) != null"
    case .dyn, .null, .bool, .bytes, .duration, .type, .optional, .nullable, .parameter,
      .abstract, .error:
      return nil
    }
  }
}

extension TypeUnifier {
  var isUsed: Bool { !bindings.isEmpty || hasFresh }
}
