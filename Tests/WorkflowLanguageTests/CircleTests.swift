import Diagnostics
import Testing

@Suite("A circle")
struct CircleTests {
  @Test("of events tells its story, each step with its place")
  func cascade() {
    let found = diagnostics(
      """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed, effects: [{for: services, send: stop}]}
        service:
          fields: {account: account}
          states: {status: [active, stopped]}
          transitions:
            stop: {from: active, to: stopped, effects: [{send: close, to: account}]}
      """)
    #expect(found.map(\.code) == ["cascade-circle"])
    #expect(
      found.first?.message
        == "events send each other in a circle: account.close → service.stop → account.close")
    #expect(
      found.first?.notes.map { "\($0.message) \($0.range?.place ?? "")" } == [
        "account.close sends service.stop here w.yaml:7:73",
        "service.stop sends account.close here w.yaml:12:58",
      ])
  }

  @Test("over a set of the same type ends where the states change")
  func set() {
    func codes(_ states: String) -> [String] {
      diagnostics(
        """
        workflow: parts
        records:
          part:
            fields: {whole: part?}
            relations: {parts: {many: part}}
            states: {status: [active, scrapped]}
            transitions:
              scrap: {\(states), effects: [{for: parts, send: scrap}]}
        """
      ).map(\.code)
    }
    #expect(codes("from: active, to: scrapped") == [])
    #expect(codes("from: active") == ["cascade-circle"])
    #expect(codes("to: scrapped") == ["cascade-circle"])
  }

  @Test("of formula fields over record types and sets is found")
  func formulas() {
    let found = diagnostics(
      """
      workflow: invoices
      records:
        invoice:
          fields: {total: {formula: sum(lines.share)}}
          relations: {lines: {many: line}}
        line:
          fields:
            invoice: invoice
            share: {formula: invoice.total / 2}
      """)
    #expect(found.map(\.code) == ["formula-circle"])
    #expect(
      found.first?.message
        == "formulas are built on each other in a circle: invoice.total → line.share → invoice.total"
    )
  }

  @Test("of formula fields inside a macro is found")
  func macro() {
    let found = diagnostics(
      """
      workflow: parts
      records:
        part:
          fields:
            whole: part?
            heavy: {formula: "parts.exists(p, p.heavy)"}
          relations: {parts: {many: part}}
      """)
    #expect(found.map(\.code) == ["formula-circle"])
  }

  @Test("is none where formulas of the same name belong to several types")
  func sameNames() throws {
    _ = try definition(
      """
      workflow: visits
      records:
        account:
          fields: {name: text}
        location:
          fields: {account: account}
        service:
          fields: {location: location, account: {formula: location.account}}
        visit:
          fields:
            service: service
            account: {formula: service.account}
            account_name: {formula: account.name}
      """)
  }

  @Test("of a reaction that computes a field from itself is refused")
  func reaction() {
    let found = diagnostics(
      """
      workflow: accounts
      records:
        account:
          fields: {changes: integer, name: text}
          reactions:
            - {when: changes > 0, set: {changes: =account.changes + 1, name: x}}
      """)
    #expect(found.map(\.code) == ["reaction-circle"])
    #expect(found.first?.marked == "account.changes")
  }
}

@Suite("Reactions that undo each other")
struct ReactionCircleTests {
  private func codes(_ reactions: String) -> [String] {
    diagnostics(
      """
      workflow: balls
      records:
        ball:
          fields: {side: {choice: [left, right]}, other: {choice: [left, right]}, on: boolean, end: date?, count: {type: integer, default: 0}, name: {type: text, default: a}}
          reactions: [\(reactions)]
      """
    ).map(\.code)
  }

  @Test(
    "are found where each follows for certain from the other",
    arguments: [
      "{when: on, set: {on: false}}, {when: '!on', set: {on: true}}",
      """
      {when: side == "left", set: {other: right}}, {when: other == "right", set: {side: right}},
      {when: side == "right", set: {other: left}}, {when: other == "left", set: {side: left}}
      """,
      "{when: count == 1, set: {count: 2}}, {when: count == 2, set: {count: 1}}",
      "{when: end == null, set: {end: '2026-01-01', on: true}}, {when: on, set: {end: null}}",
      "{when: [on, count == 0], set: {count: 1}}, {when: {any: [count == 1]}, set: {count: 0, on: true}}",
    ])
  func found(reactions: String) { #expect(codes(reactions) == ["reaction-circle"]) }

  @Test(
    "are left alone where they come to rest, or may",
    arguments: [
      "{when: end == null, set: {on: false}}, {when: on, set: {count: 1}}",
      "{when: on, set: {count: 1}}, {when: count == 1, set: {on: true}}",
      "{when: on, set: {side: left}}, {when: side == \"left\", set: {other: left}}",
      "{when: on, set: {on: false}}, {when: [\"!on\", count > 3], set: {on: true}}",
      "{when: count == 1, set: {count: 2}}, {when: count == 2, set: {count: 3}}",
      "{when: end == null, set: {end: =today}}, {when: end != null, set: {on: true}}",
    ])
  func atRest(reactions: String) { #expect(codes(reactions) == []) }
}
