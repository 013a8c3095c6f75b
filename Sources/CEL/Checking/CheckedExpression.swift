/// An expression whose names and types are resolved, with all that the nodes of its program share.
final class CheckedExpression: Sendable {
  // A class so that every node holds one pointer.
  let tree: SyntaxTree
  /// For every node, what was found out about it.
  let parts: [Part]
  /// The variables that it uses, each once.
  let variables: [Environment.Variable]
  /// The variable whose members are named without it.
  let receiver: Environment.Variable?
  /// Every member of a record that it may read, each once.
  let reads: [MemberPlace]
  let localCount: Int
  private let scope: Scope

  init(_ findings: Findings, names: Names) {
    tree = findings.tree
    parts = findings.parts
    variables = findings.variables
    receiver = names.receiverVariable?.variable
    reads = findings.reads
    localCount = findings.localCount
    scope = names.scope
  }

  var schema: Schema { scope.environment.schema }
  var limits: Limits { scope.environment.limits }
  var zone: TimeZoneRules { scope.environment.timeZone }
  var isWorkflow: Bool { scope.isWorkflow }

  func member(_ place: MemberPlace) -> Schema.Member {
    scope.environment.schema.recordTypes[place.type].members[place.member]
  }

  func text(_ range: Range<Int>) -> String { tree.source(range) }

  /// What is known of one node.
  struct Part: Sendable {
    /// Its type without null.
    var type = CELType.dyn
    var meaning = Meaning.none
    /// Whether it may be null.
    var isNullable = false
    var conversion = Conversion.none
  }

  /// What a name, literal or call stands for.
  enum Meaning: Sendable {
    case none
    /// One of `variables`.
    case variable(Int)
    case local(Int, isRecord: Bool)
    /// A member of the receiver, named without it.
    case receiverMember(MemberPlace)
    case member(MemberPlace)
    /// A member of every record of a list.
    case listMember(MemberPlace)
    case constant(Value)
    /// A call; a namespaced one has no target.
    case function(Function, isNamespaced: Bool)
    /// The first local of a macro; a second one follows it.
    case locals(Int, isRecord: Bool)
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

  /// Where a member is declared: by the numbers of its record type and in it.
  struct MemberPlace: Sendable, Equatable {
    var type: Int
    var member: Int
  }
}

/// What a checker has found out so far.
struct Findings {
  var tree: SyntaxTree
  var parts: [CheckedExpression.Part]
  var variables: [Environment.Variable] = []
  var reads: [CheckedExpression.MemberPlace] = []
  var localCount = 0

  init(tree: SyntaxTree) {
    self.tree = tree
    parts = []
    parts.reserveCapacity(tree.nodes.count)
    for _ in tree.nodes.indices { parts.append(CheckedExpression.Part()) }
  }

  /// The number of a variable among those that are used.
  mutating func use(_ variable: Environment.Variable) -> Int {
    if let known = variables.firstIndex(where: { $0.name == variable.name }) { return known }
    variables.append(variable)
    return variables.count - 1
  }

  mutating func read(_ place: CheckedExpression.MemberPlace) {
    if !reads.contains(place) { reads.append(place) }
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
