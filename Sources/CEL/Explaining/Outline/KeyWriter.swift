/// Writes parts of an expression so that what means the same looks the same.
///
/// Names are written as what they stand for, and of each pair of opposites one is written: `a < b`
/// for `a >= b`. A part that has no value or fails does so under both; where both have one, it is
/// the opposite.
struct KeyWriter {
  let program: Program
  /// The locals of the macros around, from the outside in.
  private var locals: [Int] = []

  init(program: Program) { self.program = program }

  private var tree: SyntaxTree { program.checked.tree }

  /// The key of a condition, and whether the condition is its opposite.
  func signed(_ id: Int) -> (key: String, isOpposite: Bool) {
    if program.planned[id]?.constant != nil { return (key(id), false) }
    switch tree.nodes[id].kind {
    case .not(let operand):
      let inner = signed(operand)
      return (inner.key, !inner.isOpposite)
    case .binary(let symbol, let left, let right):
      switch symbol {
      case .equal, .unequal:
        let sides = [key(left), key(right)].sorted()
        return ("(== \(sides[0]) \(sides[1]))", symbol == .unequal)
      case .less, .lessEqual, .greater, .greaterEqual:
        guard areTotallyOrdered(left, right) else { return (plain(id), false) }
        let isSwapped = symbol == .greater || symbol == .lessEqual
        let (less, more) = isSwapped ? (right, left) : (left, right)
        let isOpposite = symbol == .lessEqual || symbol == .greaterEqual
        return ("(< \(key(less)) \(key(more)))", isOpposite)
      case .contained, .add, .subtract, .multiply, .divide, .remainder: return (key(id), false)
      }
    case .logical(let isAnd, let operands):
      // Either all hold, or one does not: `or` is written as the opposite.
      let parts = operands.map { part in
        let (key, isOpposite) = signed(part)
        return isOpposite == isAnd ? "(! \(key))" : key
      }
      return ("(&& \(parts.sorted().joined(separator: " ")))", !isAnd)
    case .has(let operand):
      return ("(== \([key(operand), KeyWriter.nothing].sorted().joined(separator: " ")))", true)
    case .select(let select) where select.isTest:
      guard let tested = testedKey(id, select) else { return (plain(id), false) }
      return ("(== \([tested, KeyWriter.nothing].sorted().joined(separator: " ")))", true)
    case .comprehension(let macro)
    where (macro.form == .all || macro.form == .exists) && macro.secondVariable == nil:
      var inner = self
      if case .locals(let index, _) = program.checked.parts[id].meaning {
        inner.locals.append(index)
      }
      let (body, isOpposite) = inner.signed(macro.body)
      // all(x, p) is the opposite of exists(x, !p).
      let isNegated = isOpposite != (macro.form == .all)
      return (
        "(exists \(key(macro.source)) \(isNegated ? "(! \(body))" : body))", macro.form == .all
      )
    case .literal, .fraction, .name, .select, .index, .call, .negate, .conditional, .list, .map,
      .comprehension, .invalid:
      return (plain(id), false)
    }
  }

  /// Whether one of two values is less, or they are equal: not so for what is no number.
  func areTotallyOrdered(_ left: Int, _ right: Int) -> Bool {
    [left, right].allSatisfy { id in
      switch program.checked.parts[id].type.withoutNull {
      case .double, .dyn, .parameter, .abstract, .error: false
      case .null, .bool, .int, .uint, .string, .bytes, .timestamp, .duration, .list, .map, .type,
        .optional, .nullable, .decimal, .date, .record, .choice:
        true
      }
    }
  }

