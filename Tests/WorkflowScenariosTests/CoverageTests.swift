import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("The coverage of scenarios")
struct CoverageTests {
  private func gaps(_ kinds: Set<Coverage.Kind>, given: String = Lending.people, when: String)
    throws -> [String]
  {
    let result = try Lending.run(given: given, when: when, then: "emits_no: [pigeon]")
    return Coverage(of: try Lending.definition(), [result]).gaps(kinds).map(\.gap)
  }

  @Test(
    "states are covered by records that are given in them or come into them, if only to be erased")
  func states() throws {
    #expect(
      try gaps([.state], when: "{event: reader.edit, record: A}") == [
        "no record is ever in state 'forgotten' of reader.status",
        "no record is ever in state 'overdue' of loan.status",
        "no record is ever in state 'back' of loan.status",
      ])
    #expect(
      try gaps([.state], when: "{event: reader.forget, records: all}, {tick: true}")
        == ["no record is ever in state 'back' of loan.status"])
  }

  @Test("transitions are covered when they fire, in a cascade too, not by a dry run or a refusal")
  func transitions() throws {
    let none = try gaps([.transition], when: "{event: reader.edit, record: A, dry_run: true}")
    #expect(none.contains("reader.edit never happens"))
    let some = try gaps([.transition], when: "{event: reader.bar, record: A, confirm: true}")
    #expect(!some.contains("reader.bar never happens"))
    #expect(!some.contains("loan.recall never happens"))
    #expect(some.contains("reader.leave never happens"))
  }

  @Test("an invariant whose 'when' asks for 'before' is looked at where it held in the step")
  func before() throws {
    let play = try Play(
      """
      workflow: covers
      records:
        cover:
          fields: {by: {choice: [lapse, hand], optional: true}}
          states: {status: [suspended, active]}
          transitions: {restore: {from: suspended, to: active, effects: [{set: {by: null}}]}}
      invariants:
        restored:
          record: cover
          during: [cover.restore]
          when: before.by == "lapse"
          check: status == "active"
          otherwise: It is restored.
      """)
    func gaps(_ reason: String) throws -> [String] {
      let result = try play.result(
        given: "K: {type: cover, by: \(reason)}", when: "{event: cover.restore, record: K}",
        then: "changes: {K.status: active, K.by: null}")
      #expect(result.passed, "\(result.text)")
      return Coverage(of: play.definition, [result]).gaps([.invariant]).map(\.gap)
    }
    #expect(try gaps("lapse").isEmpty)
    #expect(try gaps("hand").count == 1)
  }

  @Test("an operation that does not exist is covered when it is asked for")
  func notSupported() throws {
    let gaps = try gaps(
      [.transition],
      when:
        "{event: reader.leave, record: A, then: {outcome: blocked}}, {event: reader.edit, record: A}"
    )
    #expect(!gaps.contains("reader.leave never happens"))
  }

  @Test("a guard's refusal, its refusal alone and its holding are told apart")
  func guards() throws {
    let admit =
      "{event: reader.admit, record: B, as: {roles: [head]}, then: {outcome: blocked}}, {view: B}"
    let both = "B: {type: reader, number: 2, name: Ben, status: barred, fees: 1}"
    let one = "B: {type: reader, number: 2, name: Ben, status: barred, fees: 1, phones: ['1']}"
    let last = ", {event: reader.edit, record: B}"
    let kinds: Set<Coverage.Kind> = [.refusal, .refusalAlone, .holding]
    let afterBoth = try gaps(kinds, given: both, when: admit + last).filter {
      $0.contains("reader.admit")
    }
    #expect(
      afterBoth == [
        "guard 'no_fees' of reader.admit is never the only reason",
        "guard 'no_fees' of reader.admit never holds",
        "guard 'has_phone' of reader.admit is never the only reason",
        "guard 'has_phone' of reader.admit never holds",
      ])
    let afterOne = try gaps(kinds, given: one, when: admit + last).filter {
      $0.contains("reader.admit")
    }
    #expect(
      afterOne == [
        "guard 'no_fees' of reader.admit never holds",
        "guard 'has_phone' of reader.admit never refuses",
        "guard 'has_phone' of reader.admit is never the only reason",
      ])
  }

  @Test("a guard that a cascade meets is covered")
  func cascades() throws {
    let gaps = try gaps(
      [.refusal, .holding], when: "{event: reader.bar, record: A, confirm: true}")
    #expect(!gaps.contains { $0.contains("'not_reserved' of loan.recall") })
  }

  @Test("what passes between people and the workflow is counted for itself")
  func dialogue() throws {
    let kinds: Set<Coverage.Kind> = [
      .roleRefused, .questionAnswered, .questionOpen, .warning, .reminder, .inputGiven,
      .inputLeftOut,
    ]
    func open(_ when: String, _ given: String = Lending.people) throws -> [String] {
      try gaps(kinds, given: given, when: when).filter {
        $0.contains("reader.bar") || $0.contains("reader.admit")
      }
    }
    let all = try open("{event: reader.edit, record: A}")
    #expect(
      all == [
        "the question of reader.bar is never answered",
        "the question of reader.bar is never left open",
        "warning 'owes' of reader.bar is never shown",
        "reminder 'call' of reader.bar is never shown",
        "input 'recall_loans' of reader.bar is never given",
        "input 'recall_loans' of reader.bar is never left out",
        "reader.admit is never refused for want of a role",
      ])
    let answered = try open(
      "{event: reader.bar, record: A, confirm: true, input: {recall_loans: false}}")
    #expect(
      Set(all).subtracting(answered).isSuperset(of: [
        "the question of reader.bar is never answered",
        "reminder 'call' of reader.bar is never shown",
        "input 'recall_loans' of reader.bar is never given",
      ]))
    #expect(answered.contains("the question of reader.bar is never left open"))
    #expect(answered.contains("input 'recall_loans' of reader.bar is never left out"))
    let left = try open("{event: reader.bar, record: A, then: {outcome: blocked}}, {view: A}")
    #expect(!left.contains("the question of reader.bar is never left open"))
    #expect(left.contains("the question of reader.bar is never answered"))
    let barred = "B: {type: reader, number: 2, name: Ben, status: barred}"
    let refused = try open(
      "{event: reader.admit, record: B, then: {outcome: blocked}}, {view: B}", barred)
    #expect(!refused.contains("reader.admit is never refused for want of a role"))
  }

  @Test("an invariant is covered by a step with a record it applies to")
  func invariants() throws {
    #expect(
      try gaps([.invariant], given: "", when: "{tick: true}") == [
        "invariant 'fees_are_not_negative' is never looked at"
      ])
    #expect(try gaps([.invariant], when: "{event: reader.edit, record: A}").isEmpty)
  }

  @Test("a threshold is reached or not, exactly")
  func threshold() throws {
    let definition = try Lending.definition()
    let coverage = Coverage(of: definition, Footprint())
    #expect(coverage.count([.state]) == (0, 6))
    #expect(!coverage.reaches(percent: 1))
    #expect(coverage.reaches(percent: 0))
    let half = Coverage(
      of: definition,
      [try Lending.run(given: Lending.people, when: "{view: A}", then: "outcome: allowed")])
    #expect(half.count([.state]) == (3, 6))
    #expect(half.reaches(percent: 50, [.state]))
    #expect(!half.reaches(percent: 51, [.state]))
  }

  @Test("a gap has the place in the workflow's file")
  func places() throws {
    let coverage = Coverage(of: try Lending.definition(), Footprint())
    let item = try #require(coverage.items.first { $0.kind == .refusal })
    #expect(item.place.file == "lending.yaml")
    #expect(item.place.line > 1)
  }
}
