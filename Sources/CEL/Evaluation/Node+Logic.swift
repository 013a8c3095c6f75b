/// A chain of `&&` or `||`.
// CEL spec, "Logical operators": what decides wins over errors, on either side of them.
final class LogicalNode: Node {
  let operands: [Node]
  // Most chains have two operands: those are reached without the list.
  private let first: Node
  private let second: Node
  private let rest: [Node]
  let decisive: Truth
  let isAnd: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, isAnd: Bool, operands: [Node]
  ) {
    self.operands = operands
    first = operands[0]
    second = operands[1]
    rest = Array(operands.dropFirst(2))
    self.isAnd = isAnd
    decisive = isAnd ? .no : .yes
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    var result = first.truth(frame)
    if result == decisive { return result }
    let truth = second.truth(frame)
    if truth == decisive { return truth }
    if truth == .cannotTell { result = truth }
    if rest.isEmpty { return result }
    for operand in rest {
      let truth = operand.truth(frame)
      if truth == decisive { return truth }
      if truth == .cannotTell { result = truth }
    }
    return result
  }

  override func value(_ frame: Frame) -> Value {
    var undecided: Node?
    for operand in operands {
      let truth = operand.truth(frame)
      if truth == decisive { return .bool(!isAnd) }
      if truth == .cannotTell, undecided == nil { undecided = operand }
    }
    return undecided?.condition(frame) ?? .bool(isAnd)
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

extension Truth {
  var word: Int64 {
    switch self {
    case .no: 0
    case .yes: 1
    case .cannotTell: Scalar.failed
    }
  }

  var inverse: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    case .cannotTell: .cannotTell
    }
  }
}

final class NotNode: Node {
  let operand: Node

  init(_ context: CheckedExpression, _ range: Range<Int>, _ operand: Node) {
    self.operand = operand
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth { operand.truth(frame).inverse }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }

  override func value(_ frame: Frame) -> Value {
    let value = operand.condition(frame)
    if case .bool(let holds) = value { return .bool(!holds) }
    return value
  }
}

final class ConditionalNode: Node {
  let condition: Node
  let yes: Node
  let no: Node

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ condition: Node, _ yes: Node, _ no: Node
  ) {
    self.condition = condition
    self.yes = yes
    self.no = no
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    switch condition.truth(frame) {
    case .yes: yes.truth(frame)
    case .no: no.truth(frame)
    case .cannotTell: .cannotTell
    }
  }

  override func word(_ frame: Frame) -> Int64 {
    switch condition.truth(frame) {
    case .yes: yes.word(frame)
    case .no: no.word(frame)
    case .cannotTell: Scalar.failed
    }
  }

  override func handles(_ frame: Frame) -> [RecordHandle]? {
    switch condition.truth(frame) {
    case .yes: yes.handles(frame)
    case .no: no.handles(frame)
    case .cannotTell: nil
    }
  }

  override func value(_ frame: Frame) -> Value {
    switch condition.truth(frame) {
    case .yes: yes.value(frame)
    case .no: no.value(frame)
    case .cannotTell: condition.condition(frame)
    }
  }

  /// The branch that is taken.
  func branch(_ frame: Frame) -> Node? {
    switch condition.truth(frame) {
    case .yes: yes
    case .no: no
    case .cannotTell: nil
    }
  }

  override func absence(_ frame: Frame) -> String {
    branch(frame)?.absence(frame) ?? super.absence(frame)
  }
}

/// `has(x)`, `x != null`, `x == null`.
final class NullTestNode: Node {
  let operand: Node
  /// What null gives.
  let whenNull: Bool
  let isWord: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ operand: Node, whenNull: Bool,
    isWord: Bool
  ) {
    self.operand = operand
    self.whenNull = whenNull
    self.isWord = isWord
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    if isWord {
      let word = operand.word(frame)
      if word != Scalar.failed { return Truth((word == Scalar.null) == whenNull) }
    }
    return super.truth(frame)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    return value.isError ? value : .bool(value.isNull == whenNull)
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}
