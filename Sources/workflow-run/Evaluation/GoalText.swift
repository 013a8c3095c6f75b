import CEL
import Diagnostics
import Workflow
import WorkflowEngine

/// A condition over a record, as it is written on the command line.
struct GoalText {
  let text: String

  init(_ text: String) { self.text = text }

  /// The condition; nil where it has mistakes, which are then shown at their places.
  ///
  /// - Parameter actor: who asks: what is secret to them cannot be asked about.
  func condition(
    of looked: LookedAtRecord, for actor: Actor, _ report: Report
  ) throws -> Condition? {
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in compiled(looked).diagnostics {
      try report.remark(renderer.render(diagnostic) + "\n")
    }
    let condition = quietly(of: looked)
    if let condition { try RecordCondition.check(condition, for: actor, in: looked.definition) }
    return condition
  }

  func quietly(of looked: LookedAtRecord) -> Condition? {
    compiled(looked).program.map {
      .formula(Formula(program: $0, place: SourcePlace(file: "<goal>", line: 1, column: 1)))
    }
  }

  func diagnostics(of looked: LookedAtRecord) -> [DiagnosticAnswer] {
    compiled(looked).diagnostics.map(DiagnosticAnswer.init)
  }

  private func compiled(
    _ looked: LookedAtRecord
  ) -> (program: CEL.Program?, diagnostics: [Diagnostic]) {
    let environment = RecordScope.environment(of: looked.type, in: looked.definition)
    let (program, issues) = Compiler(environment: environment).compile(text, expecting: .bool)
    let file = SourceFile(name: "<goal>", text: text)
    return (program, issues.map { $0.diagnostic(in: file) })
  }
}
