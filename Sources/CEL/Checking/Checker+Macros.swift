extension Checker {
  mutating func checkComprehension(_ id: Int, _ macro: SyntaxTree.Comprehension) {
    check(macro.source)
    switch macro.form {
    case .bind: return checkBinding(id, macro)
    case .optionalMap, .optionalFlatMap: return checkOptionalMap(id, macro)
    case .all, .exists, .existsOne, .map, .filter, .transformList, .transformMap,
      .transformMapEntry:
      break
    }
    let (first, second) = elementTypes(macro)
    let mark = enter(id, macro, first, second)
    if let condition = macro.condition {
      check(condition)
      requireCondition(condition, of: "\(Checker.name(macro.form))()")
    }
    check(macro.body)
    locals.removeLast(locals.count - mark)
    finish(id, macro, first)
  }

  static func name(_ form: SyntaxTree.Comprehension.Form) -> String {
    switch form {
    case .all: "all"
    case .exists: "exists"
    case .existsOne: "exists_one"
    case .map: "map"
    case .filter: "filter"
    case .transformList: "transformList"
    case .transformMap: "transformMap"
    case .transformMapEntry: "transformMapEntry"
    case .bind: "cel.bind"
    case .optionalMap: "optMap"
    case .optionalFlatMap: "optFlatMap"
    }
  }

  /// The types of the macro's variables.
  private mutating func elementTypes(
    _ macro: SyntaxTree.Comprehension
  ) -> (first: CELType, second: CELType) {
    let isDouble = macro.secondVariable != nil
    switch unifier.substitute(type(macro.source)) {
    case .list(let element): return isDouble ? (.int, element) : (element, .dyn)
    case .map(let key, let value): return (key, value)
    case .dyn, .error: return (.dyn, .dyn)
    case .parameter:
      bindWildcard(macro.source, to: .dyn)
      return (.dyn, .dyn)
    case let other:
      if isChecking {
        mismatch(
          macro.source,
          "\(Checker.name(macro.form))() needs a list or a set, but \(describe(macro.source)) is"
            + " \(other.phrase(in: schema))")
      }
      return (.error, .error)
    }
  }

  /// Makes the variables known; returns how many locals there were before.
  private mutating func enter(
    _ id: Int, _ macro: SyntaxTree.Comprehension, _ first: CELType, _ second: CELType
  ) -> Int {
    if isWorkflow { reportTakenNames(macro) }
    let mark = locals.count
    let index = locals.count
    locals.append(
      Local(
        name: macro.variable, type: first.withoutNull, isNullable: first.isNullable,
        index: index))
    if let name = macro.secondVariable {
      locals.append(
        Local(
          name: name, type: second.withoutNull, isNullable: second.isNullable, index: index + 1))
    }
    result.localCount = max(result.localCount, locals.count)
    result.parts[id].meaning = .locals(index, isRecord: first.isRecord)
    return mark
  }

  /// A name keeps its meaning everywhere in an expression.
  private mutating func reportTakenNames(_ macro: SyntaxTree.Comprehension) {
    for (position, name) in [macro.variable, macro.secondVariable].enumerated() {
      guard let name else { continue }
      let isTaken =
        locals.contains { $0.name == name } || names.variable(name) != nil
        || names.receiverVariable.map { names.scope.member(name, of: $0.type) != nil } ?? false
      guard isTaken else { continue }
      report(
        "name-taken", macro.variableRanges[position],
        "'\(name)' means something else here already",
        help: "choose another name for the element")
    }
  }

  private mutating func finish(
    _ id: Int, _ macro: SyntaxTree.Comprehension, _ element: CELType
  ) {
    let body = type(macro.body)
    let nullableBody: CELType = result.parts[macro.body].isNullable ? .nullable(body) : body
    switch macro.form {
    case .all, .exists, .existsOne:
      requireCondition(macro.body, of: "\(Checker.name(macro.form))()")
      set(id, .bool)
    case .filter:
      requireCondition(macro.body, of: "filter()")
      set(id, .list(element))
    case .map, .transformList: set(id, .list(nullableBody))
    case .transformMap: set(id, .map(element, nullableBody))
    case .transformMapEntry: set(id, body == .error ? .error : body)
    case .bind, .optionalMap, .optionalFlatMap: break
    }
  }

  private mutating func checkBinding(_ id: Int, _ macro: SyntaxTree.Comprehension) {
    let type = type(macro.source)
    let nullable = result.parts[macro.source].isNullable
    let mark = enter(id, macro, nullable ? .nullable(type) : type, .dyn)
    check(macro.body)
    locals.removeLast(locals.count - mark)
    set(id, self.type(macro.body), nullable: result.parts[macro.body].isNullable)
  }

  private mutating func checkOptionalMap(_ id: Int, _ macro: SyntaxTree.Comprehension) {
    var inner = CELType.dyn
    switch unifier.substitute(type(macro.source)) {
    case .optional(let type): inner = type
    case .dyn, .error, .parameter: break
    case let other:
      mismatch(
        macro.source,
        "\(Checker.name(macro.form))() needs an optional value, but this is"
          + " \(other.phrase(in: schema))")
    }
    let mark = enter(id, macro, inner, .dyn)
    check(macro.body)
    locals.removeLast(locals.count - mark)
    let body = type(macro.body)
    if macro.form == .optionalMap { return set(id, .optional(body)) }
    set(id, body)
  }
}
