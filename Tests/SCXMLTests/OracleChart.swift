/// A chart as the oracle plays it: the tree of an SCXML document.
///
/// A class, because the recommendation's algorithm compares and keeps nodes.
final class OracleState {
  enum Kind { case state, parallel, final, shallowHistory, deepHistory }

  let id: String
  let kind: Kind
  weak var parent: OracleState?
  /// Its place in document order.
  var order = 0
  var children: [OracleState] = []
  /// The transition inside `initial` or a history; nil stands for the default.
  var initial: OracleTransition?
  var onEntry: [[OracleContent]] = []
  var onExit: [[OracleContent]] = []
  var transitions: [OracleTransition] = []

  init(_ id: String, _ kind: Kind) {
    self.id = id
    self.kind = kind
  }

  var isHistory: Bool { kind == .shallowHistory || kind == .deepHistory }
  /// The states inside, without histories.
  var states: [OracleState] { children.filter { !$0.isHistory } }
  var isParallel: Bool { kind == .parallel }
  var isCompound: Bool { kind == .state && !states.isEmpty }
  var isAtomic: Bool { !isHistory && states.isEmpty }

  func add(_ child: OracleState) {
    children.append(child)
    child.parent = self
  }
}

final class OracleTransition {
  weak var source: OracleState?
  /// Empty for one without an event.
  var event = ""
  var condition: OracleCondition?
  var targets: [OracleState] = []
  var isInternal = false
  var content: [OracleContent] = []
}

enum OracleCondition {
  case isIn(String)
  case isNotIn(String)
  case less(Int)
  /// Cannot be evaluated.
  case failing
}

/// What content does: the only variables are a text `t`, a whole number `n` and `u` without value.
indirect enum OracleContent {
  /// Adds a word to the text.
  case note(String)
  /// Adds one to the number.
  case count
  case raise(String)
  case send(String, milliseconds: Int, id: String)
  case cancel(String)
  case choose(OracleCondition, [OracleContent], [OracleContent])
  /// Cannot be evaluated.
  case fail
}
