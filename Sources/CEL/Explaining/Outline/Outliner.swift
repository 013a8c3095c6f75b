/// Takes a condition apart into the parts that decide it.
struct Outliner {
  let program: Program

  var tree: SyntaxTree { program.checked.tree }
  var keys: KeyWriter { KeyWriter(program: program) }

  func outline() -> Outline { outline(tree.root) }

  private func outline(_ id: Int) -> Outline {
    if case .bool(let holds)? = program.planned[id]?.constant { return .constant(holds) }
    switch tree.nodes[id].kind {
    case .logical(let isAnd, let operands):
      let parts = operands.map(outline)
      return isAnd ? .all(parts) : .any(parts)
    case .not(let operand): return .not(outline(operand))
    case .conditional(let condition, let yes, let no):
      return .choice(outline(condition), outline(yes), outline(no))
    case .literal, .fraction, .name, .select, .index, .call, .negate, .binary, .list, .map,
      .comprehension, .has, .invalid:
      return atom(id)
    }
  }

  private func atom(_ id: Int) -> Outline {
    let (key, isOpposite) = keys.signed(id)
    let atom = Outline.Atom(
      program: program, part: id, text: tree.source(tree.nodes[id].range), key: key,
      isOpposite: isOpposite, shape: shape(id), paths: paths(id), constants: constants(id))
    return .atom(atom)
  }

  // MARK: Shapes

  // INVARIANT: the shape says when the key holds, as `KeyWriter.signed` writes it.
  private func shape(_ id: Int) -> Outline.Shape {
    switch tree.nodes[id].kind {
    case .binary(let symbol, let left, let right):
      switch symbol {
      case .equal, .unequal: return .comparison(.equal, term(left), term(right))
      case .less, .lessEqual, .greater, .greaterEqual:
        guard keys.areTotallyOrdered(left, right) else { return .other }
        let isSwapped = symbol == .greater || symbol == .lessEqual
        let (less, more) = isSwapped ? (right, left) : (left, right)
        return .comparison(.less, term(less), term(more))
      case .contained: return containment(left, right)
      case .add, .subtract, .multiply, .divide, .remainder: return .other
      }
    case .has(let operand): return .comparison(.equal, term(operand), nothing)
    case .select(let select) where select.isTest:
      guard let path = path(id) else { return .other }
      let tested = Outline.Term(base: .path(path), type: .dyn, isNullable: true)
      return .comparison(.equal, tested, nothing)
    case .name, .select: return path(id).map { .truth($0) } ?? .other
    case .comprehension(let macro)
    where (macro.form == .all || macro.form == .exists) && macro.secondVariable == nil:
      return .exists(in: keys.key(macro.source))
    case .literal, .fraction, .index, .call, .negate, .list, .map, .comprehension, .invalid,
      .logical, .not, .conditional:
      return .other
    }
  }

  private var nothing: Outline.Term {
    Outline.Term(base: .constant(.null), type: .null, isNullable: true)
  }

  private func containment(_ element: Int, _ container: Int) -> Outline.Shape {
    if case .list(let values)? = program.planned[container]?.constant {
      return .membership(term(element), values)
    }
    if case .string(let text)? = program.planned[element]?.constant, let path = path(container) {
      return .contains(path, text)
    }
    return .other
  }

  // MARK: Terms

  func term(_ id: Int) -> Outline.Term {
    let type = program.checked.parts[id].type.withoutNull
    let isNullable = program.checked.parts[id].isNullable
    if let constant = program.planned[id]?.constant {
      return Outline.Term(base: .constant(constant), type: type, isNullable: isNullable)
    }
    switch program.checked.parts[id].conversion {
    case .none, .decimal: break
    case .choiceText, .recordText:
      return Outline.Term(base: .expression(keys.key(id)), type: .string, isNullable: isNullable)
    case .startOfDay:
      return Outline.Term(
        base: .expression(keys.key(id)), type: .timestamp, isNullable: isNullable)
    }
    if let sum = sum(id, type) { return sum }
    if let path = path(id) {
      return Outline.Term(base: .path(path), type: type, isNullable: isNullable)
    }
    return Outline.Term(base: .expression(keys.key(id)), type: type, isNullable: isNullable)
  }

  /// `x + 5` and `x - days(3)`, of the type that `x` has.
  private func sum(_ id: Int, _ type: CELType) -> Outline.Term? {
    guard case .binary(let symbol, let left, let right) = tree.nodes[id].kind,
      symbol == .add || symbol == .subtract
    else { return nil }
    let constants = [left, right].map { program.planned[$0]?.constant }
    let (base, added): (Int, Value)
    switch (constants[0], constants[1]) {
    case (nil, let value?): (base, added) = (left, value)
    case (let value?, nil) where symbol == .add: (base, added) = (right, value)
    default: return nil
    }
    switch (type, added) {
    case (.int, .int), (.decimal, .decimal), (.duration, .duration), (.timestamp, .duration): break
    case (.decimal, .int): break
    case (.date, .period(let period)) where period.months == 0: break
    default: return nil
    }
    var term = term(base)
    guard term.type == type || (term.type == .int && type == .decimal) else { return nil }
    if case .expression = term.base, term.offsets.isEmpty, term.type != type { return nil }
    term.offsets.append((added, symbol == .subtract))
    return term
  }

  // MARK: Reading

  /// The path that a name or a chain of members is.
  func path(_ id: Int) -> Outline.Path? {
    switch program.checked.parts[id].meaning {
    case .variable(let number):
      let variable = program.checked.variables[number]
      guard variable.constant == nil else { return nil }
      return Outline.Path(slot: variable.slot, variable: variable.name, steps: [])
    case .receiverMember(let place):
      guard let receiver = program.checked.receiver else { return nil }
      return Outline.Path(
        slot: receiver.slot, variable: receiver.name,
        steps: [.init(recordType: place.type, member: place.member)])
    case .member(let place):
      guard case .select(let select) = tree.nodes[id].kind, !select.isOptional,
        program.checked.parts[select.operand].conversion == .none, let base = path(select.operand)
      else { return nil }
      return Outline.Path(
        slot: base.slot, variable: base.variable,
        steps: base.steps + [.init(recordType: place.type, member: place.member)])
    case .none, .local, .listMember, .constant, .function, .locals, .undeclared: return nil
    }
  }

  /// The paths read below a node, each once, the longest of a chain only.
  func paths(_ id: Int) -> [Outline.Path] {
    var found: [Outline.Path] = []
    var seen: Set<Outline.Path> = []
    collect(id, &found, &seen)
    return found
  }

  private func collect(
    _ id: Int, _ found: inout [Outline.Path], _ seen: inout Set<Outline.Path>
  ) {
    if let path = path(id) {
      // Most expressions read few paths, and a search among few is quicker than a set.
      if found.count < 16 {
        if !found.contains(path) { found.append(path) }
        return
      }
      if seen.isEmpty { seen.formUnion(found) }
      if seen.insert(path).inserted { found.append(path) }
      return
    }
    for child in tree.children(id) { collect(child, &found, &seen) }
  }

  func calls(_ id: Int) -> [Outline.Call] {
    let inner = tree.children(id).flatMap(calls)
    guard case .call(let call) = tree.nodes[id].kind else { return inner }
    return inner + [Outline.Call(name: call.name, arguments: call.arguments.map(paths))]
  }

  func constants(_ id: Int) -> [Value] {
    if let constant = program.planned[id]?.constant {
      if case .list(let values) = constant { return values }
      return [constant]
    }
    return tree.children(id).flatMap(constants)
  }
}
