/// Turns a checked expression into nodes that compute it.
///
/// Everything that can be known now is done now: names become slots, constants are folded,
/// comparisons of scalars become comparisons of words, lists of constants become sets.
struct Planner {
  let checked: CheckedExpression
  /// For every node of the tree, the node that computes it.
  private(set) var planned: [Node?]
  private var scratch: Frame?

  init(_ checked: CheckedExpression) {
    self.checked = checked
    planned = []
    planned.reserveCapacity(checked.parts.count)
    for _ in checked.parts.indices { planned.append(nil) }
  }

  mutating func plan(_ id: Int) -> Node {
    let node = convert(build(id), checked.parts[id].conversion)
    planned[id] = node
    return node
  }

  private var isWorkflow: Bool { checked.isWorkflow }

  private func range(_ id: Int) -> Range<Int> { checked.tree.nodes[id].range }

  private func constant(_ id: Int, _ value: Value) -> Node {
    ConstantNode(checked, range(id), value)
  }

  /// How the node's value travels, where it can as a word.
  private func wordKind(_ id: Int) -> WordKind? {
    switch checked.parts[id].conversion {
    case .none: break
    case .decimal: return .decimal
    case .startOfDay: return isWorkflow ? .timestamp : nil
    case .choiceText, .recordText: return nil
    }
    guard let kind = WordKind(checked.parts[id].type) else { return nil }
    // CEL's own times are finer than a word.
    return isWorkflow || (kind != .timestamp && kind != .duration) ? kind : nil
  }

  private mutating func convert(_ node: Node, _ conversion: CheckedExpression.Conversion) -> Node {
    let converted: Node
    switch conversion {
    case .none: return node
    case .decimal: converted = DecimalConversionNode(node)
    case .choiceText(let choice): converted = ChoiceTextNode(node, choice: choice)
    case .recordText: converted = RecordTextNode(node)
    case .startOfDay: converted = StartOfDayNode(node)
    }
    return node.constant == nil ? converted : fold(converted)
  }

  /// The node, or its value where that is no error.
  private mutating func fold(_ node: Node) -> Node {
    let frame = scratch ?? Frame(reader: RecordReader(), slotCount: 0)
    scratch = frame
    frame.running.budget = 100_000
    let value = node.value(frame)
    return value.isError ? node : ConstantNode(checked, node.range, value)
  }

  private mutating func build(_ id: Int) -> Node {
    if case .constant(let value) = checked.parts[id].meaning { return constant(id, value) }
    switch checked.tree.nodes[id].kind {
    case .literal(let value): return constant(id, value)
    case .fraction(let value): return constant(id, .double(value))
    case .name: return name(id)
    case .select(let select): return self.select(id, select)
    case .index(let operand, let index, let isOptional):
      return IndexNode(
        checked, range(id), plan(operand), plan(index), isOptional: isOptional)
    case .call(let call): return self.call(id, call)
    case .negate(let operand):
      let node = NegateNode(checked, range(id), plan(operand))
      return node.operand.constant == nil ? node : fold(node)
    case .not(let operand): return NotNode(checked, range(id), plan(operand))
    case .binary(let symbol, let left, let right): return binary(id, symbol, left, right)
    case .logical(let isAnd, let operands):
      return LogicalNode(
        checked, range(id), isAnd: isAnd, operands: operands.map { plan($0) })
    case .conditional(let condition, let yes, let no):
      return ConditionalNode(checked, range(id), plan(condition), plan(yes), plan(no))
    case .list(let elements, let optional):
      let nodes = elements.map { plan($0) }
      let node = ListNode(checked, range(id), nodes, optional: optional)
      return nodes.allSatisfy { $0.constant != nil } ? fold(node) : node
    case .map(let entries):
      let keys = entries.map { plan($0.key) }
      let values = entries.map { plan($0.value) }
      let node = MapNode(
        checked, range(id), keys: keys, values: values,
        optional: entries.indices.filter { entries[$0].isOptional })
      return (keys + values).allSatisfy { $0.constant != nil } ? fold(node) : node
    case .comprehension(let macro): return comprehension(id, macro)
    case .has(let operand):
      let kind = wordKind(operand)
      return NullTestNode(
        checked, range(id), plan(operand), whenNull: false, isWord: kind != nil)
    case .invalid: return FailureNode(checked, range(id), "the expression has a mistake")
    }
  }

