/// Finds parts of an expression that have a value whatever the stored values are.
///
/// It is asked of the text alone: that what the paths lead to is there is for others to know.
struct Totality {
  let program: Program

  private var tree: SyntaxTree { program.checked.tree }
  private var keys: KeyWriter { KeyWriter(program: program) }

  /// Functions over texts that have a value for each.
  private static let functions: Set<String> = [
    "lower", "upper", "trim", "startsWith", "endsWith", "contains", "size",
  ]

  /// Whether a part cannot fail; where it may be null it has a value, too.
  func isTotal(_ id: Int) -> Bool {
    if let constant = program.planned[id]?.constant {
      if case .error = constant { return false }
      return true
    }
    switch tree.nodes[id].kind {
    case .literal, .fraction: return true
    case .name: return isRead(id)
    case .select(let select):
      guard isRead(id), !select.isOptional else { return false }
      return isCertain(select.operand)
    case .binary(let symbol, let left, let right):
      switch symbol {
      case .equal, .unequal: return isTotal(left) && isTotal(right)
      case .less, .lessEqual, .greater, .greaterEqual:
        return keys.areTotallyOrdered(left, right) && isCertain(left) && isCertain(right)
      case .contained, .add, .subtract, .multiply, .divide, .remainder: return false
      }
    case .call(let call):
      guard case .function = program.checked.parts[id].meaning else { return false }
      return Self.functions.contains(call.name)
        && (call.arguments + (call.target.map { [$0] } ?? [])).allSatisfy(isText)
    case .has(let operand): return isTotal(operand)
    case .logical(_, let operands): return operands.allSatisfy(isCertain)
    case .not(let operand): return isCertain(operand)
    case .index, .negate, .conditional, .list, .map, .comprehension, .invalid: return false
    }
  }

  /// Whether a part has a value that is not null.
  private func isCertain(_ id: Int) -> Bool {
    isTotal(id) && !program.checked.parts[id].isNullable
  }

  private func isText(_ id: Int) -> Bool {
    isCertain(id) && program.checked.parts[id].type.withoutNull == .string
  }

  private func isRead(_ id: Int) -> Bool {
    switch program.checked.parts[id].meaning {
    case .variable, .receiverMember, .member: true
    case .none, .local, .listMember, .constant, .function, .locals, .undeclared: false
    }
  }
}

extension Program {
  /// Whether one part of the condition has a value whatever the stored values are, as long as what
  /// its paths lead to is there.
  package func isTotal(part: Int) -> Bool { Totality(program: self).isTotal(part) }

  /// Whether the whole expression has a value that is not null, in the same sense.
  package var isCertain: Bool {
    let root = checked.tree.root
    return isTotal(part: root) && !checked.parts[root].isNullable
  }
}
