import Testing
import WorkflowEngine
import WorkflowWords

@Suite("Termination")
struct TerminationTests {
  @Test("reactions that never settle refuse the step with the story, and change nothing")
  func reactionsNeverSettle() throws {
    let bench = try Workbench(
      """
      workflow: pingpong
      version: 1
      records:
        ball:
          fields: {left: {type: integer, default: 0}, right: {type: integer, default: 0}}
          reactions:
            - {when: left > right, set: {right: =left + 1}}
            - {when: right > left, set: {left: =right + 1}}
          transitions:
            serve: {edits: [left]}
      """)
    try bench.given("ball", "B1", ["left": .integer(0), "right": .integer(0)])
    let outcome = try bench.step("serve", "ball", "B1", edits: ["left": .integer(1)])
    #expect(bench.reasons(outcome) == ["limit_exceeded"])
    guard case .blocked(let refusal) = outcome else { return }
    #expect(refusal.blockers[0].sentence.contains("never settle"))
    #expect(try bench.value("ball", "B1", "left") == "0")
  }

  @Test("reactions are counted for each step by itself")
  func reactionsOfManySteps() throws {
    let bench = try Workbench(
      """
      workflow: doubles
      version: 1
      records:
        ball:
          fields: {one: {type: integer, default: 0}, two: {type: integer, default: 0}}
          reactions: [{when: two != one * 2, set: {two: =one * 2}}]
          transitions:
            serve: {edits: [one]}
      """)
    try bench.given("ball", "B1")
    for _ in 0...InterpreterLimits().reactionRounds {
      let outcome = try bench.step("serve", "ball", "B1", edits: ["one": .integer(3)])
      #expect(bench.reasons(outcome) == [])
    }
  }

  @Test("a cascade deeper than the limit is refused and names its way")
  func deepCascade() throws {
    let bench = try Workbench(
      """
      workflow: tree
      version: 1
      records:
        node:
          fields: {parent: node?}
          relations: {children: {many: node}}
          states: {status: [open, closed]}
          transitions:
            close: {from: open, to: closed, effects: [{for: children, send: close}]}
      """)
    try bench.given("node", "N0")
    for number in 1...40 {
      try bench.given("node", "N\(number)", ["parent": .reference("N\(number - 1)")])
    }
    #expect(bench.reasons(try bench.step("close", "node", "N0")) == ["limit_exceeded"])
    _ = try bench.apply(bench.step("close", "node", "N20"))
    #expect(try bench.value("node", "N40", "status") == "closed")
    #expect(try bench.value("node", "N19", "status") == "open")
  }

  @Test("a circle of records in the data ends a cascade over the same type")
  func circleInTheData() throws {
    let bench = try Workbench(
      """
      workflow: ring
      version: 1
      records:
        node:
          fields: {next: node?}
          relations: {previous: {many: node}}
          states: {status: [open, closed]}
          transitions:
            close: {from: open, to: closed, effects: [{for: previous, send: close}]}
      """)
    try bench.given("node", "N0", ["next": .reference("N1")])
    try bench.given("node", "N1", ["next": .reference("N2")])
    try bench.given("node", "N2", ["next": .reference("N0")])
    let plan = try bench.apply(bench.step("close", "node", "N0"))
    #expect(plan.steps.count == 3)
  }
}
