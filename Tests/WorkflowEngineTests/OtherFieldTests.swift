import Testing
import WorkflowEngine

@Suite("A field behind a way that is empty")
struct OtherFieldTests {
  @Test("is not set: the step is refused, alone and among others")
  func missing() throws {
    let bench = try Workbench(
      """
      workflow: bank
      version: 1
      records:
        account: {fields: {balance: {type: integer, default: 0}}}
        transfer:
          fields: {goal: account?, amount: {type: integer, default: 5}}
          transitions:
            alone: {effects: [{set: {goal.balance: 1}}]}
            together: {effects: [{set: {goal.balance: 1, amount: 9}}]}
      """)
    try bench.given("account", "A")
    try bench.given("transfer", "T")
    try bench.given("transfer", "U", ["goal": .reference("A")])
    for event in ["alone", "together"] {
      #expect(bench.reasons(try bench.step(event, "transfer", "T")) == ["cannot_decide"])
      #expect(bench.reasons(try bench.step(event, "transfer", "U")) == [])
    }
  }
}
