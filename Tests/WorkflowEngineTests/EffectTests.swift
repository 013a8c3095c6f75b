import CEL
import Testing
import WorkflowEngine
import WorkflowWords

@Suite("Effects")
struct EffectTests {
  static let orders = """
    workflow: orders
    version: 1
    records:
      customer:
        fields: {name: text, credit: {type: decimal, default: 0}}
        relations:
          orders: {many: order}
          open_orders: {many: order, where: order.status == "open"}
          lists: {linked_by: mailing.members}
        states:
          status: [active, closed]
        transitions:
          create: {from: new, inputs: [name]}
          close:
            from: active
            to: closed
            effects:
              - {for: orders, send: cancel}
          close_kindly:
            from: active
            to: closed
            effects:
              - {for: orders, send: refuse, skip_blocked: true}
          order_twice:
            effects:
              - {create: order, with: {customer: =customer, total: 5}}
              - {create: order, with: {customer: =customer, total: =5 + count(orders)}, send: cancel}
          swap:
            effects:
              - {set: {name: =text(credit), credit: =credit + 1}}
          cheapest:
            effects:
              - {for: open_orders, order_by: order.total, limit: 1, send: cancel}
          forget:
            effects:
              - {delete: orders, where: order.status == "cancelled"}
          leave:
            effects:
              - {erase: customer}
      order:
        shown_as: "order of {total}"
        fields:
          customer: customer
          total: decimal
          note: text?
        relations:
          lines: {many: line, inline: true}
        states:
          status: [open, cancelled]
        guards:
          is_small: {check: total < 100, otherwise: "{total} is too much to refuse."}
        transitions:
          cancel: {from: open, to: cancelled, effects: [{emit: cancelled, with: {order: =order, total: =total}}]}
          refuse: {from: open, to: cancelled, guards: [is_small]}
          add: {inputs: [{text: {type: text}}], effects: [{create: lines, with: {text: =text}}]}
          drop: {inputs: [{text: {type: text}}], effects: [{delete: lines, where: line.text == text}]}
      line:
        fields: {text: text}
      mailing:
        relations:
          members: {links: customer}
        transitions:
          add: {inputs: [{who: {type: customer}}], effects: [{link: members, with: =who}]}
          drop: {inputs: [{who: {type: customer}}], effects: [{unlink: members, with: =who}]}
    """

  private func workbench() throws -> Workbench {
    let bench = try Workbench(Self.orders)
    try bench.given("customer", "C1", ["name": .text("Ada")])
    try bench.given("customer", "C2", ["name": .text("Bob")])
    for (id, total) in [("O1", 30), ("O2", 20), ("O3", 200)] {
      try bench.given(
        "order", id, ["customer": .reference("C1"), "total": .decimal(.init(total))])
    }
    try bench.given("order", "O9", ["customer": .reference("C2"), "total": .decimal(.init(9))])
    return bench
  }

