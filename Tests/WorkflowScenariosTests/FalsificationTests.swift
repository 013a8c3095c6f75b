import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("Wrong expectations")
struct FalsificationTests {
  @Test(
    "each entry of each given case, made wrong, fails that very case at that very place",
    .enabled(if: ProjectFiles.shared != nil, "skipped: there is no shared folder"),
    arguments: ProjectFiles.workflowNames)
  func givenCases(name: String) throws {
    let definition = try ProjectFiles.definition(name)
    let file = try #require(try ProjectFiles.given(name, of: definition))
    let tried = expectFailures(of: file)
    #expect(tried > file.scenarios.count)
  }

  @Test("each entry of our own scenarios, made wrong, fails", arguments: ProjectFiles.workflowNames)
  func ownScenarios(name: String) throws {
    let definition = try ProjectFiles.definition(name)
    expectFailures(of: try ProjectFiles.own(name, of: definition))
  }

  @discardableResult
  private func expectFailures(of file: ScenarioFile) -> Int {
    let runner = ScenarioRunner(file.definition)
    var tried = 0
    for scenario in file.scenarios {
      for (wrong, expectation) in scenario.falsified {
        tried += 1
        let result = runner.run(wrong)
        let fails = result.failures.contains { $0.range == expectation.range }
        if !fails {
          Issue.record("\(scenario.id) passes with \(expectation.kind), \(expectation.range)")
        }
      }
    }
    return tried
  }

  @Test(
    "each key of a 'then' can fail",
    arguments: [
      ("outcome: blocked", "{event: reader.edit, record: A}"),
      ("outcome: pending", "{event: reader.edit, record: A}"),
      ("blocked_by: [no_fees]", "{event: reader.edit, record: A}"),
      ("outcome: blocked, cannot_decide: [no_fees]", "{event: reader.leave, record: A}"),
      ("message: Nonsense", "{event: reader.edit, record: A}"),
      ("changes: {A.name: Bea}", "{event: reader.edit, record: A}"),
      ("keeps: {A.loan_count: 9}", "{event: reader.edit, record: A}"),
      ("keeps: {A.friends: []}", "{event: reader.edit, record: A}"),
      ("keeps: {L1.notes: []}", "{event: reader.edit, record: A}"),
      ("keeps: {L1.notes: [{double_fee: 2}]}", "{event: reader.edit, record: A}"),
      ("unchanged: true", "{event: reader.edit, record: A, set: {name: Bea}}"),
      ("unchanged: false", "{event: reader.edit, record: A}"),
      ("created: []", "{event: reader.lend, record: A, input: {title: Persuasion}}"),
      ("created: [{type: loan}]", "{event: reader.edit, record: A}"),
      (
        "not_created: [{type: loan}]", "{event: reader.lend, record: A, input: {title: Persuasion}}"
      ),
      ("deleted: []", "{event: loan.remove, record: L1}"),
      ("deleted: [L1]", "{event: reader.edit, record: A}"),
      ("erased: []", "{event: reader.forget, records: all}"),
      ("emits: []", "{event: reader.bar, record: A, confirm: true}"),
      ("emits: [{message: barred, fees: 3}]", "{event: reader.bar, record: A, confirm: true}"),
      ("emits_no: [barred]", "{event: reader.bar, record: A, confirm: true}"),
      ("warns: [owes]", "{event: reader.edit, record: A}"),
      ("reminds: [call]", "{event: reader.edit, record: A}"),
      ("outcome: blocked, prompt: {text: Bar}", "{event: reader.bar, record: A}"),
      ("outcome: blocked, prompt: {buttons: [Bar]}", "{event: reader.bar, record: A}"),
      ("outcome: blocked, prompt: {inputs: {}}", "{event: reader.bar, record: A}"),
      ("prompt: {text: 'Bar Ann?'}", "{event: reader.edit, record: A}"),
      ("report: {done: []}", "{event: reader.edit, record: A}"),
      ("report: {blocked: [{record: A, by: [no_fees]}]}", "{event: reader.edit, record: A}"),
      ("report: {blocked: []}", "{event: reader.bar, record: A, confirm: true}"),
      ("report: {count: 0}", "{event: reader.edit, record: A}"),
      ("view: {badges: []}", "{view: B}"), ("view: {row_color: null}", "{view: B}"),
      ("view: {menu_has: [Bar]}", "{view: B}"), ("view: {menu_lacks: [Admit]}", "{view: B}"),
      ("view: {menu_tabs: []}", "{view: A}"),
      ("list: {rows: [L2, L1]}", "{list: loan.open}"),
      ("list: {rows: []}", "{list: reader.active}"),
      ("list: {menu: [Admit]}", "{list: reader.active}"),
      ("plan: {A.name: Ann}", "{event: reader.edit, record: A, set: {name: Bea}, dry_run: true}"),
      ("plan_deletes: []", "{event: loan.remove, record: L1, dry_run: true}"),
      ("outcome: blocked, plan: {A.name: Ann}", "{event: reader.leave, record: A, dry_run: true}"),
      ("outcome: blocked, plan_deletes: []", "{event: reader.leave, record: A, dry_run: true}"),
    ])
  func eachKey(then: String, step: String) throws {
    #expect(try !Lending.run(given: Lending.people, when: step, then: then).passed)
    // And as the step's own.
    let own = step.dropLast() + ", then: {\(then)}}"
    #expect(
      try !Lending.run(
        given: Lending.people, when: "\(own), {tick: true}", then: "outcome: allowed"
      ).passed)
  }
}
