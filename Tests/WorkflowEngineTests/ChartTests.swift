import CEL
import Testing
import WorkflowEngine
import WorkflowWords

@Suite("Statecharts")
struct ChartTests {
  static let tickets = """
    workflow: tickets
    records:
      ticket:
        undecided: trouble
        fields:
          log: {type: text, default: ''}
          amount: {type: integer, default: 0}
          limit: integer?
        states:
          status:
            - draft
            - open:
                on_entry: [{set: {log: =log + '+open '}}]
                on_exit: [{set: {log: =log + '-open '}}]
                states:
                  progress:
                    - triage: {on_entry: [{set: {log: =log + '+triage '}}], on_exit: [{set: {log: =log + '-triage '}}]}
                    - working:
                        on_entry: [{set: {log: =log + '+working '}}]
                        on_exit: [{set: {log: =log + '-working '}}]
                        states:
                          desk: [front, back]
                    - solved: {final: true}
                    - back_to: {history: shallow, default: working}
                    - deep_back: {history: deep}
                  payment:
                    - unpaid: {on_exit: [{set: {log: =log + '-unpaid '}}]}
                    - paid: {final: true}
            - waiting
            - closed: {final: true}
        transitions:
          start: {from: draft, to: open, effects: [{set: {log: =log + 'start '}}]}
          work: {from: triage, to: working}
          pass: {from: front, to: back}
          solve: {from: working, to: solved}
          pay: {from: unpaid, to: paid}
          hold: {from: open, to: waiting}
          resume: {from: waiting, to: back_to}
          resume_deep: {from: waiting, to: deep_back}
          finish: {done: open, from: open, to: closed, effects: [{set: {log: =log + 'finish '}}]}
          touch:
            first:
              - {from: open, effects: [{set: {log: =log + 'outer '}}]}
              - {from: triage, when: amount > 10, effects: [{set: {log: =log + 'inner '}}]}
          both:
            - {from: triage, to: working}
            - {from: unpaid, to: paid}
          again: {from: open, to: open}
          inside: {from: draft, to: back}
          spend: {from: draft, effects: [{set: {amount: =amount + 5}}, {raise: check}]}
          check: {from: draft, when: amount >= 10, to: waiting}
          grow: {automatic: true, from: waiting, when: amount >= 10 && amount < 13, effects: [{set: {amount: =amount + 1}}]}
          compare: {from: draft, effects: [{set: {amount: =limit + 1}}, {set: {log: 'not here'}}]}
          trouble: {from: draft, effects: [{set: {log: trouble}}]}
          drop: {from: [waiting, triage, unpaid], to: closed, effects: [{set: {log: =log + 'drop '}}]}
          import: {from: new, to: waiting, effects: [{send: resume}]}
      lamp:
        fields: {flips: {type: integer, default: 0}}
        states: {light: ['off', 'on']}
        transitions:
          flip: {automatic: true, from: 'off', when: flips >= 0, to: 'on', effects: [{set: {flips: =flips + 1}}]}
          flop: {automatic: true, from: 'on', when: flips >= 0, to: 'off'}
          press: {from: 'off'}
    """

  private func ticket(_ values: [String: StoredValue] = [:]) throws -> Workbench {
    let bench = try Workbench(Self.tickets)
    try bench.given("ticket", "T1", values)
    return bench
  }

  private func play(_ bench: Workbench, _ events: [String]) throws {
    for event in events { _ = try bench.apply(try bench.step(event, "ticket", "T1")) }
  }

  private func states(_ bench: Workbench) throws -> String {
    try ["status", "progress", "desk", "payment"].map { try bench.value("ticket", "T1", $0) }
      .filter { $0 != "" && $0 != "empty" && $0 != "null" }.joined(separator: " ")
  }

  @Test("a state is entered with the first states of its regions, outer before inner")
  func entering() throws {
    let bench = try ticket()
    try play(bench, ["start"])
    #expect(try states(bench) == "open triage unpaid")
    #expect(try bench.value("ticket", "T1", "log") == "start +open +triage ")
  }