  @Test("a cascade reaches every member of the set and no other record")
  func cascade() throws {
    let bench = try workbench()
    let plan = try bench.apply(bench.step("close", "customer", "C1"))
    #expect(plan.steps.count == 4)
    #expect(try bench.value("order", "O3", "status") == "cancelled")
    #expect(try bench.value("order", "O9", "status") == "open")
    #expect(
      plan.messages.map(\.fields).map { $0[0].value } == [
        .reference("O1"), .reference("O2"), .reference("O3"),
      ])
  }

  @Test("members whose state has no such transition are left alone and named")
  func leftAlone() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("cancel", "order", "O2"))
    let plan = try bench.apply(bench.step("close", "customer", "C1"))
    #expect(plan.leftAlone.map { bench.snapshot.id(of: $0.record) } == ["O2"])
  }

  @Test("skip_blocked goes on without the blocked member and says why")
  func skipBlocked() throws {
    let bench = try workbench()
    let plan = try bench.apply(bench.step("close_kindly", "customer", "C1"))
    #expect(plan.skipped.map { bench.snapshot.id(of: $0.record) } == ["O3"])
    #expect(plan.skipped[0].blockers.map(\.reportedName) == ["is_small"])
    #expect(plan.skipped[0].blockers[0].sentence == "200 is too much to refuse.")
    #expect(try bench.value("order", "O3", "status") == "open")
    #expect(try bench.value("order", "O1", "status") == "cancelled")
  }

  @Test("one set computes all its values before it stores any")
  func setTogether() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("swap", "customer", "C1"))
    #expect(try bench.value("customer", "C1", "name") == "0")
    #expect(try bench.value("customer", "C1", "credit") == "1")
  }

  @Test("an effect sees what earlier effects made")
  func laterEffectsSeeEarlier() throws {
    let bench = try workbench()
    let plan = try bench.apply(bench.step("order_twice", "customer", "C2"))
    #expect(plan.created.map(\.id) == ["order-1", "order-2"])
    // One order was there, one was made by the effect before.
    #expect(try bench.value("order", "order-2", "total") == "7")
    #expect(try bench.value("order", "order-2", "status") == "cancelled")
    #expect(try bench.value("customer", "C2", "orders") == "O9, order-1, order-2")
  }

  @Test("order_by and limit choose one record of a set")
  func chosenRecord() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("cheapest", "customer", "C1"))
    #expect(try bench.value("customer", "C1", "open_orders") == "O1, O3")
  }

  @Test("a step changes nothing until its plan is applied")
  func pure() throws {
    let bench = try workbench()
    let first = try bench.step("close", "customer", "C1")
    let second = try bench.step("close", "customer", "C1")
    guard case .allowed(let plan) = first, case .allowed(let again) = second else {
      Issue.record("the step must be allowed")
      return
    }
    #expect(bench.snapshot.changeset(of: plan) == bench.snapshot.changeset(of: again))
    #expect(try bench.value("customer", "C1", "status") == "active")
  }

  @Test("what one step noted is no part of the next one", arguments: ["close", "close_kindly"])
  func nothingLeft(event: String) throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("cancel", "order", "O2"))
    let notes = try (0..<2).map { _ -> [[String]] in
      guard case .allowed(let plan) = try bench.step(event, "customer", "C1") else { return [] }
      return [
        plan.leftAlone.map { bench.snapshot.id(of: $0.record) },
        plan.skipped.map { bench.snapshot.id(of: $0.record) }, plan.messages.map(\.name),
      ]
    }
    let expected =
      event == "close"
      ? [["O2"], [], ["cancelled", "cancelled"]] : [["O2"], ["O3"], []]
    #expect(notes == [expected, expected])
  }

  @Test("entries are added to and taken from an inline list")
  func inlineEntries() throws {
    let bench = try workbench()
    for text in ["a", "b", "c"] {
      _ = try bench.apply(bench.step("add", "order", "O1", inputs: ["text": .text(text)]))
    }
    _ = try bench.apply(bench.step("drop", "order", "O1", inputs: ["text": .text("b")]))
    let record = bench.snapshot.known(type: 1, id: "O1")
    let slot = try #require(bench.definition.recordTypes[1].slot(of: "lines"))
    #expect(
      bench.snapshot.storedValue(of: record, slot: slot)
        == .entries([["text": .text("a")], ["text": .text("c")]]))
  }

  @Test("links are kept on one side and seen from the other")
  func links() throws {
    let bench = try workbench()
    try bench.given("mailing", "M1")
    try bench.given("mailing", "M2")
    for mailing in ["M2", "M1"] {
      _ = try bench.apply(bench.step("add", "mailing", mailing, inputs: ["who": .reference("C1")]))
    }
    #expect(try bench.value("customer", "C1", "lists") == "M1, M2")
    _ = try bench.apply(bench.step("drop", "mailing", "M2", inputs: ["who": .reference("C1")]))
    #expect(try bench.value("customer", "C1", "lists") == "M1")
    let again = try bench.step("drop", "mailing", "M2", inputs: ["who": .reference("C1")])
    guard case .allowed(let plan) = again else {
      Issue.record("taking away what is not there is allowed")
      return
    }
    #expect(plan.changes.isEmpty)
  }

  @Test("a record that a required reference needs cannot go")
  func stillReferenced() throws {
    let bench = try workbench()
    #expect(bench.reasons(try bench.step("leave", "customer", "C2")) == ["still_referenced"])
    _ = try bench.apply(bench.step("cancel", "order", "O9"))
    _ = try bench.apply(bench.step("forget", "customer", "C2"))
    _ = try bench.apply(bench.step("leave", "customer", "C2"))
    #expect(bench.reasons(try bench.step("leave", "customer", "C2")) == ["erased"])
    #expect(
      bench.reasons(
        try bench.step("create", "customer", "C2", inputs: ["name": .text("New")], isNew: true))
        == ["not_unique"])
  }

  @Test("a value that does not fit its type is refused, a name that does not exist is invalid")
  func wrongRequests() throws {
    let bench = try workbench()
    #expect(
      bench.reasons(try bench.step("add", "order", "O1", inputs: ["text": .integer(5)])) == [
        "input_invalid"
      ])
    #expect(bench.reasons(try bench.step("add", "order", "O1")) == ["input_missing"])
    #expect(
      bench.reasons(try bench.step("add", "order", "O1", inputs: ["txt": .text("x")])) == [
        "invalid: txt"
      ])
    #expect(
      bench.reasons(
        try bench.step(
          "add", "order", "O1", inputs: ["text": .text("x")], edits: ["note": .text("y")])) == [
          "input_invalid"
        ])
    #expect(bench.reasons(try bench.step("cancel", "order", "O77")) == ["unknown_record"])
  }
}

