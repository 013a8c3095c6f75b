import CEL
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

@testable import WorkflowScenarios

@Suite("Ticks of the clock")
struct TickTests {
  private func expect(_ given: String, _ when: String, _ then: String) throws {
    let result = try Lending.run(given: given, when: when, then: then)
    #expect(result.passed, "\(result.text)")
  }

  @Test("everything due fires, each at its due time, in the order of due times")
  func order() throws {
    let result = try Lending.run(
      given: """
        A: {type: reader, number: 1, name: Ann, entered: {status: '2026-02-01'}},
        L3: {type: loan, reader: A, title: a, due: '2026-03-01', entered: {status: '2026-02-01'}},
        L1: {type: loan, reader: A, title: b, due: '2026-03-02', entered: {status: '2026-02-01'}},
        L2: {type: loan, reader: A, title: c, due: '2026-03-01', entered: {status: '2026-02-01'}},
        L4: {type: loan, reader: A, title: d, due: '2026-03-10'},
        L5: {type: loan, reader: A, title: e}
        """,
      when: "{tick: true}",
      then: """
        outcome: allowed, report: {done: [L2, L3, L1], count: 3}, emits: [{message: overdue, loan: L1}, {message: overdue, loan: L2}, {message: overdue, loan: L3}],
        changes: {L1.fell_at: '2026-03-02T23:00:00Z', L2.fell_at: '2026-03-01T23:00:00Z'}, keeps: {L4.status: out, L5.status: out}
        """)
    #expect(result.passed, "\(result.text)")
  }

  @Test(
    "a timer that a guard holds back stays due and fires when that is gone, at the time at which it went"
  )
  func heldBack() throws {
    try expect(
      "A: {type: reader, number: 1, name: Ann, status: barred, phones: ['1']}, L: {type: loan, reader: A, title: a, due: '2026-03-01'}",
      """
      {tick: true, then: {unchanged: true, report: {blocked: [{record: L, by: [reader_active]}], count: 0}}},
      {event: reader.admit, record: A, as: {roles: [head]}, at: '2026-03-11T09:00:00Z'},
      {tick: true, at: '2026-03-12T09:00:00Z'}
      """,
      "report: {done: [L]}, changes: {L.status: overdue, L.fell_at: '2026-03-11T09:00:00Z'}")
  }

  @Test("what was due before the records were there fires at the moment they came")
  func dueBefore() throws {
    try expect(
      "A: {type: reader, number: 1, name: Ann, entered: {status: '2026-02-01'}}, L: {type: loan, reader: A, title: a, due: '2026-03-01'}",
      "{tick: true, at: '2026-03-12T09:00:00Z'}", "changes: {L.fell_at: '2026-03-10T09:00:00Z'}")
  }

  @Test("of several ways at different times, each fires at its own")
  func waysOfTheirOwn() throws {
    let play = try Play(
      """
      workflow: kilns
      records:
        kiln:
          fields: {log: {type: text, default: ''}}
          states: {fire: [lit, out], door: [shut, open]}
          transitions:
            cool:
              - {from: lit, after: 2d, to: out, effects: [{set: {log: =log + 'f'}}]}
              - {from: shut, after: 5d, to: open, effects: [{set: {log: =log + 'd'}}]}
      """)
    try play.expect(
      given: "K: {type: kiln}",
      when:
        "{tick: true, at: '2026-03-13T09:00:00Z', then: {changes: {K.fire: out, K.log: f}, keeps: {K.door: shut}}}, {tick: true, at: '2026-03-16T09:00:00Z'}",
      then: "changes: {K.door: open, K.log: fd}")
  }

  @Test("of what is due at once, what became due first fires first, whatever the ids")
  func orderOfDueTimes() throws {
    let play = try Play(
      """
      workflow: queues
      records:
        queue: {fields: {log: {type: text, default: ''}}}
        ticket:
          fields: {queue: queue, due: date?}
          transitions:
            call:
              at: due
              effects:
                - {set: {queue.log: =queue.log + string(day(due))}}
                - {set: {due: null}}
      """)
    let tickets = (1...9).map { "T\($0): {type: ticket, queue: Q, due: '2026-03-0\(10 - $0)'}" }
    try play.expect(
      given: "Q: {type: queue}, \(tickets.joined(separator: ", "))", when: "{tick: true}",
      then: "changes: {Q.log: '123456789'}, report: {count: 9}")
  }

  @Test("a timer that moves on fires once for each time it missed, and not again")
  func repeating() throws {
    try expect(
      "D: {type: digest, next: '2026-02-20'}",
      "{tick: true}, {tick: true, then: {report: {count: 0}}}, {tick: true, at: '2026-03-14'}",
      "changes: {D.sent: 4, D.next: '2026-03-20'}, report: {count: 1}")
  }

  @Test("records that timers make are called as the tick's names say")
  func names() throws {
    let play = try Play(
      """
      workflow: bills
      records:
        policy:
          fields: {number: integer, due: date?}
          relations: {bills: {many: bill}}
          transitions:
            bill:
              at: due
              effects:
                - {create: bill, with: {policy: =policy, number: =number}}
                - {set: {due: null}}
        bill: {fields: {policy: policy, number: integer}}
      """)
    try play.expect(
      given: """
        P1: {type: policy, number: 1, due: '2026-03-01'},
        P2: {type: policy, number: 2, due: '2026-03-02'}
        """,
      when: "{tick: true, names: {second: {type: bill, number: 2}, first: {type: bill}}}",
      then: """
        created: [{type: bill, id: first, policy: P1}, {type: bill, id: second, policy: P2}],
        changes: {first.number: 1, second.number: 2}
        """)
  }

  @Test("a tick with nothing due is allowed")
  func nothingDue() throws {
    try expect(
      "A: {type: reader, number: 1, name: Ann}", "{tick: true}", "outcome: allowed, unchanged: true"
    )
  }

  @Test("a tick stops at its limit and says so")
  func limit() throws {
    let definition = try Lending.definition()
    let type = try #require(definition.recordType(named: "digest"))
    let store = MemoryStore(definition: definition)
    var rows = [
      ImportRow(
        type: type.index, id: "D",
        values: [
          try #require(type.slot(of: "next")): .date(CivilDate(daysSinceEpoch: 0)),
          try #require(type.slot(of: "sent")): .integer(0),
        ])
    ][...]
    _ = try store.importRecords(ImportOptions(actor: Actor(user: "test"), at: 0)) {
      rows.popFirst()
    }
    let conductor = Conductor(store)
    conductor.options.firings = 5
    let answer = try conductor.tick(at: 86_400_000_000 * 1000)
    #expect(answer.fired.count == 5)
    #expect(answer.isCutShort)
    #expect(try store.lastTick() == nil, "the next tick goes on from there")
  }
}
