import SwiftSyntax

/// Looks for places in a file where a slip can be planted so that the file should still compile.
///
/// Types are not known here: what does not compile is found by compiling, and left out.
final class SlipFinder: SyntaxVisitor {
  private let file: String
  private let places: SourceLocationConverter
  private(set) var slips: [Slip] = []

  /// Calls that state a fact instead of doing something.
  private static let statements: Set<String> = [
    "precondition", "preconditionFailure", "assert", "assertionFailure", "fatalError",
    "withExtendedLifetime",
  ]

  init(file: String, root: Syntax) {
    self.file = file
    places = SourceLocationConverter(fileName: file, tree: root)
    super.init(viewMode: .sourceAccurate)
  }

  // MARK: Places without slips

  override func visit(_: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_: MacroExpansionExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_: MatchingPatternConditionSyntax) -> SyntaxVisitorContinueKind {
    .skipChildren
  }
  override func visit(_ item: SwitchCaseItemSyntax) -> SyntaxVisitorContinueKind {
    if let condition = item.whereClause?.condition {
      choose(.conditionNegated, condition, "!(\(condition.trimmedDescription))")
    }
    return .skipChildren
  }

  // MARK: Conditions

  override func visit(_ statement: IfExprSyntax) -> SyntaxVisitorContinueKind {
    conditions(statement.conditions, wayAround: statement.conditions.count == 1 ? "false" : "true")
    return .visitChildren
  }

  override func visit(_ statement: GuardStmtSyntax) -> SyntaxVisitorContinueKind {
    conditions(statement.conditions, wayAround: "true")
    return .visitChildren
  }

  override func visit(_ statement: WhileStmtSyntax) -> SyntaxVisitorContinueKind {
    for case .expression(let condition) in statement.conditions.map(\.condition) {
      choose(.checkSkipped, condition, "false")
    }
    return .visitChildren
  }

  override func visit(_ choice: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
    choose(.conditionNegated, choice.condition, "!(\(choice.condition.trimmedDescription))")
    return .visitChildren
  }

  private func conditions(_ list: ConditionElementListSyntax, wayAround: String) {
    for case .expression(let condition) in list.map(\.condition) {
      choose(.conditionNegated, condition, "!(\(condition.trimmedDescription))")
      choose(.checkSkipped, condition, wayAround)
    }
  }

  // MARK: Operators

  override func visit(_ infix: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    guard let sign = infix.operator.as(BinaryOperatorExprSyntax.self)?.operator.text else {
      return .visitChildren
    }
    let (left, right) = (
      infix.leftOperand.trimmedDescription, infix.rightOperand.trimmedDescription
    )
    let others: [String: (Slip.Kind, String)] = [
      "<": (.boundary, "<="), "<=": (.boundary, "<"), ">": (.boundary, ">="),
      ">=": (.boundary, ">"),
      "+": (.sign, "-"), "-": (.sign, "+"), "&+": (.sign, "&-"), "&-": (.sign, "&+"),
    ]
    let joinsText = [left, right].contains { $0.contains("\"") }
    if let (kind, other) = others[sign], !joinsText {
      choose(kind, infix, "(\(left)) \(other) (\(right))")
    }
    switch sign {
    case "&&", "||":
      choose(.conditionDropped, infix, left)
      choose(.conditionDropped, infix, right)
    case "??": choose(.valuePassedOver, infix, right)
    case "<" where infix.isWholeClosure, ">" where infix.isWholeClosure:
      choose(.orderReversed, infix, "(\(right)) \(sign) (\(left))")
    default: break
    }
    return .visitChildren
  }

  // MARK: Statements

  override func visit(_ item: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
    switch item.item {
    case .expr(let expression):
      let bare = expression.as(TryExprSyntax.self)?.expression ?? expression
      if let infix = bare.as(InfixOperatorExprSyntax.self), infix.assigns,
        !item.isInInitializer
      {
        forget(.assignmentForgotten, item)
      } else if let call = bare.as(FunctionCallExprSyntax.self), !call.calls(Self.statements),
        !item.mayBeAnswer
      {
        forget(.callForgotten, item)
      }
    case .stmt(let statement):
      let leaves =
        statement.is(ContinueStmtSyntax.self)
        || statement.as(ReturnStmtSyntax.self).map { $0.expression == nil } ?? false
      if leaves, !item.isEndOfGuard { forget(.exitForgotten, item) }
    case .decl: break
    }
    return .visitChildren
  }

