import SwiftSyntax

extension InfixOperatorExprSyntax {
  /// Whether this writes a value, by `=` or by an operator like `+=`.
  var assigns: Bool {
    if self.operator.is(AssignmentExprSyntax.self) {
      return !leftOperand.is(DiscardAssignmentExprSyntax.self)
    }
    guard let sign = self.operator.as(BinaryOperatorExprSyntax.self)?.operator.text else {
      return false
    }
    return sign.hasSuffix("=") && !["==", "!=", "<=", ">=", "===", "!==", "~="].contains(sign)
  }

  /// Whether this is all that a closure says, as in `sorted { $0.name < $1.name }`.
  var isWholeClosure: Bool {
    guard let list = parent?.parent?.as(CodeBlockItemListSyntax.self), list.count == 1 else {
      return false
    }
    return list.parent?.is(ClosureExprSyntax.self) == true
  }
}

extension FunctionCallExprSyntax {
  func calls(_ names: Set<String>) -> Bool {
    names.contains(calledExpression.trimmedDescription)
  }
}

extension ExprSyntax {
  /// Whether this and another value look as if one could be given in the other's place.
  func mayBeSwapped(with other: ExprSyntax) -> Bool {
    let fixed: [SyntaxKind] = [.inOutExpr, .closureExpr, .tryExpr]
    return !fixed.contains(kind) && !fixed.contains(other.kind) && shape == other.shape
      && trimmedDescription != other.trimmedDescription
  }

  /// Literals are taken for each other if they are of one kind, and names and calls likewise.
  private var shape: SyntaxKind? {
    let literals: [SyntaxKind] = [
      .stringLiteralExpr, .integerLiteralExpr, .booleanLiteralExpr, .arrayExpr, .dictionaryExpr,
      .nilLiteralExpr, .tupleExpr,
    ]
    if let member = self.as(MemberAccessExprSyntax.self), member.base == nil { return kind }
    return literals.contains(kind) ? kind : nil
  }
}

extension CodeBlockItemSyntax {
  /// Whether this is one of the statements of an initializer, which has to fill every property.
  var isInInitializer: Bool { parent?.parent?.parent?.is(InitializerDeclSyntax.self) == true }

  /// Whether this is all that a getter, closure or function says, and so perhaps its value.
  var mayBeAnswer: Bool {
    guard let list = parent?.as(CodeBlockItemListSyntax.self), list.count == 1 else { return false }
    if let function = list.parent?.parent?.as(FunctionDeclSyntax.self) {
      return function.signature.returnClause != nil
    }
    return list.parent?.is(CodeBlockSyntax.self) != true
  }

  /// Whether this leaves the scope of a `guard`, which must be left.
  var isEndOfGuard: Bool { parent?.parent?.parent?.is(GuardStmtSyntax.self) == true }
}

extension ReturnStmtSyntax {
  /// Whether the function around this answers yes or no.
  var answersTruth: Bool {
    var node = parent
    while let here = node {
      if here.is(ClosureExprSyntax.self) || here.is(AccessorDeclSyntax.self) { return false }
      if let function = here.as(FunctionDeclSyntax.self) {
        return function.signature.returnClause?.type.isTruth == true
      }
      node = here.parent
    }
    return false
  }
}

extension TypeSyntax {
  var isTruth: Bool { trimmedDescription == "Bool" }

  /// The value of this type that says nothing, if it is plain to see.
  var emptyValue: String? {
    if self.is(OptionalTypeSyntax.self) { return "nil" }
    if self.is(ArrayTypeSyntax.self) { return "[]" }
    if self.is(DictionaryTypeSyntax.self) { return "[:]" }
    return ["Bool": "false", "Void": "", "String": "\"\""][trimmedDescription]
  }
}
