/// A compiled expression. It can be evaluated any number of times, from any thread, each with a
/// frame of its own.
public final class Program: Sendable {
  // A class because it owns a tree of nodes.
  public let text: String
  public let type: CELType
  public let isNullable: Bool
  private let frozenRoot: Frozen<Node>
  let checked: CheckedExpression
  /// For every node of the tree, the node that computes it.
  private let frozenPlan: Frozen<[Node?]>
  private let localCount: Int
  /// Whether an evaluation has locals or counts its steps.
  private let isPlain: Bool

  init(_ checked: CheckedExpression) {
    var planner = Planner(checked)
    frozenRoot = Frozen(planner.plan(checked.tree.root))
    frozenPlan = Frozen(planner.planned)
    self.checked = checked
    text = checked.tree.text
    let rootID = checked.tree.root
    switch checked.parts[rootID].conversion {
    case .none: type = checked.parts[rootID].type
    case .decimal: type = .decimal
    case .choiceText, .recordText: type = .string
    case .startOfDay: type = .timestamp
    }
    isNullable = checked.parts[rootID].isNullable
    localCount = checked.localCount
    isPlain = checked.localCount == 0 && !checked.countsSteps
  }

  @inline(__always)
  var root: Node { frozenRoot.value }

  var planned: [Node?] { frozenPlan.value }

  /// Every member of a record that it may read, each once.
  public var reads: [MemberRead] {
    checked.reads.map { MemberRead(recordType: $0.type, member: checked.member($0).name) }
  }

  /// The names of the variables that it uses, each once.
  public var usedVariables: [String] { checked.variables.map(\.name) }

  public func uses(variable name: String) -> Bool {
    checked.variables.contains { $0.name == name }
  }

  /// What has a value whenever the condition holds, or does not, by the paths that name it.
  func provesPresent(ifTrue: Bool) -> EmptinessCheck.Present {
    EmptinessCheck(checked).proven(ifTrue: ifTrue)
  }

  /// What must have a value for the expression to have one, as far as it is warned about.
  var needsPresent: EmptinessCheck.Present {
    var check = EmptinessCheck(checked)
    return check.needs()
  }

  /// The value; an error value says why it could not be computed.
  public func evaluate(_ frame: Frame) -> Value {
    if isPlain { return root.value(frame) }
    return frame.run(locals: localCount, cost: checked.limits.cost) { root.value(frame) }
  }

  /// Whether the condition holds; reads scalars without allocating.
  public func truth(_ frame: Frame) -> Truth {
    if isPlain { return root.truth(frame) }
    return frame.run(locals: localCount, cost: checked.limits.cost) { root.truth(frame) }
  }

  /// The word of a value of a scalar type, `Scalar.null` or `Scalar.failed`.
  public func scalar(_ frame: Frame) -> Int64 {
    if isPlain { return root.word(frame) }
    return frame.run(locals: localCount, cost: checked.limits.cost) { root.word(frame) }
  }

  /// Why a condition came out as it did.
  public func explain(_ frame: Frame) -> Explanation {
    frame.run(locals: localCount, cost: checked.limits.cost) {
      Explainer(program: self, frame: frame).explain()
    }
  }

  /// The expression taken apart: every condition in it with the value it has.
  ///
  /// Nothing is left out because something before it decided already.
  public func dissect(_ frame: Frame) -> Explanation.Part {
    frame.run(locals: localCount, cost: checked.limits.cost) {
      var dissector = Dissector(explainer: Explainer(program: self, frame: frame))
      return dissector.part(checked.tree.root)
    }
  }

  /// Reads the variables and members of the expression, without judging it.
  public func readings(_ frame: Frame) -> [Explanation.Read] {
    frame.run(locals: localCount, cost: checked.limits.cost) {
      Explainer(program: self, frame: frame).reads(checked.tree.root)
    }
  }
}

extension CheckedExpression {
  /// Whether evaluating can take more steps than the text has parts.
  fileprivate var countsSteps: Bool {
    tree.nodes.indices.contains { id in
      switch tree.nodes[id].kind {
      case .call, .comprehension: true
      case .select:
        if case .listMember = parts[id].meaning { true } else { false }
      case .literal, .fraction, .name, .index, .negate, .not, .binary, .logical, .conditional,
        .list, .map, .has, .invalid:
        false
      }
    }
  }
}
