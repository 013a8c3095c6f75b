import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("Defaults of inputs")
struct DefaultInputTests {
  private static let loans = """
    workflow: loans
    records:
      loan:
        fields: {start: date, due: {type: date, default: '=start + days(14)'}, note: text?}
        states: {status: [out, back]}
        transitions:
          lend: {from: new, inputs: [start, due]}
          lend_backwards: {from: new, inputs: [due, start]}
          extend:
            from: out
            inputs:
              - number: {type: integer, checks: {enough: {check: number < most, otherwise: Too many.}}}
              - most: {type: integer, default: '=number + 5'}
              - until: {type: date, default: '=start + days(number + most)'}
            effects: [{set: {due: =until}}]
    """

  private static let first = StoredValue.date(.init(year: 2026, month: 3, day: 1) ?? .earliest)

  @Test("a formula reads what is given, wherever it stands", arguments: ["lend", "lend_backwards"])
  func fields(event: String) throws {
    let bench = try Workbench(Self.loans)
    let plan = try bench.step(
      event, "loan", "L1", inputs: ["start": Self.first], isNew: true)
    _ = try bench.apply(plan)
    #expect(try bench.value("loan", "L1", "due") == "2026-03-15")
  }

  @Test("a formula reads the inputs before it, also those with defaults")
  func inputs() throws {
    let bench = try Workbench(Self.loans)
    try bench.given("loan", "L1", ["start": Self.first, "due": Self.first])
    _ = try bench.apply(bench.step("extend", "loan", "L1", inputs: ["number": .integer(2)]))
    #expect(try bench.value("loan", "L1", "due") == "2026-03-10")
    _ = try bench.apply(
      bench.step("extend", "loan", "L1", inputs: ["number": .integer(2), "most": .integer(3)]))
    #expect(try bench.value("loan", "L1", "due") == "2026-03-06")
  }

  @Test("a check reads the inputs behind it")
  func checks() throws {
    let bench = try Workbench(Self.loans)
    try bench.given("loan", "L1", ["start": Self.first, "due": Self.first])
    let outcome = try bench.step(
      "extend", "loan", "L1", inputs: ["number": .integer(4), "most": .integer(3)])
    #expect(bench.reasons(outcome) == ["enough"])
  }

  @Test("a formula cannot read an input that is asked for after it")
  func later() {
    let text = """
      workflow: w
      records:
        item:
          transitions:
            go: {inputs: [a: {type: integer, default: =b}, b: {type: integer}]}
      """
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
    #expect(found.map(\.message) == ["there is no field or value 'b' here"])
  }
}
