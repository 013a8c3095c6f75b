extension EmptinessCheck {
  /// What has a value if a condition is true, and if it is false; nil where that cannot be.
  struct Proof {
    var ifTrue: Present?
    var ifFalse: Present?

    static let none = Proof(ifTrue: [], ifFalse: [])

    var inverse: Proof { Proof(ifTrue: ifFalse, ifFalse: ifTrue) }

    /// Of two cases, one of which comes about.
    static func either(_ one: Present?, _ other: Present?) -> Present? {
      guard let one, let other else { return one ?? other }
      return one.intersection(other)
    }

    /// Of two facts that hold together.
    static func both(_ one: Present?, _ other: Present?) -> Present? {
      guard let one, let other else { return nil }
      return one.union(other)
    }
  }

  /// What the answer to a condition tells about values.
  func proof(_ id: Int) -> Proof {
    switch tree.nodes[id].kind {
    case .literal(.bool(let value)):
      return Proof(ifTrue: value ? [] : nil, ifFalse: value ? nil : [])
    case .not(let operand): return proof(operand).inverse
    case .has(let operand): return Proof(ifTrue: presence(operand), ifFalse: [])
    case .select(let select) where select.isTest:
      let owner = presence(select.operand)
      let field = path(select.operand).map { owner.union([$0 + "." + select.field]) }
      return Proof(ifTrue: field ?? owner, ifFalse: [])
    case .binary(.equal, let left, let right): return equality(left, right)
    case .binary(.unequal, let left, let right): return equality(left, right).inverse
    case .binary(.contained, let left, let right):
      guard case .list(let element) = checked.parts[right].type, !element.isNullable else {
        return .none
      }
      return Proof(ifTrue: presence(left), ifFalse: [])
    case .logical(let isAnd, let operands):
      let proofs = operands.map { isAnd ? proof($0) : proof($0).inverse }
      let all = proofs.dropFirst().reduce(proofs.first ?? .none) {
        Proof(
          ifTrue: Proof.both($0.ifTrue, $1.ifTrue), ifFalse: Proof.either($0.ifFalse, $1.ifFalse))
      }
      return isAnd ? all : all.inverse
    case .conditional(let condition, let yes, let no):
      let (condition, yes, no) = (proof(condition), proof(yes), proof(no))
      return Proof(
        ifTrue: Proof.either(
          Proof.both(condition.ifTrue, yes.ifTrue), Proof.both(condition.ifFalse, no.ifTrue)),
        ifFalse: Proof.either(
          Proof.both(condition.ifTrue, yes.ifFalse), Proof.both(condition.ifFalse, no.ifFalse)))
    case .name, .select:
      // A field that is yes or no has a value.
      return Proof(ifTrue: presence(id), ifFalse: presence(id))
    case .literal, .fraction, .index, .call, .negate, .binary, .list, .map, .comprehension,
      .invalid:
      return .none
    }
  }

  /// Equality with null, or with something that is never null.
  private func equality(_ left: Int, _ right: Int) -> Proof {
    for (value, other) in [(left, right), (right, left)] {
      if case .literal(.null) = tree.nodes[other].kind {
        return Proof(ifTrue: [], ifFalse: presence(value))
      }
      if checked.parts[value].isNullable, !checked.parts[other].isNullable {
        return Proof(ifTrue: presence(value), ifFalse: [])
      }
    }
    return .none
  }

  /// The value itself, and everything in front of its points.
  private func presence(_ id: Int) -> Present {
    guard let path = path(id) else { return [] }
    guard case .select(let select) = tree.nodes[id].kind,
      case .member = checked.parts[id].meaning
    else { return [path] }
    return presence(select.operand).union([path])
  }

  /// What names a value: the same path is the same value throughout an expression.
  func path(_ id: Int) -> String? {
    switch checked.parts[id].meaning {
    case .variable(let number): return checked.variables[number].name
    case .receiverMember(let place):
      return checked.receiver.map { $0.name + "." + checked.member(place).name }
    case .member:
      guard case .select(let select) = tree.nodes[id].kind, !select.isTest else { return nil }
      return path(select.operand).map { $0 + "." + select.field }
    case .local: return tree.source(tree.nodes[id].range)
    case .function: return tree.source(tree.nodes[id].range)
    case .none, .listMember, .constant, .locals, .undeclared: return nil
    }
  }
}
