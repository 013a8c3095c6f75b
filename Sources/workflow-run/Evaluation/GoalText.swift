import CEL
import Diagnostics
import Workflow
import WorkflowEngine

/// A condition over a record, as it is written on the command line.
struct GoalText {
  let text: String

  init(_ text: String) { self.text = text }

  /// The condition; nil where it has mistakes, which are then shown at their places.
  func condition(of looked: LookedAtRecord, _ report: Report) throws -> Condition? {
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in compiled(looked).diagnostics {
      try report.remark(renderer.render(diagnostic) + "\n")
    }
    return quietly(of: looked)
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
