/// An expression whose names and types are resolved.
struct CheckedExpression: Sendable {
  var tree: SyntaxTree
  /// For every node, its type without null.
  var types: [CELType]
  /// For every node, whether it may be null.
  var nullable: [Bool]
  var meanings: [Meaning]
  var conversions: [Conversion]
  var localCount = 0
  var reads: Set<MemberRead> = []
  var usedVariables: Set<String> = []

  init(tree: SyntaxTree) {
    self.tree = tree
    let count = tree.nodes.count
    types = Array(repeating: .dyn, count: count)
    nullable = Array(repeating: false, count: count)
    meanings = Array(repeating: .none, count: count)
    conversions = Array(repeating: .none, count: count)
  }

  /// What a name, literal or call stands for.
  enum Meaning: Sendable {
    case none
    case variable(Environment.Variable)
    case local(Int, isRecord: Bool)
    /// A member of the receiver, named without it.
    case receiverMember(receiver: Environment.Variable, type: Int, member: Int)
    case member(type: Int, member: Int)
    /// A member of every record of a list.
    case listMember(type: Int, member: Int)
    case constant(Value)
    /// A call; a namespaced one has no target.
    case function(Function, isNamespaced: Bool)
    /// The locals of a macro.
    case locals(Int, isRecord: Bool, second: Int)
    /// A name or function nobody declared: evaluating it fails.
    case undeclared(String)
  }

  /// How a value is changed to fit the place it stands in.
  enum Conversion: Sendable, Equatable {
    case none
    /// A whole number as a decimal.
    case decimal
    /// A choice as its name.
    case choiceText(Int)
    /// A record as its reader names it.
    case recordText
    /// A date as the moment it begins.
    case startOfDay
  }
}

/// A member of a record type that an expression may read.
public struct MemberRead: Hashable, Sendable {
  public var recordType: Int
  public var member: String

  public init(recordType: Int, member: String) {
    self.recordType = recordType
    self.member = member
  }
}
