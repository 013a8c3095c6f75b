/// Compiles expressions in one environment. Make it once and use it for all of them.
public struct Compiler: Sendable {
  let names: Names

  public init(environment: Environment) {
    names = Names(scope: Scope(environment), receiver: environment.receiver)
  }

  private init(names: Names) { self.names = names }

  public var environment: Environment { names.scope.environment }

  /// The same environment with further variables; they hide others of their names.
  public func adding(variables: [Environment.Variable]) -> Compiler {
    Compiler(names: names.adding(variables))
  }

  /// The same environment with the record whose members are named without it in another slot.
  public func adding(variables: [Environment.Variable], receiver: Int?) -> Compiler {
    Compiler(names: names.adding(variables, receiver: receiver))
  }

  /// The same environment where a condition is known to hold, or not to hold: what that proves to
  /// have a value is not warned about.
  public func assuming(_ condition: Program, holds: Bool = true) -> Compiler {
    Compiler(names: names.knowing(condition.provesPresent(ifTrue: holds)))
  }

  /// The same environment where an expression is known to have had a value: so had what it needs.
  public func assuming(valueOf program: Program) -> Compiler {
    Compiler(names: names.knowing(program.needsPresent))
  }

  /// Reads an expression without asking what its names mean; no tree comes with the mistakes.
  public func parse(_ text: String) -> (tree: SyntaxTree?, issues: [Issue]) {
    let environment = names.scope.environment
    return Parser.parse(text, limits: environment.limits, extensions: environment.extensions)
  }

  /// Parses, checks and plans an expression, collecting all mistakes.
  ///
  /// There is a program exactly when no issue is an error. With `expecting`, the expression must
  /// be of that type; a whole number is then made a decimal, a text a choice's value, and so on.
  public func compile(
    _ text: String, expecting: CELType? = nil
  ) -> (program: Program?, issues: [Issue]) {
    let (tree, mistakes) = parse(text)
    guard let tree else { return (nil, mistakes) }
    return compile(tree, expecting: expecting)
  }

  /// Checks and plans an expression that was parsed in this environment.
  public func compile(
    _ tree: SyntaxTree, expecting: CELType? = nil
  ) -> (program: Program?, issues: [Issue]) {
    var (findings, issues) = Checker.check(tree, names: names, expecting: expecting)
    guard !issues.contains(where: { $0.severity == .error }) else { return (nil, issues) }
    let checked = CheckedExpression(findings, names: names)
    if checked.isWorkflow {
      var check = EmptinessCheck(checked)
      issues += check.warnings(
        knowing: names.present, isCondition: expecting?.withoutNull == .bool)
    }
    return (Program(checked), issues)
  }

  /// The part of a program's text that may be empty, so that the whole is, as far as is known in
  /// this environment; nil where it always has a value.
  public func emptyPart(of program: Program) -> Range<Int>? {
    EmptinessCheck(program.checked).emptyPart(knowing: names.present)
  }

  /// Parses and plans without checking types: everything is left to the evaluation.
  public func compileUnchecked(_ text: String) -> (program: Program?, issues: [Issue]) {
    let (tree, mistakes) = parse(text)
    guard let tree else { return (nil, mistakes) }
    return (planUnchecked(tree), [])
  }

  /// Plans an expression that was parsed in this environment, without checking types.
  public func planUnchecked(_ tree: SyntaxTree) -> Program {
    var (findings, _) = Checker.check(tree, names: names, isChecking: false)
    // What was not checked may be of any type.
    for id in findings.parts.indices where !findings.parts[id].type.isRecord {
      findings.parts[id].type = .dyn
    }
    return Program(CheckedExpression(findings, names: names))
  }

  /// Parses and checks, and gives the type that the expression would have.
  public func type(of text: String) -> (type: CELType?, issues: [Issue]) {
    let (program, issues) = compile(text)
    return (program?.type, issues)
  }
}
