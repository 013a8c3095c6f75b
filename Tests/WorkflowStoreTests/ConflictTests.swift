import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

@testable import Workflow

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
    return (try shop.store.commit(plan, decidedOn: view, as: shop.attempt(request)), shop)
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

  @Test("a step that is decided again still has the names it was given", arguments: StoreKind.all)
  func names(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    var request = try shop.request("order_more", "customer", "C1")
    request.names = [NewRecordName(id: "chosen", recordType: "order", fields: [:])]
    let book = NameBook(request.names)
    let target = try #require(request.single)
    var left = 2
    _ = try shop.conductor.carryOut(StepWork()) { snapshot in
      let decision = shop.conductor.decide(
        shop.conductor.stepRequest(request, target, book, snapshot), on: snapshot)
      if left > 0 {
        left -= 1
        try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(Int64(left))])
      }
      return decision
    }
    #expect(try shop.presence("order", "chosen") == .present)
  }

  @Test(
    "what keeps changing is decided again, at last where nobody can interfere",
    arguments: StoreKind.all, [1, 3])
  func again(kind: StoreKind, disturbances: Int) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let request = try shop.request("close", "customer", "C1")
    var left = disturbances
    let decision = try shop.conductor.carryOut(StepWork()) { snapshot in
      let decision = try shop.decide(request, on: snapshot)
      if left > 0 {
        left -= 1
        let other = Conductor(shop.store)
        _ = try other.perform(
          shop.request("edit", "customer", "C1", edits: ["credit": .integer(Int64(left))]))
      }
      return decision
    }
    #expect(decision.isDone)
    #expect(try shop.version("customer", "C1") == disturbances + 2)
  }
}