  @Test("leaving goes from the inside out, the later region first")
  func leaving() throws {
    let bench = try ticket()
    try play(bench, ["start", "hold"])
    #expect(try states(bench) == "waiting")
    #expect(
      try bench.value("ticket", "T1", "log") == "start +open +triage -unpaid -triage -open ")
  }

  @Test("a shallow history goes back to the state, a deep one also inside it")
  func histories() throws {
    let bench = try ticket()
    try play(bench, ["start", "work", "pass", "hold", "resume"])
    #expect(try states(bench) == "open working front unpaid")
    try play(bench, ["pass", "hold", "resume_deep"])
    #expect(try states(bench) == "open working back unpaid")
  }

  @Test("a history without memory takes its default")
  func historyDefault() throws {
    let bench = try ticket(["status": .choice("waiting")])
    try play(bench, ["resume"])
    #expect(try states(bench) == "open working front unpaid")
  }

  @Test("a state whose regions are all final is done")
  func done() throws {
    let bench = try ticket()
    try play(bench, ["start", "pay", "work", "solve"])
    #expect(try states(bench) == "closed")
    #expect(try bench.value("ticket", "T1", "log").hasSuffix("-open finish "))
  }

  @Test("an inner state's way goes before the outer one's, unless its condition fails")
  func innerFirst() throws {
    let bench = try ticket()
    try play(bench, ["start", "touch"])
    #expect(try bench.value("ticket", "T1", "log").hasSuffix("outer "))
    let rich = try ticket(["amount": .integer(11)])
    try play(rich, ["start", "touch"])
    #expect(try rich.value("ticket", "T1", "log").hasSuffix("inner outer "), "each region its own")
  }

  @Test("parallel regions each take their own way of one event")
  func together() throws {
    let bench = try ticket()
    try play(bench, ["start", "both"])
    #expect(try states(bench) == "open working front paid")
  }

  @Test("a transition to the state itself leaves it and enters it anew")
  func again() throws {
    let bench = try ticket()
    try play(bench, ["start", "work", "again"])
    #expect(try states(bench) == "open triage unpaid")
  }

  @Test("naming an inner state enters the states around it")
  func inside() throws {
    let bench = try ticket()
    try play(bench, ["inside"])
    #expect(try states(bench) == "open working back unpaid")
  }

  @Test(
    "a list of states of several regions needs one of them, and goes once",
    arguments: [
      ["start"], ["start", "work"], ["start", "hold"],
    ])
  func severalSources(_ events: [String]) throws {
    let bench = try ticket()
    try play(bench, events + ["drop"])
    #expect(try states(bench) == "closed")
    #expect(try bench.value("ticket", "T1", "log").components(of: "drop") == 1)
  }

  @Test("a new record that its own effects send on is not brought back")
  func sentOn() throws {
    let bench = try Workbench(Self.tickets)
    _ = try bench.apply(try bench.step("import", "ticket", "T1", isNew: true))
    #expect(try states(bench) == "open working front unpaid")
  }

  @Test("a raised event is answered in the same step, and dropped where nothing answers it")
  func raising() throws {
    let bench = try ticket()
    try play(bench, ["spend"])
    #expect(try states(bench) == "draft")
    try play(bench, ["spend"])
    #expect(try states(bench) == "waiting")
    #expect(try bench.value("ticket", "T1", "amount") == "13")
  }

  @Test("an effect that cannot be told ends its list and raises the type's event")
  func undecided() throws {
    let bench = try ticket()
    try play(bench, ["compare"])
    #expect(try bench.value("ticket", "T1", "log") == "trouble")
  }

  @Test("automatic transitions that never end refuse the step and tell the story")
  func neverEnding() throws {
    let bench = try Workbench(Self.tickets)
    try bench.given("lamp", "L1")
    guard case .blocked(let refusal) = try bench.step("press", "lamp", "L1") else {
      Issue.record("it was allowed")
      return
    }
    #expect(refusal.names == ["limit_exceeded"])
    #expect(refusal.blockers[0].sentence.contains("flip lamp L1 → flop lamp L1"))
  }
}

extension String {
  fileprivate func components(of word: String) -> Int {
    split(separator: " ").count { $0 == word }
  }
}
