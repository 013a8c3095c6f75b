import CEL
import Testing
import WorkflowEngine

@Suite("Plain steps")
struct PlainStepTests {
  /// Transitions that are decided by words alone, beside some that just miss that.
  static let things = """
    workflow: things
    version: 1
    records:
      person:
        fields: {name: text?}
      thing:
        fields:
          count: integer?
          size: {type: integer, default: 1}
          flag: {type: boolean, default: false}
          owner: person?
        states:
          status: [unused, used, gone]
        guards:
          counted: {check: count != null, otherwise: Count it first.}
          large: {check: size > 2, otherwise: It is too small.}
          owned: {check: owner.name != null, otherwise: Nobody of a name owns it.}
        transitions:
          use: {from: unused, to: used}
          keep: {from: [unused, used]}
          count_once: {from: [unused, used], effects: [{set: {count: 1}}]}
          count_twice: {from: [unused, used], effects: [{set: {count: 1}}, {set: {count: 2}}]}
          forget_count: {from: used, to: unused, effects: [{set: {count: null}}]}
          grow: {from: unused, to: used, effects: [{set: {size: 5, flag: true}}]}
          shrink: {from: used, effects: [{set: {size: 1}}]}
          disown: {from: [unused, used], effects: [{set: {owner: null}}]}
          mark: {effects: [{when: flag, set: {count: 7}}]}
          mark_used: {from: used, effects: [{when: flag, set: {count: 7}}]}
          lose: {from: used, guards: [counted, large], to: gone}
          hand_over: {from: [unused, used], guards: [owned], to: gone}

    """

  /// What makes the interpreter look at changes once more.
  enum Watch: String, CaseIterable {
    case nothing = ""
    case reaction = """
          reactions:
            - {when: count == 2, set: {size: 3}}
      """
    case invariant = """
      invariants:
        in_bounds: {record: thing, check: size < 5 || count == null, otherwise: It is too much.}
      """
  }

  @Test("Steps that are not explained change what explained ones do", arguments: Watch.allCases)
  func unexplained(watch: Watch) throws {
    let text = Self.things + watch.rawValue + "\n"
    let (told, quick) = (try Workbench(text), try Workbench(text))
    for bench in [told, quick] {
      try bench.given("person", "P0", ["name": .text("Ann")])
      try bench.given("person", "P1")
    }
    let events = try #require(told.definition.recordType(named: "thing")).events
    var allowed = 0
    // Every sequence of three events, each on a thing of its own.
    for number in 0..<(events.count * events.count * events.count) {
      let id = "T\(number)"
      for bench in [told, quick] {
        try bench.given("thing", id, ["owner": .reference("P\(number % 2)")])
      }
      let sequence = [
        number / events.count / events.count, number / events.count % events.count,
        number % events.count,
      ]
      for event in sequence {
        let left = Self.step(told, id, event, explained: true)
        let right = Self.step(quick, id, event, explained: false)
        let story = sequence.map { events[$0].name }.joined(separator: ", ")
        #expect(left == right, "\(story), at \(events[event].name)")
        if left.isAllowed { allowed += 1 }
      }
    }
    #expect(allowed > events.count * events.count)
  }

  /// What came of a step.
  private struct Found: Equatable {
    var isAllowed: Bool
    var guards: String
    var steps: [String] = []
    var changes: [String] = []
    var words: [Int64]
    var version: Int
  }

  /// Carries an event out on the thing, as far as it is allowed.
  private static func step(
    _ bench: Workbench, _ id: String, _ event: Int, explained: Bool
  ) -> Found {
    let thing = bench.snapshot.known(type: 1, id: id)
    let request = Request(
      recordType: 1, event: event, record: thing, actor: Actor(user: "tester"),
      now: Workbench.morning)
    let outcome = bench.interpreter.step(bench.snapshot, request, explained: explained)
    var found = Found(isAllowed: false, guards: "", words: [], version: 0)
    switch outcome {
    case .allowed(let plan):
      found.isAllowed = true
      found.steps = plan.steps.map { "\($0.record) \($0.transition?.event ?? "")" }
      found.changes = plan.changes.map {
        "\($0.record) \($0.slot) \($0.step): \($0.old) \($0.new)"
      }
      bench.snapshot.apply(plan)
    case .blocked(let refusal): found.guards = "\(refusal.reason)"
    case .pending, .invalid: found.guards = "\(outcome)"
    }
    found.words = (0..<5).map { bench.snapshot.storedWord(of: thing, slot: $0) }
    found.version = bench.snapshot.version(of: thing)
    return found
  }
}
