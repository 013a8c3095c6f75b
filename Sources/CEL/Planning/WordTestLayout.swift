/// Lays out a planned condition as tests of words, the last one first.
struct WordTestLayout {
  /// The record that the condition may speak of.
  let variable: Int
  private var tests: [WordTest.Test] = []

  /// Parts that follow one that may be undecided are laid out twice: beyond this it is not worth it.
  private static let mostTests = 48

  init(variable: Int) { self.variable = variable }

  /// The tests that begin with this one, which comes to stand in front.
  func inOrder(from last: Int16) -> [WordTest.Test] {
    tests[...Int(last)].reversed().map { test in
      var test = test
      if test.onYes >= 0 { test.onYes = last - test.onYes }
      if test.onNo >= 0 { test.onNo = last - test.onNo }
      if test.onUnknown >= 0 { test.onUnknown = last - test.onUnknown }
      return test
    }
  }

  /// Adds what decides a condition and goes on at the places given; nil where words do not do.
  mutating func add(_ node: Node, _ yes: Int16, _ no: Int16, _ unknown: Int16) -> Int16? {
    guard tests.count < Self.mostTests else { return nil }
    switch node {
    case let node as NotNode: return add(node.operand, no, yes, unknown)
    case let node as LogicalNode: return add(node, yes, no, unknown)
    case let node as ConditionalNode:
      guard let whenYes = add(node.yes, yes, no, unknown),
        let whenNo = add(node.no, yes, no, unknown)
      else { return nil }
      return add(node.condition, whenYes, whenNo, unknown)
    case let node as ConstantNode:
      guard case .bool(let holds) = node.fixed else { return nil }
      return holds ? yes : no
    default: return addTest(node, yes, no, unknown)
    }
  }

  /// A chain, from its end: what decides leaves it, what is undecided goes on where that is
  /// remembered.
  private mutating func add(
    _ chain: LogicalNode, _ yes: Int16, _ no: Int16, _ unknown: Int16
  ) -> Int16? {
    let end = chain.isAnd ? yes : no
    var clean = end
    var undecided = unknown
    for (place, operand) in chain.operands.enumerated().reversed() {
      let goOn = (clean, undecided)
      let mayBeUndecided = chain.operands[..<place].contains { !Self.isAlwaysDecided($0) }
      let targets = { (next: Int16) in chain.isAnd ? (next, no) : (yes, next) }
      if mayBeUndecided {
        let (onYes, onNo) = targets(goOn.1)
        guard let start = add(operand, onYes, onNo, goOn.1) else { return nil }
        undecided = start
      }
      let (onYes, onNo) = targets(goOn.0)
      guard let start = add(operand, onYes, onNo, goOn.1) else { return nil }
      clean = start
    }
    return clean
  }

  /// Whether a comparison has an answer whatever the words are.
  private static func isAlwaysDecided(_ node: Node) -> Bool {
    switch node {
    case let node as NotNode: isAlwaysDecided(node.operand)
    case let node as EqualWordConstantNode: node.operand is ReceiverFieldNode
    case let node as NullTestNode: node.operand is ReceiverFieldNode
    case let node as InWordsNode: node.operand is ReceiverFieldNode
    default: false
    }
  }

  private mutating func addTest(
    _ node: Node, _ yes: Int16, _ no: Int16, _ unknown: Int16
  ) -> Int16? {
    switch node {
    case let node as EqualWordConstantNode:
      let (onEqual, onOther) = node.isEqual ? (yes, no) : (no, yes)
      return addTest(.equal, node.operand, node.fixed, onEqual, onOther, unknown)
    case let node as NullTestNode:
      guard node.isWord else { return nil }
      let (onNull, onOther) = node.whenNull ? (yes, no) : (no, yes)
      return addTest(.equal, node.operand, Scalar.null, onNull, onOther, unknown)
    case let node as InWordsNode:
      guard node.words.isEmpty else { return nil }
      return addTest(
        .member, node.operand, Int64(bitPattern: node.bits), yes, no, unknown)
    case let node as CompareWordConstantNode:
      // What is greater is not less or equal.
      let test = node.test
      let isLess = test.holdsWhenLess
      let includesEqual = isLess == test.holdsWhenEqual
      let comparison: WordTest.Test.Comparison =
        switch (includesEqual, node.isDecimal) {
        case (true, false): .lessOrEqual
        case (false, false): .less
        case (true, true): .lessOrEqualDecimal
        case (false, true): .lessDecimal
        }
      return addTest(
        comparison, node.left, node.fixed, isLess ? yes : no, isLess ? no : yes, unknown)
    case is FieldNode, is ReceiverFieldNode:
      return addTest(.flag, node, 0, yes, no, unknown)
    default: return nil
    }
  }

  private mutating func addTest(
    _ comparison: WordTest.Test.Comparison, _ operand: Node, _ constant: Int64, _ yes: Int16,
    _ no: Int16, _ unknown: Int16
  ) -> Int16? {
    guard let path = path(operand), path.count <= 3 else { return nil }
    tests.append(
      WordTest.Test(
        comparison: comparison, hop: path.count > 1 ? path[0] : -1,
        secondHop: path.count > 2 ? path[1] : -1, slot: path[path.count - 1], onYes: yes,
        onNo: no, onUnknown: unknown, constant: constant))
    return Int16(tests.count - 1)
  }

  /// The slots that lead from the variable to a member.
  private func path(_ node: Node) -> [Int16]? {
    switch node {
    case let node as ReceiverFieldNode:
      guard node.variable == variable else { return nil }
      return Int16(exactly: node.slot).map { [$0] }
    case let node as FieldNode:
      guard let base = path(node.base), let slot = Int16(exactly: node.slot) else { return nil }
      return base + [slot]
    default: return nil
    }
  }
}
