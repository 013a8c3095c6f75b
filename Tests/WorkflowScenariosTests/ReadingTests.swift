import Diagnostics
import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("Mistakes in scenario files")
struct ReadingTests {
  /// A piece of a scenario, the code of its mistake, and the marked characters.
  struct Mistake: CustomTestStringConvertible {
    var given = Lending.people
    var when = "{event: reader.edit, record: A}"
    var then = "outcome: allowed"
    let code: String
    let marked: String
    var label: String?

    var testDescription: String { "\(code) at \(marked)" }
  }

  @Test(
    "a mistake is reported where it stands",
    arguments: [
      Mistake(
        given: "A: {type: raeder}", code: "unknown-type", marked: "raeder",
        label: "did you mean reader?"),
      Mistake(given: "A: {type: note}", code: "unknown-type", marked: "note"),
      Mistake(given: "A: {number: 1}", code: "missing-key", marked: "A"),
      Mistake(
        given: "A: {type: reader, nmae: Ann}", code: "unknown-field", marked: "nmae",
        label: "did you mean name?"),
      Mistake(given: "A: {type: reader, number: one}", code: "value-type", marked: "one"),
      Mistake(
        given: "A: {type: reader, status: activ}", code: "value-type", marked: "activ",
        label: "did you mean active?"),
      Mistake(
        given: "A: {type: reader}, L: {type: loan, reader: B}", code: "unknown-record", marked: "B"),
      Mistake(
        given: "A: {type: digest}, L: {type: loan, reader: A}", when: "{tick: true}",
        code: "unknown-record", marked: "A"),
      Mistake(given: "A: {type: reader, loan_count: 4}", code: "computed-value", marked: "4"),
      Mistake(
        given: "A: {type: reader, entered: {statsu: '2026-01-01'}}", code: "unknown-region",
        marked: "statsu"),
      Mistake(
        given: "A: {type: reader, entered: {status: soon}}", code: "value-type", marked: "soon"),
      Mistake(
        given: "A: {type: reader, before: {status: activ}}", code: "unknown-state", marked: "activ"),
      Mistake(
        when: "{event: reader.edti, record: A}", code: "unknown-event", marked: "reader.edti",
        label: "did you mean edit?"),
      Mistake(when: "{event: edit, record: A}", code: "wrong-shape", marked: "edit"),
      Mistake(
        when: "{event: reader.edit, recrod: A}", code: "unknown-key", marked: "recrod",
        label: "did you mean record?"),
      Mistake(when: "{event: reader.edit, record: C}", code: "unknown-record", marked: "C"),
      Mistake(when: "{event: reader.edit, record: L1}", code: "unknown-record", marked: "L1"),
      Mistake(when: "{event: reader.edit, records: [A, C]}", code: "unknown-record", marked: "C"),
      Mistake(
        when: "{event: reader.edit, record: A, records: [B]}", code: "misplaced-key", marked: "[B]"),
      Mistake(when: "{event: reader.edit, record: A, of: B}", code: "misplaced-key", marked: "of"),
      Mistake(
        when: "{event: reader.edit, record: A, set: {nmae: X}}", code: "unknown-field",
        marked: "nmae"),
      Mistake(
        when: "{event: reader.edit, record: A, set: {loan_count: 1}}", code: "unknown-field",
        marked: "loan_count"),
      Mistake(
        when: "{event: reader.pay, record: A, input: {amuont: 1}}", code: "unknown-name",
        marked: "amuont"),
      Mistake(
        when: "{event: reader.edit, record: A, confirm: yes}", code: "wrong-value", marked: "yes",
        label: "write true"),
      Mistake(
        when: "{event: reader.edit, record: A, at: noon}", code: "value-type", marked: "noon"),
      Mistake(
        when: "{event: reader.edit, record: A, as: {usr: x}}", code: "unknown-key", marked: "usr"),
      Mistake(when: "{event: reader.join, as_id: L1}", code: "name-taken", marked: "L1"),
      Mistake(
        when: "{event: reader.lend, record: A, names: {X: {title: x}}}", code: "missing-key",
        marked: "{title: x}"),
      Mistake(
        when: "{event: reader.lend, record: A, names: {X: {type: loan, tilte: x}}}",
        code: "unknown-field", marked: "tilte"),
      Mistake(when: "{tick: false}", code: "wrong-value", marked: "false"),
      Mistake(when: "{record: A}", code: "missing-key", marked: "{"),
      Mistake(when: "{view: C}", code: "unknown-record", marked: "C"),
      Mistake(
        when: "{list: reader.activ}", code: "unknown-name", marked: "reader.activ",
        label: "did you mean active?"),
      Mistake(when: "{list: loan.open, of: C}", code: "unknown-record", marked: "C"),
      Mistake(
        when: "{approve: reader.edit, record: A}", code: "no-approval", marked: "reader.edit"),
      Mistake(
        then: "outcom: allowed", code: "unknown-key", marked: "outcom",
        label: "did you mean outcome?"),
      Mistake(
        then: "outcome: alowed", code: "wrong-value", marked: "alowed",
        label: "did you mean allowed?"),
      Mistake(
        then: "blocked_by: [no_fee]", code: "unknown-name", marked: "no_fee",
        label: "did you mean no_fees?"),
      Mistake(then: "blocked_by: no_fees", code: "wrong-shape", marked: "no_fees"),
      Mistake(then: "blocked_by: [guard_failed]", code: "unknown-name", marked: "guard_failed"),
      Mistake(then: "cannot_decide: [wrong_state]", code: "unknown-name", marked: "wrong_state"),
      Mistake(then: "unchanged: on", code: "wrong-value", marked: "on"),
      Mistake(then: "changes: {A.nmae: X}", code: "unknown-field", marked: "A.nmae"),
      Mistake(then: "changes: {C.name: X}", code: "unknown-record", marked: "C.name"),
      Mistake(then: "changes: {A: X}", code: "wrong-shape", marked: "A"),
      Mistake(then: "changes: {A.number: X}", code: "value-type", marked: "X"),
      Mistake(then: "keeps: {L1.reader: C}", code: "unknown-record", marked: "C"),
      Mistake(then: "keeps: {L1.notes: [{txet: a}]}", code: "unknown-field", marked: "txet"),
      Mistake(then: "created: [{type: laon}]", code: "unknown-type", marked: "laon"),
      Mistake(then: "created: [{title: x}]", code: "missing-key", marked: "{"),
      Mistake(then: "created: [{type: loan, tilte: x}]", code: "unknown-field", marked: "tilte"),
      Mistake(then: "deleted: [C]", code: "unknown-record", marked: "C"),
      Mistake(
        then: "emits: [{message: bared}]", code: "unknown-name", marked: "bared",
        label: "did you mean barred?"),
      Mistake(
        then: "emits: [{message: barred, raeder: A}]", code: "unknown-field", marked: "raeder"),
      Mistake(then: "emits: [{reader: A}]", code: "missing-key", marked: "{"),
      Mistake(then: "warns: [call]", code: "unknown-name", marked: "call"),
      Mistake(
        then: "reminds: [cal]", code: "unknown-name", marked: "cal", label: "did you mean call?"),
      Mistake(
        then: "emits_no: [bared]", code: "unknown-name", marked: "bared",
        label: "did you mean barred?"),
      Mistake(then: "prompt: {txt: a}", code: "unknown-key", marked: "txt"),
      Mistake(then: "prompt: {inputs: {nothing: 1}}", code: "unknown-name", marked: "nothing"),
      Mistake(then: "report: {counts: 1}", code: "unknown-key", marked: "counts"),
      Mistake(then: "report: {count: some}", code: "wrong-value", marked: "some"),
      Mistake(then: "report: {blocked: [{record: A}]}", code: "missing-key", marked: "{"),
      Mistake(
        then: "report: {blocked: [{record: C, by: [no_fees]}]}", code: "unknown-record", marked: "C"
      ),
      Mistake(then: "view: {badges: []}", code: "misplaced-key", marked: "view"),
      Mistake(then: "list: {rows: []}", code: "misplaced-key", marked: "list"),
      Mistake(then: "plan: {A.name: X}", code: "misplaced-key", marked: "plan"),
      Mistake(then: "plan_deletes: []", code: "misplaced-key", marked: "plan_deletes"),
      Mistake(
        when: "{view: A}", then: "view: {badges: [red_dto]}", code: "unknown-name",
        marked: "red_dto", label: "did you mean red_dot?"),
      Mistake(
        when: "{view: A}", then: "view: {row_color: rad}", code: "unknown-name", marked: "rad"),
      Mistake(
        when: "{view: A}", then: "view: {menu_has: [Bra]}", code: "unknown-name", marked: "Bra"),
      Mistake(
        when: "{view: A}", then: "view: {menu_tabs: [Loand]}", code: "unknown-name", marked: "Loand"
      ),
      Mistake(
        when: "{view: A}", then: "prompt: {text: x}", code: "misplaced-key", marked: "prompt"),
      Mistake(
        when: "{list: loan.open}", then: "list: {rows: [C]}", code: "unknown-record", marked: "C"),
    ])
  func mistakes(mistake: Mistake) throws {
    let source = Lending.source(given: mistake.given, when: mistake.when, then: mistake.then)
    let (file, diagnostics) = try Lending.read(source)
    // A rule may have been dropped: that fails the scenario, not the file.
    let isAboutARule = ["blocked_by: [", "cannot_decide", "warns", "reminds", "emits_no"]
      .contains { mistake.then.hasPrefix($0) }
    #expect(file?.isSound == isAboutARule)
    let found = diagnostics.first
    #expect(found?.code == mistake.code, "\(ProjectFiles.render(diagnostics))")
    #expect(found?.range?.text == mistake.marked)
    if let label = mistake.label { #expect(found?.label == label) }
    #expect(diagnostics.count == 1, "\(ProjectFiles.render(diagnostics))")
  }

  @Test(
    "what must not be need not exist",
    arguments: [
      "not_created: [{type: pigeon, id: X}]",
      "not_created: [{type: loan, colour: red}]",
      "not_created: [{type: loan, status: lost}]", "not_created: [{type: loan, reader: Z}]",
    ])
  func exceptions(then: String) throws {
    let result = try Lending.run(
      given: Lending.people, when: "{event: reader.lend, record: A, input: {title: x}}", then: then)
    #expect(result.passed, "\(result.text)")
  }

  @Test("a menu may lack what does not exist")
  func menuLacks() throws {
    #expect(
      try Lending.run(given: Lending.people, when: "{view: A}", then: "view: {menu_lacks: [Fly]}")
        .passed)
  }

