import Diagnostics
import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("Steps of a scenario")
struct StepTests {
  private func expect(
    _ given: String = Lending.people, _ when: String, _ then: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try Lending.run(given: given, when: when, then: then)
    #expect(result.passed, "\(result.text)", sourceLocation: sourceLocation)
  }

  // MARK: What is given

  @Test("missing fields are empty or have their default, missing regions are in their first state")
  func defaults() throws {
    try expect(
      "A: {type: reader, number: 1, name: Ann}, L: {type: loan, reader: A, notes: [{text: torn}]}",
      "{view: A}",
      "keeps: {A.fees: 0, A.joined: '2026-03-10', A.status: active, A.phones: null, L.due: null, L.notes: [{fee: 0, double_fee: 0}]}"
    )
  }

  @Test(
    "a computed field may be given if it is what is computed; records may be named before they stand"
  )
  func computedFields() throws {
    try expect(
      "L: {type: loan, reader: A, owner_name: Ann}, A: {type: reader, number: 1, name: Ann, loan_count: 1}",
      "{view: A}", "keeps: {A.open_loans: [L]}")
  }

  @Test("when a record came into its state, and what history remembers, may be stated")
  func enteredAndBefore() throws {
    try expect(
      "A: {type: reader, number: 1, name: Ann, entered: {status: '2026-03-01'}, before: {status: active}}",
      "{view: A}", "outcome: allowed")
  }

  // MARK: One step after another