  // MARK: Names and members

  private func variable(_ variable: Environment.Variable, _ range: Range<Int>) -> Node {
    if let constant = variable.constant { return ConstantNode(checked, range, constant) }
    return VariableNode(checked, range, slot: variable.slot)
  }

  private func name(_ id: Int) -> Node {
    switch checked.parts[id].meaning {
    case .variable(let number): return variable(checked.variables[number], range(id))
    case .local(let index, let isRecord):
      return isRecord
        ? LocalRecordNode(checked, range(id), index: index)
        : LocalNode(checked, range(id), index: index)
    case .receiverMember(let place):
      guard let receiver = checked.receiver else {
        preconditionFailure("a member of the receiver was named where there is none")
      }
      return member(id, of: VariableNode(checked, range(id), slot: receiver.slot), place)
    case .undeclared(let name):
      return FailureNode(checked, range(id), "there is no value '\(name)'")
    case .none, .member, .listMember, .constant, .function, .locals:
      return FailureNode(checked, range(id), "there is no value '\(checked.text(range(id)))'")
    }
  }

  private func member(
    _ id: Int, of base: Node, _ place: CheckedExpression.MemberPlace
  ) -> Node {
    let declared = checked.member(place)
    switch declared.kind {
    case .set(let set, _): return SetNode(checked, range(id), base: base, set: set)
    case .field(let slot, let fieldType, _):
      guard let kind = WordKind(fieldType) else {
        return ValueFieldNode(checked, range(id), base: base, slot: slot, name: declared.name)
      }
      if let variable = base as? VariableNode {
        return ReceiverFieldNode(checked, range(id), base: variable, slot: slot, kind: kind)
      }
      return FieldNode(
        checked, range(id), base: base, slot: slot, kind: kind, name: declared.name)
    }
  }

  private mutating func select(_ id: Int, _ select: SyntaxTree.Select) -> Node {
    switch checked.parts[id].meaning {
    case .variable(let number): return variable(checked.variables[number], range(id))
    case .member(let place):
      // The type of what a test or an optional selection reads is not the node's own.
      let node = member(id, of: plan(select.operand), place)
      if !select.isTest { return node }
      if node is SetNode {
        return NullTestNode(checked, range(id), node, whenNull: false, isWord: false)
      }
      let isWord = node is FieldNode || node is ReceiverFieldNode
      return NullTestNode(checked, range(id), node, whenNull: false, isWord: isWord)
    case .listMember(let place):
      return ListMemberNode(
        checked, range(id), list: plan(select.operand),
        member: checked.member(place))
    case .none, .local, .receiverMember, .constant, .function, .locals, .undeclared:
      return SelectNode(checked, range(id), plan(select.operand), select)
    }
  }

  // MARK: Operators

  private mutating func binary(
    _ id: Int, _ symbol: SyntaxTree.Operator, _ left: Int, _ right: Int
  ) -> Node {
    let a = plan(left)
    let b = plan(right)
    let node: Node
    switch symbol {
    case .equal, .unequal: node = equality(id, left, a, right, b, isEqual: symbol == .equal)
    case .less, .lessEqual, .greater, .greaterEqual:
      let test = OrderTest(symbol)
      if let kind = wordKind(left), kind == wordKind(right) {
        if let fixed = b.constant?.scalar, fixed > Scalar.failed {
          node = CompareWordConstantNode(
            checked, range(id), a, b, fixed: fixed, test, isDecimal: kind == .decimal)
          break
        }
        node = CompareWordsNode(checked, range(id), a, b, test, isDecimal: kind == .decimal)
      } else {
        node = CompareValuesNode(checked, range(id), a, b, test)
      }
    case .contained: node = containment(id, left, a, b)
    case .add, .subtract, .multiply, .divide, .remainder:
      if wordKind(left) == .int, wordKind(right) == .int {
        node = IntegerNode(checked, range(id), symbol, a, b)
      } else if wordKind(left) == .decimal, wordKind(right) == .decimal {
        node = DecimalNode(checked, range(id), symbol, a, b)
      } else {
        node = OperationNode(checked, range(id), symbol, a, b)
      }
    }
    return a.constant != nil && b.constant != nil ? fold(node) : node
  }

