/// An expression as written: nodes in one array, each with its place in the text.
public struct SyntaxTree: Sendable {
  typealias NodeID = Int

  public let text: String
  var nodes: [Node] = []
  var root: NodeID = 0

  init(text: String) { self.text = text }

  struct Node: Sendable {
    var kind: Kind
    /// In UTF-8 bytes of the text.
    var range: Range<Int>
    /// Levels below it, itself included.
    var depth: Int
  }

  enum Kind: Sendable {
    case literal(Value)
    /// A number with a point or exponent, as it was written.
    case fraction(Double)
    /// A name; a rooted one was written with a point in front.
    case name(String, isRooted: Bool)
    case select(Select)
    case index(NodeID, NodeID, isOptional: Bool)
    case call(Call)
    case negate(NodeID)
    case not(NodeID)
    case binary(Operator, NodeID, NodeID)
    /// A chain of `&&` or `||`.
    case logical(isAnd: Bool, [NodeID])
    case conditional(NodeID, NodeID, NodeID)
    case list([NodeID], optional: [Int])
    case map([Entry])
    case comprehension(Comprehension)
    /// `has(name)` of a bare name.
    case has(NodeID)
    /// Where the text makes no sense; reported already.
    case invalid
  }

  struct Select: Sendable {
    var operand: NodeID
    var field: String
    var fieldRange: Range<Int>
    /// `has(x.field)`.
    var isTest: Bool
    /// `x.?field`.
    var isOptional: Bool
  }

  struct Call: Sendable {
    var name: String
    var nameRange: Range<Int>
    var isRooted: Bool
    var target: NodeID?
    var arguments: [NodeID]
  }

  struct Entry: Sendable {
    var key: NodeID
    var value: NodeID
    var isOptional: Bool
  }

  /// A macro over the elements of a list or map, or one that names a value.
  struct Comprehension: Sendable {
    enum Form: Sendable {
      case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
      case bind, optionalMap, optionalFlatMap
    }
    var form: Form
    var source: NodeID
    var variable: String
    /// The second variable of the two-variable forms: the first is then index or key.
    var secondVariable: String?
    /// Where the variables are named.
    var variableRanges: [Range<Int>]
    /// Which elements take part, in `map(x, condition, result)` and its like.
    var condition: NodeID?
    var body: NodeID
  }

  enum Operator: Sendable {
    case add, subtract, multiply, divide, remainder
    case equal, unequal, less, lessEqual, greater, greaterEqual
    case contained

    var symbol: String {
      switch self {
      case .add: "+"
      case .subtract: "-"
      case .multiply: "*"
      case .divide: "/"
      case .remainder: "%"
      case .equal: "=="
      case .unequal: "!="
      case .less: "<"
      case .lessEqual: "<="
      case .greater: ">"
      case .greaterEqual: ">="
      case .contained: "in"
      }
    }
  }

  /// The part of the text in a range.
  func source(_ range: Range<Int>) -> String {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: max(0, min(range.lowerBound, bytes.count)))
    let end = bytes.index(bytes.startIndex, offsetBy: max(0, min(range.upperBound, bytes.count)))
    return String(text[start..<end])
  }

  /// The nodes directly below one.
  func children(_ id: NodeID) -> [NodeID] {
    switch nodes[id].kind {
    case .literal, .fraction, .name, .invalid: []
    case .select(let select): [select.operand]
    case .index(let operand, let index, _): [operand, index]
    case .call(let call): (call.target.map { [$0] } ?? []) + call.arguments
    case .negate(let operand), .not(let operand), .has(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .logical(_, let operands): operands
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .list(let elements, _): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let macro):
      [macro.source] + (macro.condition.map { [$0] } ?? []) + [macro.body]
    }
  }
}
