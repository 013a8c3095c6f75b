import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// Erasing takes values for good; the lines stay.
@Suite("Erasure")
struct ErasureTests {
  @Test("the lines of an erased record stay, their values go", arguments: StoreKind.all)
  func lines(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    try shop.perform("edit", "customer", "C1", edits: ["name": .text("Planted")])
    try shop.perform("order_more", "customer", "C1")
    try shop.perform(shop.request("close", "customer", "C1", key: "k1"))
    let before = try shop.history("customer", "C1")
    #expect(try shop.perform("forget", "customer", "C1") == [])
    #expect(try shop.presence("customer", "C1") == .erased)
    #expect(try shop.perform("edit", "customer", "C1", edits: ["name": .text("x")]) == ["erased"])

    let after = try shop.history("customer", "C1")
    #expect(after.prefix(before.count).map(\.line) == before.map(\.line))
    #expect(after.prefix(before.count).map(\.event) == before.map(\.event))
    let changes = after.flatMap(\.changes)
    #expect(changes.filter { !$0.isState }.allSatisfy { $0.values == nil })
    #expect(changes.contains { $0.field == "name" }, "the history still says which fields changed")
    #expect(after.contains { $0.fromState == "active" && $0.toState == "closed" })
    #expect(after.contains { $0.kind == .erased })
    let buyer = try shop.history("order", "order-1").flatMap(\.changes).filter {
      $0.field == "buyer"
    }
    #expect(
      !buyer.isEmpty && buyer.allSatisfy { $0.values == nil }, "copies in other records go too")
    let total = try shop.history("order", "order-1").flatMap(\.changes).filter {
      $0.field == "total"
    }
    #expect(total.contains { $0.values != nil }, "what the step did not touch stays")
    #expect(try shop.store.messages(delivered: false, limit: 9).allSatisfy { $0.payload == "{}" })
    let key = try #require(shop.request("close", "customer", "C1", key: "k1").requestKey)
    #expect(try shop.store.knownRequest(key) == .answered(nil))
  }

  @Test("an erased number is free again, its id is not", arguments: StoreKind.all)
  func number(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    try shop.perform("close", "customer", "C1")
    try shop.perform("forget", "customer", "C1")
    let inputs: [String: StoredValue] = ["number": .text("101"), "name": .text("Heir")]
    #expect(try shop.perform("create", "customer", "C5", inputs: inputs, isNew: true) == [])
    let report = try shop.take([
      shop.row("customer", "C1", ["number": .text("7"), "name": .text("x")])
    ])
    #expect(report.issues.map(\.reason) == [.erasedID])
  }
}