@Suite("Missing inputs")
struct MissingInputTests {
  @Test(
    "a guard that needs a missing input is left out, also where the input fills a field or a formula reads it"
  )
  func leftOut() throws {
    let bench = try Workbench(
      """
      workflow: bookings
      version: 1
      records:
        booking:
          fields:
            first: date
            nights: integer
            last: {formula: first + days(nights)}
          guards:
            short: {check: nights < 10, otherwise: Too long.}
            soon: {check: last < date("2026-12-31"), otherwise: Too late.}
            never: {check: today < date("2020-01-01"), otherwise: Never.}
          transitions:
            create: {from: new, inputs: [first, nights], guards: [short, soon, never]}
      """)
    let outcome = try bench.step(
      "create", "booking", "B1", inputs: ["nights": .integer(3)], isNew: true)
    #expect(bench.reasons(outcome) == ["input_missing", "never"])
  }
}

@Suite("Required fields")
struct RequiredFieldTests {
  @Test("a record is not created with a required field that a formula left empty")
  func emptyByFormula() throws {
    let bench = try Workbench(
      """
      workflow: desks
      version: 1
      records:
        desk:
          fields: {owner: text?, label: text}
          transitions:
            create: {from: new, inputs: [owner, label]}
            copy: {guards: [owned], effects: [{create: desk, with: {label: =owner}}]}
            give: {guards: [owned], effects: [{set: {owner: null}}, {create: desk, with: {label: =owner}}]}
            relabel: {guards: [owned], effects: [{set: {owner: null}}, {set: {label: =owner}}]}
          guards: {owned: {check: owner != null, otherwise: Nobody owns it.}}
      """)
    try bench.given("desk", "D1", ["label": .text("a"), "owner": .text("Ada")])
    #expect(bench.reasons(try bench.step("give", "desk", "D1")) == ["cannot_decide"])
    #expect(bench.reasons(try bench.step("relabel", "desk", "D1")) == ["cannot_decide"])
    #expect(bench.reasons(try bench.step("create", "desk", "D2", isNew: true)) == ["input_missing"])
    try bench.given("desk", "D3", ["label": .text("a"), "owner": .text("Ada")])
    _ = try bench.apply(bench.step("copy", "desk", "D3"))
    #expect(try bench.value("desk", "desk-1", "label") == "Ada")
  }
}

@Suite("Memory")
struct MemoryTests {
  @Test("what a message cannot say is refused with the reason")
  func message() throws {
    let bench = try Workbench(
      """
      workflow: letters
      parameters: {wait: soon}
      records:
        letter:
          fields: {pages: {type: integer, default: 0}}
          states: {status: [kept]}
          transitions:
            send: {effects: [{emit: sent, with: {when: '=now + duration(parameters.wait)'}, key: k}]}
      """)
    try bench.given("letter", "L1")
    guard case .blocked(let refusal) = try bench.step("send", "letter", "L1") else {
      Issue.record("it was allowed")
      return
    }
    #expect(refusal.blockers[0].sentence == "'when' of the message sent cannot be told.")
    #expect(refusal.blockers[0].factLines == ["'soon' is no duration"])
  }

  @Test("a snapshot goes when its interpreter and its owner go")
  func noLeak() throws {
    weak var snapshot: Snapshot?
    do {
      let bench = try Workbench(EffectTests.orders)
      try bench.given("customer", "C1", ["name": .text("Ada")])
      _ = try bench.apply(bench.step("close", "customer", "C1"))
      snapshot = bench.snapshot
      #expect(snapshot != nil)
    }
    #expect(snapshot == nil)
  }
}

@Suite("Edits")
struct EditTests {
  @Test("a guard that reads a field whose new value cannot be taken is left out")
  func leftOut() throws {
    let bench = try Workbench(
      """
      workflow: bikes
      version: 1
      records:
        customer: {fields: {name: text}, states: {status: [active, blocked]}}
        bike:
          fields: {rented_by: customer?, days: integer?}
          guards:
            customer_active: {check: rented_by.status == "active", otherwise: Not active.}
            short: {check: days < 10, otherwise: Too long.}
          transitions:
            rent: {edits: [rented_by, days], guards: [customer_active, short]}
      """)
    try bench.given("bike", "B1")
    let outcome = try bench.step(
      "rent", "bike", "B1", edits: ["rented_by": .reference("C9"), "days": .integer(20)])
    #expect(bench.reasons(outcome) == ["input_invalid", "short"])
    let wrongType = try bench.step("rent", "bike", "B1", edits: ["days": .text("many")])
    #expect(bench.reasons(wrongType) == ["input_invalid", "cannot_decide"])
  }
}