  @Test(
    "a file that is no scenario file says so",
    arguments: [
      ("", "empty-file"), ("# nothing\n", "empty-file"), ("[]", "wrong-shape"),
      ("scenarios: [{id: x}]", "missing-key"),
      ("workflow: lending\nscenarios: [{id: x}]", "missing-key"),
      ("workflow: lending\nclock: '2026-03-10'\nscenarios: []", "wrong-value"),
      ("workflow: lending\nclock: '2026-03-10'\nscenarios:", "empty-key"),
      ("workflow: landing\nclock: '2026-03-10'\nscenarios: [{id: x}]", "unknown-workflow"),
      ("workflow: lending\nclock: '2026-03-10'\nscenarios: {x: y}", "wrong-shape"),
      ("workflow: lending\nclock: '2026-03-10'\nscenarios: [{title: x}]", "missing-key"),
      ("workflow: lending\nclock: '2026-03-10'\nscenarios: [{id: x}]", "missing-key"),
      (
        "workflow: lending\nclock: '2026-03-10'\nscenarios: [{id: x, when: [{tick: true}]}]",
        "missing-key"
      ),
      (
        "workflow: lending\nclock: '2026-03-10'\nscenarios: [{id: x, when: [{tick: true}], then: {unchanged: true}}]\nscenario: []",
        "unknown-key"
      ),
      (
        "workflow: lending\nclock: '2026-03-10'\nscenarios: [{id: x, when: [{tick: true, then: {unchanged: true}}]}, {id: x, when: [{tick: true, then: {unchanged: true}}]}]",
        "name-taken"
      ),
    ])
  func files(text: String, code: String) throws {
    let (file, diagnostics) = try Lending.read(SourceFile(name: "x.scenarios.yaml", text: text))
    #expect(file?.isSound != true)
    #expect(diagnostics.map(\.code) == [code], "\(ProjectFiles.render(diagnostics))")
  }