  @Test("a step that is not the last must be allowed")
  func refusedBefore() throws {
    let result = try Lending.run(
      given: Lending.people, when: "{event: reader.bar, record: A}, {view: A}",
      then: "outcome: allowed")
    #expect(result.failures.map(\.step) == [1])
    #expect(
      result.failures.first?.message
        == "it is blocked by not_confirmed, and every step but the last must be allowed")
    #expect(result.failures.first?.range.text == "{event: reader.bar, record: A}")
  }

  @Test("a step's own 'then' may say otherwise, and is about that step")
  func ownThen() throws {
    try expect(
      Lending.people,
      "{event: reader.bar, record: A, then: {outcome: blocked, unchanged: true}}, {event: reader.bar, record: A, confirm: true, then: {warns: [owes], emits: [{message: barred, reader: A}]}}, {view: A}",
      "outcome: allowed, changes: {A.status: barred}, unchanged: true, emits: []")
  }

  @Test("reasons that are expected say that the outcome is blocked")
  func impliedOutcome() throws {
    try expect(Lending.people, "{event: reader.bar, record: A}", "blocked_by: [not_confirmed]")
    let result = try Lending.run(
      given: Lending.people, when: "{event: reader.bar, record: A}", then: "unchanged: true")
    #expect(result.failures.count == 1)
  }

  @Test(
    "a step happens at its own time or at the file's, a date being its first moment in the workflow's zone"
  )
  func times() throws {
    // 2026-03-10 begins in Berlin at 23:00 UTC of the day before.
    try expect(
      """
      A: {type: reader, number: 1, name: Ann, entered: {status: '2026-03-01'}},
      L1: {type: loan, reader: A, title: Emma, due: '2026-03-09', entered: {status: '2026-03-01'}}
      """,
      "{tick: true, at: '2026-03-09T22:59:59Z', then: {report: {count: 0}}}, {tick: true, at: '2026-03-10'}",
      "report: {done: [L1], count: 1}, changes: {L1.status: overdue, L1.fell_at: '2026-03-09T23:00:00Z'}"
    )
  }

  @Test("a step is done by the user it names, with the roles it names")
  func actors() throws {
    try expect(
      Lending.people, "{event: reader.admit, record: B}",
      "outcome: blocked, blocked_by: [not_permitted]")
    try expect(
      Lending.people, "{event: reader.admit, record: B, as: {user: u1, roles: [head]}}",
      "outcome: allowed, changes: {B.status: active}")
  }

  // MARK: What does not fit

  @Test("an input that does not fit reaches the event, which refuses it")
  func wrongInput() throws {
    try expect(
      Lending.people, "{event: reader.pay, record: A, input: {amount: much}}",
      "outcome: blocked, blocked_by: [input_invalid], unchanged: true")
    try expect(
      Lending.people, "{event: reader.edit, record: A, set: {name: null}}",
      "outcome: blocked, blocked_by: [input_invalid]")
    try expect(
      Lending.people, "{event: reader.pay, record: A, input: {amount: -1}}",
      "outcome: blocked, blocked_by: [positive], message: Pay something")
  }

  @Test(
    "what does not exist is invalid, where that is expected",
    arguments: [
      "{event: reader.baar, record: A}", "{event: reeder.bar, record: A}",
      "{event: reader.bar, record: A, input: {recall: true}}",
      "{event: reader.edit, record: A, set: {nome: Bea}}",
      "{event: reader.edit, record: A, set: {loan_count: 1}}",
      "{event: reader.bar, records: all, input: {recall: true}}",
    ])
  func invalid(step: String) throws {
    try expect(Lending.people, step, "outcome: invalid, unchanged: true")
  }

  @Test("a record that is not there is refused, where that is expected")
  func unknownRecord() throws {
    try expect(
      Lending.people, "{event: reader.edit, record: Z}",
      "outcome: blocked, blocked_by: [unknown_record]")
  }

  @Test("a guard that cannot be decided is reported once, by its name too")
  func cannotDecide() throws {
    try expect(
      Lending.people, "{event: loan.prolong, record: L2}",
      "outcome: blocked, blocked_by: [cannot_decide], cannot_decide: [not_late]")
  }

  // MARK: New records

  @Test("a new record has the id it is given, others are numbered")
  func newRecords() throws {
    try expect(
      "",
      "{event: reader.join, as_id: C, input: {number: 3, name: Cem}}, {event: reader.join, input: {number: 4, name: Dan}}",
      "created: [{type: reader, id: reader-1, number: 4, phones: null}], keeps: {C.name: Cem, reader-1.name: Dan}"
    )
  }

  @Test("records that effects create get the names whose fields they have, each once")
  func names() throws {
    try expect(
      Lending.people,
      "{event: reader.lend, record: A, input: {title: Persuasion}, names: {X: {type: loan, title: Sanditon}, Y: {type: loan, title: Persuasion}}}",
      "created: [{type: loan, id: Y, title: Persuasion, reader: A, due: null}], changes: {A.loan_count: 3}"
    )
  }

  // MARK: Dry runs and repeats

  @Test("a dry run tells what would be and leaves everything as it is")
  func dryRun() throws {
    try expect(
      Lending.people, "{event: reader.lend, record: A, input: {title: Persuasion}, dry_run: true}",
      "outcome: allowed, unchanged: true, created: [], emits: [], plan: {A.loan_count: 3}, plan_deletes: [], report: {count: 1}"
    )
    try expect(
      Lending.people,
      "{event: reader.forget, records: all, dry_run: true}, {event: reader.forget, records: all}",
      "erased: [B], report: {done: [B]}, changes: {A.friends: []}")
  }

  @Test("several records of a dry run see what was planned for those before")
  func dryRunOfSeveral() throws {
    try expect(
      Lending.people, "{event: reader.edit, records: [A, B], set: {number: 7}, dry_run: true}",
      "unchanged: true, report: {done: [A], blocked: [{record: B, by: [not_unique]}]}")
  }

  @Test("the same request again gets the first answer and does nothing")
  func repeats() throws {
    let pay = "event: reader.pay, record: A, input: {amount: 1}, request: k1"
    try expect(
      Lending.people, "{\(pay)}, {\(pay), at: '2026-04-01T00:00:00Z'}",
      "outcome: allowed, unchanged: true, changes: {A.fees: 1}, created: [], emits: [], report: {done: [A]}"
    )
    try expect(
      Lending.people, "{\(pay)}, {event: reader.pay, record: A, input: {amount: 2}, request: k1}",
      "outcome: blocked, blocked_by: [stale], unchanged: true, changes: {A.fees: 1}")
  }

  @Test("a request that was refused, or was invalid, may be asked again under its key")
  func refusedRequest() throws {
    try expect(
      Lending.people,
      """
      {event: loan.remove, records: [L1, L2], request: k, then: {outcome: blocked}},
      {event: reader.bar, record: A, request: k, then: {blocked_by: [not_confirmed]}},
      {event: reader.bar, record: A, request: k, confirm: true, then: {changes: {A.status: barred}}},
      {event: reader.bar, record: A, request: k, confirm: true}
      """,
      "outcome: allowed, unchanged: true, emits: []")
    try expect(
      Lending.people,
      "{event: reader.bar, record: A, input: {x: 1}, request: k, then: {outcome: invalid}}, {event: reader.edit, record: A, request: k}",
      "outcome: allowed")
  }

  // MARK: What is gone

  @Test("a record that was deleted or erased is seen as such")
  func gone() throws {
    try expect(
      Lending.people, "{event: loan.remove, record: L1}, {view: L1}",
      "outcome: blocked, blocked_by: [unknown_record], deleted: [L1], erased: []")
    try expect(
      Lending.people,
      "{event: reader.forget, records: all}, {event: reader.edit, record: B, set: {name: X}}",
      "outcome: blocked, blocked_by: [erased], erased: [B], deleted: []")
    let result = try Lending.run(
      given: Lending.people, when: "{event: loan.remove, record: L1}",
      then: "keeps: {L1.title: Emma}")
    #expect(result.failures.first?.message == "L1.title should be \"Emma\", but L1 is deleted")
  }
}