  private func equality(
    _ id: Int, _ left: Int, _ a: Node, _ right: Int, _ b: Node, isEqual: Bool
  ) -> Node {
    if let fixed = b.constant, fixed.isNull {
      return NullTestNode(
        checked, range(id), a, whenNull: isEqual, isWord: wordKind(left) != nil)
    }
    if let fixed = a.constant, fixed.isNull {
      return NullTestNode(
        checked, range(id), b, whenNull: isEqual, isWord: wordKind(right) != nil)
    }
    guard let kind = wordKind(left), kind == wordKind(right) else {
      return EqualValuesNode(checked, range(id), a, b, isEqual: isEqual)
    }
    if let fixed = b.constant, fixed.scalar > Scalar.failed {
      return EqualWordConstantNode(checked, range(id), a, fixed, isEqual: isEqual)
    }
    if let fixed = a.constant, fixed.scalar > Scalar.failed {
      return EqualWordConstantNode(checked, range(id), b, fixed, isEqual: isEqual)
    }
    return EqualWordsNode(checked, range(id), a, b, isEqual: isEqual)
  }

  private func containment(_ id: Int, _ left: Int, _ element: Node, _ container: Node) -> Node {
    guard case .list(let list) = container.constant else {
      return InValuesNode(checked, range(id), element, container)
    }
    let kind = wordKind(left)
    let isUniform = list.allSatisfy { value in
      kind != nil && value.scalar > Scalar.failed && WordKind(Checker.type(of: value)) == kind
    }
    if isUniform { return InWordsNode(checked, range(id), element, list) }
    let keys = list.compactMap { $0.isComparedExactly ? MapKey(lookup: $0) : nil }
    if keys.count == list.count {
      return InConstantsNode(checked, range(id), element, keys: Set(keys))
    }
    return InValuesNode(checked, range(id), element, container)
  }

  // MARK: Calls

  private mutating func call(_ id: Int, _ call: SyntaxTree.Call) -> Node {
    guard case .function(let function, let isNamespaced) = checked.parts[id].meaning else {
      return FailureNode(checked, range(id), "there is no function '\(call.name)'")
    }
    let ids = (isNamespaced ? [] : call.target.map { [$0] } ?? []) + call.arguments
    let arguments = ids.map { plan($0) }
    let node = CallNode(checked, range(id), function, name: call.name, arguments)
    let planned = Function.PlannedCall(
      context: checked, range: range(id), arguments: arguments,
      isOfRecords: ids.count == 1 && isSet(ids[0]), zero: zero(checked.parts[id].type), usual: node)
    if let own = function.plan?(planned) { return own }
    let isConstant = !arguments.isEmpty && arguments.allSatisfy { $0.constant != nil }
    return isConstant ? fold(node) : node
  }

  private func isSet(_ id: Int) -> Bool {
    if case .list(let element) = checked.parts[id].type, element.isRecord { return true }
    return false
  }

  /// The sum of no values of a type.
  private func zero(_ type: CELType) -> Value {
    switch type {
    case .decimal: .decimal(.zero)
    case .double: .double(0)
    case .uint: .uint(0)
    case .duration: .duration(TimeSpan(nanoseconds: 0))
    default: .int(0)
    }
  }

  private mutating func comprehension(_ id: Int, _ macro: SyntaxTree.Comprehension) -> Node {
    guard case .locals(let index, let isRecord) = checked.parts[id].meaning else {
      return FailureNode(checked, range(id), "the expression has a mistake")
    }
    let source = plan(macro.source)
    let filter = macro.condition.map { plan($0) }
    let body = plan(macro.body)
    switch macro.form {
    case .all, .exists:
      if isRecord, macro.secondVariable == nil {
        return RecordQuantifierNode(
          checked, range(id), source, index: index, body, isAll: macro.form == .all)
      }
    case .bind, .optionalMap, .optionalFlatMap:
      return BindNode(
        checked, range(id), form: macro.form, source: source, index: index, isRecord: isRecord,
        body: body)
    case .existsOne, .map, .filter, .transformList, .transformMap, .transformMapEntry: break
    }
    return LoopNode(
      checked, range(id), macro, source: source, index: index, isRecord: isRecord,
      second: index + 1, filter: filter, body: body)
  }
}