  @Test("the workflow of a file is known without reading the rest")
  func workflowName() {
    #expect(
      ScenarioFile.workflowName(of: SourceFile(name: "x", text: "workflow: lending\nnonsense: ["))
        == nil)
    #expect(
      ScenarioFile.workflowName(of: SourceFile(name: "x", text: "workflow: lending\nnonsense: 1"))
        == "lending")
  }

  @Test("the bad example of a page gives its code, the good one nothing", arguments: scenarioPages)
  func pages(page: DiagnosticPage) throws {
    let definitions = try ["customer-account", "examples/school"].map {
      try ProjectFiles.definition($0)
    }
    let read = { (text: String) in
      ScenarioFile.read(SourceFile(name: "example.scenarios.yaml", text: text)) { name in
        definitions.first { $0.name == name }
      }.diagnostics.map(\.code)
    }
    #expect(read(page.bad) == [page.code], "\(page.bad)")
    #expect(read(page.good) == [])
  }

  @Test("a complete list has a limit")
  func tooMany() throws {
    let entries = Array(repeating: "{type: loan}", count: 1_001).joined(separator: ", ")
    let source = Lending.source(
      given: Lending.people, when: "{tick: true}", then: "created: [\(entries)]")
    #expect(try Lending.read(source).diagnostics.map(\.code) == ["too-many"])
  }
}
