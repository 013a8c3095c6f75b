import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// A plan is committed only against what it was decided on.
@Suite("Conflicts")
struct ConflictTests {
  /// Decides one request, lets something happen, and tries to commit.
  private func commit(
    _ kind: StoreKind, _ event: String, _ type: String, _ id: String?,
    inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], isNew: Bool = false, meanwhile: (Workshop) throws -> Void
  ) throws -> (result: CommitResult, shop: Workshop) {
    let shop = try Workshop(kind)
    try shop.fill()
    let request = try shop.request(event, type, id, inputs: inputs, edits: edits, isNew: isNew)
    let (plan, view) = try shop.plan(request)
    try meanwhile(shop)
    return (try shop.store.commit(plan, decidedOn: view, as: request.attempt()), shop)
  }

  @Test("a record that changed is a conflict", arguments: StoreKind.all)
  func record(kind: StoreKind) throws {
    let (result, shop) = try commit(kind, "close", "customer", "C1") { shop in
      try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
    }
    #expect(result == .conflict(.record(type: "customer", id: "C1")))
    #expect(try shop.value("customer", "C1", "status") == .choice("active"))
    #expect(try shop.perform("close", "customer", "C1") == ["is_poor"], "it is decided again")
  }

  @Test("a record of a set that changed is a conflict", arguments: StoreKind.all)
  func member(kind: StoreKind) throws {
    let (result, _) = try commit(kind, "close", "customer", "C1") { shop in
      try shop.perform("cancel", "order", "O2")
    }
    #expect(result == .conflict(.record(type: "order", id: "O2")))
  }

  @Test(
    "a record that joined a set is a conflict, and is not left out", arguments: StoreKind.all)
  func set(kind: StoreKind) throws {
    let (result, shop) = try commit(kind, "close", "customer", "C1") { shop in
      try shop.perform(
        "create", "order", "O9", inputs: ["customer": .reference("C1"), "total": .integer(1)],
        isNew: true)
    }
    #expect(result == .conflict(.set(type: "order", field: "customer")))
    #expect(try shop.perform("close", "customer", "C1") == [])
    #expect(try shop.value("order", "O9", "status") == .choice("cancelled"))
  }

  @Test(
    "a unique value that was taken is a conflict, then a refusal", arguments: StoreKind.all)
  func unique(kind: StoreKind) throws {
    let (result, shop) = try commit(
      kind, "create", "customer", "C8", inputs: ["number": .text("77"), "name": .text("One")],
      isNew: true
    ) { shop in
      try shop.perform(
        "create", "customer", "C9", inputs: ["number": .text("77"), "name": .text("Two")],
        isNew: true)
    }
    #expect(result == .conflict(.set(type: "customer", field: "number")))
    #expect(
      try shop.perform(
        "create", "customer", "C8", inputs: ["number": .text("77"), "name": .text("One")],
        isNew: true)
        == ["not_unique"])
  }

  @Test("an id and a number that were taken are conflicts", arguments: StoreKind.all)
  func id(kind: StoreKind) throws {
    let inputs: [String: StoredValue] = ["customer": .reference("C2"), "total": .integer(1)]
    let (named, _) = try commit(kind, "create", "order", "O9", inputs: inputs, isNew: true) {
      shop in
      try shop.perform("create", "order", "O9", inputs: ["total": .integer(2)], isNew: true)
    }
    #expect(named == .conflict(.record(type: "order", id: "O9")))
    let (numbered, _) = try commit(kind, "create", "order", nil, inputs: inputs, isNew: true) {
      shop in
      try shop.perform("create", "order", nil, inputs: ["total": .integer(2)], isNew: true)
    }
    guard case .conflict = numbered else {
      Issue.record("two records got the same number")
      return
    }
  }

  @Test("what was not read may change", arguments: StoreKind.all)
  func unrelated(kind: StoreKind) throws {
    let (result, shop) = try commit(kind, "close", "customer", "C1") { shop in
      try shop.perform("edit", "customer", "C2", edits: ["name": .text("Other")])
      try shop.perform("join", "mailing", "L1", inputs: ["who": .reference("C2")])
    }
    #expect(result.isCommitted)
    #expect(try shop.value("customer", "C2", "name") == .text("Other"))
  }

  @Test("a session decides again until nothing comes between", arguments: StoreKind.all)
  func again(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    var disturbances = 3
    let request = try shop.request("close", "customer", "C1")
    let performance = try shop.session.perform(request) { _, outcome in
      if disturbances > 0 {
        disturbances -= 1
        let edit = try shop.request(
          "edit", "customer", "C1", edits: ["credit": .integer(Int64(disturbances))])
        let other = Session(store: shop.store)
        _ = try other.perform(edit) { _, _ in ((), "") }
      }
      return (Workshop.names(outcome), "")
    }
    guard case .answered(let names) = performance else {
      Issue.record("the request was given up")
      return
    }
    #expect(names == [])
    #expect(try shop.version("customer", "C1") == 5)
  }
}
