import CEL
package import WorkflowEngine

/// A condition over records of a type, as `--where` gives it.
package enum RecordCondition {
  package static func compile(
    _ text: String, of type: RecordType, in definition: WorkflowDefinition
  ) throws(RequestMistake) -> Condition {
    let compiler = Compiler(environment: RecordScope.environment(of: type, in: definition))
    let (program, issues) = compiler.compile(text, expecting: .bool)
    if let program {
      let place = SourcePlace(file: "--where", line: 1, column: 1)
      return .formula(Formula(program: program, place: place))
    }
    let issue = issues.first { $0.severity == .error }
    throw RequestMistake(
      message: "--where: \(issue?.message ?? "the condition cannot be read")",
      hints: [issue?.help].compactMap(\.self) + (issue?.notes ?? []))
  }

  /// Refuses a condition that would tell somebody what they may not see.
  package static func check(
    _ condition: Condition, for actor: Actor, in definition: WorkflowDefinition
  ) throws(RequestMistake) {
    guard Sight(definition, of: actor).hides(condition) else { return }
    throw RequestMistake(
      message: "the condition reads what is secret",
      hints: ["leave it out, or say with --as who looks: NAME:ROLE"])
  }
}
