import CEL
import WorkflowEngine

/// The names that a formula may use.
///
/// A class, because very many readers hold the same.
final class Scope {
  /// The type whose members are bare names.
  let owner: RecordTypeDraft
  let compiler: Compiler
  /// Inputs and the record looked at.
  let variables: [String]
  /// The record that `for`, `where` or `order_by` looks at.
  let looked: Looked?

  struct Looked {
    let name: String
    let type: RecordTypeDraft
  }

  init(
    owner: RecordTypeDraft, compiler: Compiler, variables: [String], looked: Looked? = nil
  ) {
    self.owner = owner
    self.compiler = compiler
    self.variables = variables
    self.looked = looked
  }

  func adding(_ added: [Environment.Variable]) -> Scope {
    guard !added.isEmpty else { return self }
    return Scope(
      owner: owner, compiler: compiler.adding(variables: added),
      variables: variables + added.map(\.name), looked: looked)
  }

  /// The same where a condition is known to hold, or not to hold: what that proves to have a value
  /// is there.
  func assuming(_ condition: Condition?, holds: Bool = true) -> Scope {
    guard let condition else { return self }
    switch condition {
    case .formula(let formula):
      return Scope(
        owner: owner, compiler: compiler.assuming(formula.program, holds: holds),
        variables: variables, looked: looked)
    case .all(let parts) where holds: return parts.reduce(self) { $0.assuming($1) }
    case .any(let parts) where !holds: return parts.reduce(self) { $0.assuming($1, holds: false) }
    case .none(let parts) where holds: return parts.reduce(self) { $0.assuming($1, holds: false) }
    case .all, .any, .none: return self
    }
  }

  /// The same once a transition has been possible: the clock only fires at a time there is.
  func assuming(_ occasion: Occasion) -> Scope {
    guard case .clock(let timer) = occasion else { return self }
    // Of several times another may have come.
    if case .times = timer.recurrence { return self }
    return Scope(
      owner: owner, compiler: compiler.assuming(valueOf: timer.at.program), variables: variables,
      looked: looked)
  }

  /// The same where values by these names are known to be there.
  func assuming(valuesOf names: [String]) -> Scope {
    let programs = names.compactMap { compiler.compile($0).program }
    guard !programs.isEmpty else { return self }
    return Scope(
      owner: owner, compiler: programs.reduce(compiler) { $0.assuming(valueOf: $1) },
      variables: variables, looked: looked)
  }

  /// Whether a formula could mean something by this name alone.
  func means(_ name: String) -> Bool {
    owner.member(name) != nil || name == owner.name || variables.contains(name)
      || Scope.alwaysThere.contains(name)
  }

  private static let alwaysThere: Set<String> = ["now", "today", "cause"]
}

/// The scopes of the record types, each made once.
///
/// A class, because it remembers what it has made.
final class Scopes {
  private let base: Compiler
  private var own: [Scope?]
  private var stepwise: [Scope?]

  init(schema: Schema, draft: DefinitionDraft) {
    let standing: [Environment.Variable] = [
      .init(name: "now", type: .timestamp, slot: FrameSlot.now),
      .init(name: "today", type: .date, slot: FrameSlot.today),
      .init(name: "actor.user", type: .string, slot: FrameSlot.actorUser),
      .init(name: "actor.roles", type: .list(.string), slot: FrameSlot.actorRoles),
      .init(name: "cause", type: .string, slot: FrameSlot.cause),
    ]
    base = Compiler(
      environment: Environment(
        extensions: [.workflow, .standard], schema: schema, variables: standing + draft.constants,
        functions: draft.tables.enumerated().map { $1.function(number: $0) },
        timeZone: draft.timeZone))
    own = Array(repeating: nil, count: draft.types.count)
    stepwise = own
  }

  /// The type's own names and those that are always there.
  func own(_ type: RecordTypeDraft) -> Scope {
    if let scope = own[type.index] { return scope }
    let receiver = Environment.Variable(
      name: type.name, type: .record(type.index), slot: FrameSlot.own)
    let compiler = base.adding(variables: [receiver], receiver: FrameSlot.own)
    let scope = Scope(owner: type, compiler: compiler, variables: [])
    own[type.index] = scope
    return scope
  }

  /// The same with `before`: what a step may ask.
  func stepwise(_ type: RecordTypeDraft) -> Scope {
    if let scope = stepwise[type.index] { return scope }
    let scope = own(type)
    let extended = Scope(
      owner: type,
      compiler: scope.compiler.adding(variables: [
        .init(name: "before", type: .record(type.index), slot: FrameSlot.before)
      ]), variables: [])
    stepwise[type.index] = extended
    return extended
  }
}

extension Scope {
  /// The same with `due`, the time that the clock's timer was set for; a member of the record keeps
  /// that name.
  func withDue() -> Scope {
    means(Scope.due)
      ? self : adding([.init(name: Scope.due, type: .timestamp, slot: FrameSlot.due)])
  }

  static let due = "due"

  /// The same with the second person, who is there once they have agreed; a member of the record
  /// keeps that name.
  func withApprover() -> Scope {
    means(Scope.approver)
      ? self
      : adding([
        .init(
          name: "\(Scope.approver).user", type: .string, nullable: true,
          slot: FrameSlot.approverUser)
      ])
  }

  static let approver = "approver"

  /// The same with `after`, for the sentences of a step.
  func withAfter() -> Scope {
    Scope(
      owner: owner,
      compiler: compiler.adding(variables: [
        .init(name: "after", type: .record(owner.index), slot: FrameSlot.after)
      ]), variables: variables)
  }

  /// The same with the record that `for`, `where` or `order_by` looks at.
  func looking(at type: RecordTypeDraft, named name: String) -> Scope {
    Scope(
      owner: owner,
      compiler: compiler.adding(variables: [
        .init(name: name, type: .record(type.index), slot: FrameSlot.looped)
      ]), variables: variables + [name], looked: Looked(name: name, type: type))
  }
}
