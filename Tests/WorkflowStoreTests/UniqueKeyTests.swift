import StoreTesting
import Testing
import WorkflowEngine

@testable import WorkflowStore

@Suite("Values that stand only once together, under a condition or computed")
struct UniqueKeyTests {
  private static let text = """
    workflow: billing
    records:
      person:
        fields:
          email: text?
          key: {formula: lower(email), unique: true}
          badge: {type: text?, unique: {where: 'kind == "staff"', otherwise: "The badge {badge} is worn."}}
          kind: {choice: [staff, guest], default: guest}
        transitions:
          create: {from: new, inputs: [email, badge, kind]}
          edit: {edits: all}
          greet: {guards: [is_jose]}
        guards: {is_jose: {check: 'email == "jose\u{301}@x.org"', otherwise: Not him.}}
      invoice:
        fields: {person: person, period: text?, name: {type: text, default: x}}
        unique: [{fields: [person, period], in: {except: [void]}}]
        states: {status: [open, void]}
        transitions:
          create: {from: new, inputs: [person, period]}
          edit: {edits: all}
          cancel: {from: open, to: void}
          reopen: {from: void, to: open}
    """

  private func filled(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text)
    try shop.take([
      shop.row(
        "person", "A",
        ["email": .text("ann@x.org"), "badge": .text("7"), "kind": .choice("staff")]),
      shop.row("person", "B", ["email": .text("bob@x.org"), "badge": .text("7")]),
      shop.row("invoice", "I", ["person": .reference("A"), "period": .text("2026-03")]),
      shop.row("invoice", "J", ["person": .reference("B"), "period": .text("2026-03")]),
    ])
    return shop
  }

  @Test("a step that would make two is refused", arguments: StoreKind.all)
  func steps(kind: StoreKind) throws {
    let shop = try filled(kind)
    #expect(
      try shop.perform("edit", "person", "B", edits: ["email": .text("Ann@X.org")])
        == ["not_unique"])
    #expect(
      try shop.perform("edit", "person", "B", edits: ["kind": .choice("staff")]) == ["not_unique"])
    #expect(
      try shop.perform("edit", "invoice", "J", edits: ["person": .reference("A")])
        == ["not_unique"])
    #expect(
      try shop.perform(
        "edit", "invoice", "J", edits: ["person": .reference("A"), "period": .text("2026-04")])
        == [])
    #expect(
      try shop.perform("edit", "invoice", "J", edits: ["period": .null]) == [],
      "what is empty is not compared")
    #expect(
      try shop.perform(
        "create", "person", "C", inputs: ["email": .text("BOB@x.org")], isNew: true)
        == ["not_unique"])
    #expect(
      try shop.perform(
        "create", "person", "C", inputs: ["email": .text("cem@x.org"), "badge": .text("7")],
        isNew: true) == [])
    #expect(try shop.perform("cancel", "invoice", "I") == [])
    #expect(
      try shop.perform("edit", "invoice", "J", edits: ["period": .text("2026-03")]) == [])
    #expect(try shop.perform("reopen", "invoice", "I") == ["not_unique"])
  }

  @Test("an import takes no row that would make two, and an update none", arguments: StoreKind.all)
  func imports(kind: StoreKind) throws {
    let shop = try filled(kind)
    let first = try shop.take(
      [
        shop.row("person", "C", ["email": .text("ANN@x.org")]),
        shop.row(
          "person", "D",
          ["email": .text("dan@x.org"), "kind": .choice("staff"), "badge": .text("7")]),
        shop.row("person", "E", ["email": .text("eve@x.org"), "badge": .text("7")]),
        shop.row("person", "F", ["email": .text("EVE@x.org")]),
        shop.row("invoice", "K", ["person": .reference("A"), "period": .text("2026-03")]),
        shop.row(
          "invoice", "L",
          ["person": .reference("A"), "period": .text("2026-03"), "status": .choice("void")]),
        shop.row("invoice", "M", ["person": .reference("A")]),
      ], isAtomic: false)
    #expect(
      first.issues.map(\.reason) == [
        .taken(field: "key", value: .text("ann@x.org"), by: "A"),
        .taken(field: "badge", value: .text("7"), by: "A"),
        .taken(field: "key", value: .text("eve@x.org"), by: "E"),
        .taken(field: "person, period", value: .text("A, 2026-03"), by: "I"),
      ])
    #expect(first.inserted == 3)
    let second = try shop.take(
      [
        shop.row("person", "B", ["kind": .choice("staff")]),
        shop.row("invoice", "L", ["status": .choice("open")]),
        shop.row("invoice", "M", ["period": .text("2026-04")]),
      ], mode: .upsert, isAtomic: false)
    #expect(second.issues.map(\.row) == [1, 2])
    #expect(second.updated == 1)
    // Those that give up a value and take it in one file.
    let third = try shop.take(
      [
        shop.row("person", "B", ["email": .text("Ann@x.org")]),
        shop.row("person", "A", ["email": .text("Bob@x.org")]),
      ], mode: .upsert, isAtomic: false)
    #expect(third.issues.isEmpty && third.updated == 2)
  }

  @Test("a value that another process took meanwhile is a conflict", arguments: StoreKind.all)
  func conflict(kind: StoreKind) throws {
    for (event, edits) in [
      ("person", ["email": StoredValue.text("new@x.org")]),
      ("invoice", ["period": .text("2026-09"), "person": .reference("A")]),
    ] {
      let shop = try filled(kind)
      let (own, other) = event == "person" ? ("A", "B") : ("I", "J")
      let request = try shop.request("edit", event, own, edits: edits)
      let (plan, view) = try shop.plan(request)
      #expect(try shop.perform("edit", event, other, edits: edits) == [])
      let result = try shop.store.commit(plan, decidedOn: view, as: shop.attempt(request))
      if case .conflict = result {} else { Issue.record("\(event): \(result)") }
      #expect(try shop.perform("edit", event, own, edits: edits) == ["not_unique"])
    }
  }

  @Test("records that share what may stand only once are told", arguments: StoreKind.lasting)
  func shared(kind: StoreKind) throws {
    let loose = Self.text.replacing(", unique: true}", with: "}")
      .replacing("    unique: [{fields: [person, period], in: {except: [void]}}]\n", with: "")
    let shop = try Workshop(kind, text: loose)
    try shop.take([
      shop.row("person", "A", ["email": .text("ann@x.org")]),
      shop.row("person", "B", ["email": .text("ANN@x.org")]),
      shop.row("invoice", "I", ["person": .reference("A"), "period": .text("2026-03")]),
      shop.row("invoice", "J", ["person": .reference("A"), "period": .text("2026-03")]),
    ])
    let strict = shop.again(try Workshop.load(Self.text))
    #expect(
      try strict.sharedValues() == [
        SharedValue(
          recordType: "person", field: "key", value: .text("ann@x.org"), ids: ["A", "B"]),
        SharedValue(
          recordType: "invoice", field: "person, period", value: .text("A, 2026-03"),
          ids: ["I", "J"]),
      ])
  }

  @Test("an accent is one sign, however it was written", arguments: StoreKind.all)
  func composed(kind: StoreKind) throws {
    let shop = try filled(kind)
    let (composed, apart) = ("jos\u{E9}@x.org", "jose\u{301}@x.org")
    #expect(try shop.perform("edit", "person", "A", edits: ["email": .text(apart)]) == [])
    guard case .text(let stored) = try shop.value("person", "A", "email") else {
      Issue.record("no text")
      return
    }
    #expect(Array(stored.unicodeScalars) == Array(composed.unicodeScalars))
    #expect(
      try shop.perform("edit", "person", "B", edits: ["email": .text(composed)])
        == ["not_unique"])
    #expect(try shop.perform("greet", "person", "A") == [])
    let report = try shop.take(
      [shop.row("person", "C", ["email": .text(apart)])], isAtomic: false)
    #expect(report.issues.count == 1)
  }
}