  override func visit(_ statement: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    if let value = statement.expression, statement.answersTruth {
      choose(.resultNegated, value, "!(\(value.trimmedDescription))")
    }
    return .visitChildren
  }

  override func visit(_ loop: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    if loop.awaitKeyword == nil, loop.tryKeyword == nil {
      let list = loop.sequence.trimmedDescription
      choose(.orderReversed, loop.sequence, "Array((\(list)).reversed())", "Array(\(list))")
    }
    return .visitChildren
  }

  override func visit(_ function: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    guard let body = function.body, let first = body.statements.first else { return .visitChildren }
    let answer = function.signature.returnClause?.type
    if answer?.isTruth == true, body.statements.count == 1, case .expr(let value) = first.item,
      !value.is(IfExprSyntax.self), !value.is(SwitchExprSyntax.self)
    {
      choose(.resultNegated, value, "!(\(value.trimmedDescription))")
    }
    guard let empty = answer.map(\.emptyValue) ?? "" else { return .visitChildren }
    if answer == nil || body.statements.count > 1 {
      let leave = empty.isEmpty ? "return" : "return \(empty)"
      add(
        .earlyReturn, at: Syntax(first), original: "func \(function.name.text)", planted: leave,
        edits: [
          .init(
            offset: body.leftBrace.endPositionBeforeTrailingTrivia.utf8Offset, length: 0,
            text: " if \(Slip.mark) { \(leave) };")
        ])
    }
    return .visitChildren
  }

  // MARK: Calls

  override func visit(_ call: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if call.calls(Self.statements) { return .skipChildren }
    let name = call.calledExpression.trimmedDescription
    if let other = ["min": "max", "max": "min"][name] {
      choose(.orderReversed, call, other + call.trimmedDescription.dropFirst(name.count))
      return .visitChildren
    }
    if ["self.init", "super.init"].contains(name) { return .visitChildren }
    let arguments = Array(call.arguments)
    for (index, (one, next)) in zip(arguments, arguments.dropFirst()).enumerated()
    where one.expression.mayBeSwapped(with: next.expression) {
      var swapped = arguments
      swapped[index].expression = next.expression.trimmed
      swapped[index + 1].expression = one.expression.trimmed
      choose(
        .argumentsSwapped, call,
        call.with(\.arguments, LabeledExprListSyntax(swapped)).trimmedDescription)
    }
    return .visitChildren
  }

  // MARK: Writing slips down

  /// An expression that is another one while the slip is switched on.
  private func choose(
    _ kind: Slip.Kind, _ node: some SyntaxProtocol, _ planted: String, _ original: String? = nil
  ) {
    let text = node.trimmedDescription
    add(
      kind, at: Syntax(node), original: text, planted: planted,
      edits: [
        .init(
          offset: node.positionAfterSkippingLeadingTrivia.utf8Offset,
          length: node.trimmedLength.utf8Length,
          text: "(\(Slip.mark) ? (\(planted)) : (\(original ?? text)))")
      ])
  }

  /// A statement that is left out while the slip is switched on.
  private func forget(_ kind: Slip.Kind, _ item: CodeBlockItemSyntax) {
    let item = item.item
    add(
      kind, at: Syntax(item), original: item.trimmedDescription, planted: "",
      edits: [
        .init(
          offset: item.positionAfterSkippingLeadingTrivia.utf8Offset, length: 0,
          text: "if !\(Slip.mark) { "),
        .init(offset: item.endPositionBeforeTrailingTrivia.utf8Offset, length: 0, text: " }"),
      ])
  }

  private func add(
    _ kind: Slip.Kind, at node: Syntax, original: String, planted: String, edits: [Slip.Edit]
  ) {
    slips.append(
      Slip(
        file: file, line: node.startLocation(converter: places).line, kind: kind,
        original: original, planted: planted, edits: edits))
  }
}
