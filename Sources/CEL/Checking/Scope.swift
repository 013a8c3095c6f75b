/// An environment with its names in tables: made once, used by every expression.
final class Scope: Sendable {
  // A class so that a compiler with a few more variables shares it.
  let environment: Environment
  let variables: [String: Int]
  /// The first parts of dotted names; no other chain of names needs to be looked up whole.
  let dottedHeads: Set<String>
  /// For every record type, the places of its members.
  let members: [[String: Int]]
  /// The first parts of members with a dotted name, such as `entered` of `entered.status`.
  let memberHeads: Set<String>
  /// For every choice type, the indices of its values.
  let choiceValues: [[String: Int]]
  /// Functions of the host that are only declared.
  let functions: [String: [Environment.Function]]
  /// Those that it computes.
  let computed: [String: Function]

  init(_ environment: Environment) {
    self.environment = environment
    variables = Dictionary(
      environment.variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
    dottedHeads = Set(environment.variables.compactMap { Scope.head(of: $0.name) })
    members = environment.schema.recordTypes.map { type in
      Dictionary(
        type.members.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    memberHeads = Set(
      environment.schema.recordTypes.flatMap(\.members).compactMap { Scope.head(of: $0.name) })
    choiceValues = environment.schema.choiceTypes.map { type in
      Dictionary(
        type.values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    functions = Dictionary(
      grouping: environment.functions.filter { $0.compute == nil }, by: \.name)
    computed = Dictionary(
      environment.functions.compactMap { function in
        Function(ofHost: function).map { (function.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  static func head(of name: String) -> String? {
    name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) }
  }

  var isWorkflow: Bool { environment.extensions.contains(.workflow) }

  func member(_ name: String, of type: Int) -> Int? {
    members.indices.contains(type) ? members[type][name] : nil
  }
}

/// A scope with the variables of one place in a definition.
final class Names: Sendable {
  // A class so that compilers and what is made with them are cheap to copy.
  let scope: Scope
  /// Variables in addition to the scope's; the last of a name counts.
  private let added: [Environment.Variable]
  private let addedHeads: Set<String>
  /// Paths that are known to have a value.
  let present: EmptinessCheck.Present
  /// The variable whose members are named without it, and its record type.
  let receiverVariable: (variable: Environment.Variable, type: Int)?

  init(scope: Scope, receiver: Int?) {
    self.scope = scope
    added = []
    addedHeads = []
    present = []
    receiverVariable = Names.receiver(receiver, added: [], scope)
  }

  private init(
    scope: Scope, added: [Environment.Variable], addedHeads: Set<String>,
    present: EmptinessCheck.Present, receiver: (variable: Environment.Variable, type: Int)?
  ) {
    self.scope = scope
    self.added = added
    self.addedHeads = addedHeads
    self.present = present
    receiverVariable = receiver
  }

  func adding(_ variables: [Environment.Variable]) -> Names {
    Names(
      scope: scope, added: added + variables,
      addedHeads: Names.heads(addedHeads, and: variables), present: present,
      receiver: receiverVariable)
  }

  func adding(_ variables: [Environment.Variable], receiver slot: Int?) -> Names {
    let added = added + variables
    return Names(
      scope: scope, added: added, addedHeads: Names.heads(addedHeads, and: variables),
      present: present, receiver: Names.receiver(slot, added: added, scope))
  }

  /// The same where further paths are known to have a value.
  func knowing(_ paths: EmptinessCheck.Present) -> Names {
    if paths.isEmpty { return self }
    return Names(
      scope: scope, added: added, addedHeads: addedHeads, present: present.union(paths),
      receiver: receiverVariable)
  }

  private static func heads(
    _ heads: Set<String>, and variables: [Environment.Variable]
  ) -> Set<String> {
    var heads = heads
    for variable in variables {
      if let head = Scope.head(of: variable.name) { heads.insert(head) }
    }
    return heads
  }

  private static func receiver(
    _ slot: Int?, added: [Environment.Variable], _ scope: Scope
  ) -> (variable: Environment.Variable, type: Int)? {
    guard let slot else { return nil }
    let variable =
      added.last { $0.slot == slot && $0.isRecord }
      ?? scope.environment.variables.last { $0.slot == slot && $0.isRecord }
    guard let variable, case .record(let type) = variable.type.withoutNull else { return nil }
    return (variable, type)
  }

  func variable(_ name: String) -> Environment.Variable? {
    if let variable = added.last(where: { $0.name == name }) { return variable }
    return scope.variables[name].map { scope.environment.variables[$0] }
  }

  func mayBeDotted(_ head: String) -> Bool {
    scope.dottedHeads.contains(head) || addedHeads.contains(head)
  }

  var variableNames: [String] {
    added.map(\.name) + scope.environment.variables.map(\.name)
  }
}

extension Environment.Variable {
  fileprivate var isRecord: Bool {
    if case .record = type.withoutNull { true } else { false }
  }
}

extension CELType {
  /// The type without the possibility of null.
  var withoutNull: CELType {
    if case .nullable(let inner) = self { inner.withoutNull } else { self }
  }

  var isNullable: Bool {
    if case .nullable = self { true } else { false }
  }
}
