/// Finds what may be empty and is used as if it always had a value.
///
/// Such a use is no mistake, for it may be known elsewhere that the value is there; but without it
/// the expression cannot be told, and analysts expect yes or no.
struct EmptinessCheck {
  let checked: CheckedExpression
  /// What was said already: one sentence for each value is enough.
  private var reported: Set<String> = []
  private var issues: [Issue] = []

  /// What is known to have a value, by the paths that name it.
  typealias Present = Set<String>

  init(_ checked: CheckedExpression) {
    self.checked = checked
  }

  var tree: SyntaxTree { checked.tree }

  /// Nodes of the largest expression that is looked at: what is proven is found anew at each depth.
  private static let largest = 2000
  /// Operands of the longest chain in which those behind one are looked at for it.
  private static let longestChain = 64

  /// Whether anything in the expression may be empty, and it is not too large to be looked at.
  private var isWorthALook: Bool {
    tree.nodes.count <= EmptinessCheck.largest && checked.parts.contains(where: \.isNullable)
  }

  /// The warnings about a sound expression, in the order of its text.
  ///
  /// - Parameter isCondition: whether the whole must be yes or no.
  mutating func warnings(knowing present: Present, isCondition: Bool) -> [Issue] {
    guard isWorthALook else { return [] }
    visit(tree.root, present)
    if isCondition { require(tree.root, present) }
    return issues.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The paths that an expression uses as if they always had a value.
  mutating func needs() -> Present {
    guard isWorthALook else { return [] }
    visit(tree.root, [])
    require(tree.root, [])
    return reported
  }

  /// The part that makes the whole expression empty; nil where it always has a value.
  func emptyPart(knowing present: Present) -> Range<Int>? {
    guard isWorthALook else { return nil }
    return culprit(tree.root, present).map { tree.nodes[$0].range }
  }

  /// The paths that have a value whenever the expression is true, or false.
  func proven(ifTrue: Bool) -> Present {
    guard tree.nodes.count <= EmptinessCheck.largest else { return [] }
    let proof = proof(tree.root)
    return (ifTrue ? proof.ifTrue : proof.ifFalse) ?? []
  }

  private mutating func visit(_ id: Int, _ present: Present) {
    switch tree.nodes[id].kind {
    case .literal, .fraction, .name, .has, .invalid: break
    case .select(let select):
      switch checked.parts[id].meaning {
      // A dotted name has no value in front of its point.
      case .variable, .constant, .receiverMember, .undeclared: break
      case .none, .local, .member, .listMember, .function, .locals:
        visit(select.operand, present)
        if !select.isOptional { require(select.operand, present) }
      }
    case .index(let operand, let index, let isOptional):
      visit(operand, present)
      visit(index, present)
      if !isOptional { require(operand, present) }
      require(index, present)
    case .call(let call): visitCall(id, call, present)
    case .negate(let operand), .not(let operand):
      visit(operand, present)
      require(operand, present)
    case .binary(let symbol, let left, let right):
      visit(left, present)
      visit(right, present)
      switch symbol {
      case .equal, .unequal: break
      case .contained: require(right, present)
      case .add, .subtract, .multiply, .divide, .remainder, .less, .lessEqual, .greater,
        .greaterEqual:
        require(left, present)
        require(right, present)
      }
    case .logical(let isAnd, let operands): visitChain(isAnd, operands, present)
    case .conditional(let condition, let yes, let no):
      let proof = proof(condition)
      visit(condition, present)
      require(condition, present)
      visit(yes, present.union(proof.ifTrue ?? []))
      visit(no, present.union(proof.ifFalse ?? []))
    case .list(let elements, _):
      for element in elements { visit(element, present) }
    case .map(let entries):
      for entry in entries {
        visit(entry.key, present)
        visit(entry.value, present)
      }
    case .comprehension(let macro): visitLoop(macro, present)
    }
  }

  // What decides wins over what cannot be told, on either side: each operand matters only where
  // none of the others decides.
  private mutating func visitChain(_ isAnd: Bool, _ operands: [Int], _ present: Present) {
    var known = present
    let proofs = operands.map { isAnd ? proof($0).ifTrue : proof($0).ifFalse }
    for (place, operand) in operands.enumerated() {
      if operands.count <= EmptinessCheck.longestChain {
        known = present
        for (other, proof) in proofs.enumerated() where other != place {
          known.formUnion(proof ?? [])
        }
      }
      visit(operand, known)
      require(operand, known)
      known.formUnion(proofs[place] ?? [])
    }
  }

  private mutating func visitCall(_ id: Int, _ call: SyntaxTree.Call, _ present: Present) {
    var isNamespaced = false
    var function: Function?
    if case .function(let called, let namespaced) = checked.parts[id].meaning {
      (function, isNamespaced) = (called, namespaced)
    }
    let target = isNamespaced ? nil : call.target
    for argument in (target.map { [$0] } ?? []) + call.arguments {
      visit(argument, present)
      if let function, !function.acceptsNull { require(argument, present) }
    }
  }

  private mutating func visitLoop(_ macro: SyntaxTree.Comprehension, _ present: Present) {
    visit(macro.source, present)
    switch macro.form {
    case .bind: return visit(macro.body, present)
    case .optionalMap, .optionalFlatMap, .all, .exists, .existsOne, .map, .filter, .transformList,
      .transformMap, .transformMapEntry:
      require(macro.source, present)
    }
    var known = present.union(elements(macro.source, named: macro.variable))
    if let condition = macro.condition {
      visit(condition, known)
      require(condition, known)
      known.formUnion(proof(condition).ifTrue ?? [])
    }
    visit(macro.body, known)
    switch macro.form {
    case .all, .exists, .existsOne, .filter: require(macro.body, known)
    case .map, .transformList, .transformMap, .transformMapEntry, .bind, .optionalMap,
      .optionalFlatMap:
      break
    }
  }

  /// What a filter that made a list says of every element of it.
  private func elements(_ source: Int, named name: String) -> Present {
    guard case .comprehension(let macro) = tree.nodes[source].kind, macro.form == .filter else {
      return []
    }
    let inner = elements(macro.source, named: macro.variable)
    let proven = inner.union(proof(macro.body).ifTrue ?? [])
    return Set(
      proven.compactMap { path in
        if path == macro.variable { return name }
        guard path.hasPrefix(macro.variable + ".") else { return nil }
        return name + path.dropFirst(macro.variable.count)
      })
  }

  // MARK: Uses

  /// Warns where a value that is needed may be empty.
  private mutating func require(_ id: Int, _ present: Present) {
    guard let culprit = culprit(id, present) else { return }
    let source = tree.source(tree.nodes[culprit].range)
    guard reported.insert(path(culprit) ?? source).inserted else { return }
    issues.append(
      Issue(
        severity: .warning, code: "may-be-empty", range: tree.nodes[culprit].range,
        message: "'\(source)' may be empty, and then this cannot be told",
        help: help(culprit, source)))
  }

  private func help(_ id: Int, _ source: String) -> String? {
    if source.utf8.count > 40 { return "say what holds when it is null" }
    return "add \(source) != null && …, or \(source) == null || …"
  }

  /// The part that makes a value empty; nil where it always has one.
  private func culprit(_ id: Int, _ present: Present) -> Int? {
    guard checked.parts[id].isNullable, checked.parts[id].type != .error else { return nil }
    if let path = path(id), present.contains(path) { return nil }
    switch tree.nodes[id].kind {
    case .conditional(let condition, let yes, let no):
      let proof = proof(condition)
      return culprit(yes, present.union(proof.ifTrue ?? []))
        ?? culprit(no, present.union(proof.ifFalse ?? []))
    case .literal: return nil
    case .name, .select, .index, .call, .negate, .not, .binary, .logical, .list, .map,
      .comprehension, .has, .fraction, .invalid:
      return id
    }
  }
}