  /// The key of any expression.
  func key(_ id: Int) -> String {
    let conversion: String
    switch program.checked.parts[id].conversion {
    case .none: conversion = ""
    case .decimal: conversion = "decimal:"
    case .choiceText: conversion = "text:"
    case .recordText: conversion = "id:"
    case .startOfDay: conversion = "start:"
    }
    if let constant = program.planned[id]?.constant { return KeyWriter.key(constant) }
    switch tree.nodes[id].kind {
    case .not, .logical, .has: return condition(id)
    case .comprehension(let macro) where macro.form == .all || macro.form == .exists:
      return macro.secondVariable == nil ? condition(id) : plain(id)
    case .select(let select) where select.isTest: return condition(id)
    case .binary(let symbol, let left, let right):
      switch symbol {
      case .equal, .unequal, .less, .lessEqual, .greater, .greaterEqual: return condition(id)
      case .add, .multiply:
        var sides = [key(left), key(right)]
        if program.checked.parts[id].type != .string { sides.sort() }
        return "\(conversion)(\(symbol.symbol) \(sides[0]) \(sides[1]))"
      case .subtract, .divide, .remainder, .contained:
        return "\(conversion)(\(symbol.symbol) \(key(left)) \(key(right)))"
      }
    case .literal, .fraction, .name, .select, .index, .call, .negate, .conditional, .list, .map,
      .comprehension, .invalid:
      return conversion + plain(id)
    }
  }

  private func condition(_ id: Int) -> String {
    let (key, isOpposite) = signed(id)
    return isOpposite ? "(! \(key))" : key
  }

  private static let nothing = key(.null)

  private static func key(_ value: Value) -> String {
    switch value {
    case .choice(let type, let index): "choice:\(type).\(index)"
    case .string(let text): "\"\(text.count):\(text)\""
    case .list(let elements): "[\(elements.map(key).joined(separator: " "))]"
    case .null, .bool, .int, .uint, .double, .decimal, .bytes, .timestamp, .duration, .date,
      .period, .record, .map, .optional, .type, .error:
      "\(value.typeName):\(value)"
    }
  }

  private func testedKey(_ id: Int, _ select: SyntaxTree.Select) -> String? {
    guard case .member(let place) = program.checked.parts[id].meaning else { return nil }
    return "\(key(select.operand)).\(place.type)/\(place.member)"
  }

  /// A part by its kind and the keys of what is below it.
  private func plain(_ id: Int) -> String {
    switch program.checked.parts[id].meaning {
    case .variable(let number):
      let variable = program.checked.variables[number]
      return "$\(variable.slot):\(variable.name)"
    case .local(let index, _):
      return "#\(locals.lastIndex(of: index).map(String.init) ?? "?\(index)")"
    case .receiverMember(let place):
      guard let receiver = program.checked.receiver else { break }
      return "$\(receiver.slot):\(receiver.name).\(place.type)/\(place.member)"
    case .member(let place), .listMember(let place):
      guard case .select(let select) = tree.nodes[id].kind else { break }
      let mark = select.isTest ? "?" : select.isOptional ? ".?" : "."
      return "\(key(select.operand))\(mark)\(place.type)/\(place.member)"
    case .none, .constant, .function, .locals, .undeclared: break
    }
    if case .comprehension(let macro) = tree.nodes[id].kind {
      var inner = self
      if case .locals(let index, _) = program.checked.parts[id].meaning {
        inner.locals.append(index)
        if macro.secondVariable != nil { inner.locals.append(index + 1) }
      }
      let condition = macro.condition.map { " if \(inner.key($0))" } ?? ""
      return "(\(macro.form) \(key(macro.source))\(condition) \(inner.key(macro.body)))"
    }
    return "(\(head(id)) \(tree.children(id).map(key).joined(separator: " ")))"
  }

  private func head(_ id: Int) -> String {
    switch tree.nodes[id].kind {
    case .call(let call): "call \(call.name)"
    case .index(_, _, let isOptional): isOptional ? "[?]" : "[]"
    case .negate: "-"
    case .conditional: "?:"
    case .list(_, let optional): "list \(optional)"
    case .map(let entries): "map \(entries.map(\.isOptional))"
    case .select(let select): "select \(select.field) \(select.isTest) \(select.isOptional)"
    case .binary(let symbol, _, _): symbol.symbol
    case .literal, .fraction, .name, .not, .logical, .comprehension, .has, .invalid:
      tree.source(tree.nodes[id].range)
    }
  }
}
