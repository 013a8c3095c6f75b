/// An expression as written: nodes in one array, each with its place in the text.
public struct SyntaxTree: Sendable {
  typealias NodeID = Int

  public let text: String
  var nodes: [Node] = []
  var root: NodeID = 0

  init(text: String) { self.text = text }

  struct Node: Sendable {
    var kind: Kind
    var place: Place
    /// Levels below it, itself included.
    var depth: Int32 = 1
    /// Loops inside each other at most, itself included.
    var loops: Int32 = 0

    init(kind: Kind, range: Range<Int>) {
      self.kind = kind
      place = Place(range)
    }

    /// In UTF-8 bytes of the text.
    var range: Range<Int> { place.range }
  }

  /// A range of the text in half the room: there are very many of them.
  struct Place: Sendable {
    private let start: Int32
    private let end: Int32

    init(_ range: Range<Int>) {
      start = Int32(range.lowerBound)
      end = Int32(range.upperBound)
    }

    var range: Range<Int> { Int(start)..<Int(end) }
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
    indirect case comprehension(Comprehension)
    /// `has(name)` of a bare name.
    case has(NodeID)
    /// Where the text makes no sense; reported already.
    case invalid
  }

  struct Select: Sendable {
    var operand: NodeID
    var field: String
    var fieldPlace: Place
    /// `has(x.field)`.
    var isTest: Bool
    /// `x.?field`.
    var isOptional: Bool

    var fieldRange: Range<Int> { fieldPlace.range }
  }

  struct Call: Sendable {
    var name: String
    var namePlace: Place
    var arguments: [NodeID]
    var target: NodeID?
    var isRooted: Bool

    var nameRange: Range<Int> { namePlace.range }
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
    var children: [NodeID] = []
    forEachChild(of: nodes[id].kind) { children.append($0) }
    return children
  }

  /// Goes through the nodes directly below one of a kind, in the order of the text.
  func forEachChild(of kind: Kind, _ body: (NodeID) -> Void) {
    switch kind {
    case .literal, .fraction, .name, .invalid: break
    case .select(let select): body(select.operand)
    case .index(let operand, let index, _):
      body(operand)
      body(index)
    case .call(let call):
      if let target = call.target { body(target) }
      for argument in call.arguments { body(argument) }
    case .negate(let operand), .not(let operand), .has(let operand): body(operand)
    case .binary(_, let left, let right):
      body(left)
      body(right)
    case .logical(_, let operands): for operand in operands { body(operand) }
    case .conditional(let condition, let yes, let no):
      body(condition)
      body(yes)
      body(no)
    case .list(let elements, _): for element in elements { body(element) }
    case .map(let entries):
      for entry in entries {
        body(entry.key)
        body(entry.value)
      }
    case .comprehension(let macro):
      body(macro.source)
      if let condition = macro.condition { body(condition) }
      body(macro.body)
    }
  }
}
