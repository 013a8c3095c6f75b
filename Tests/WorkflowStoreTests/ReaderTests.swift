import CEL
import SQLiteStore
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// All that is read in one reading is of one moment.
@Suite("Readers of a store")
struct ReaderTests {
  @Test("pages that are read while another writes are of one moment", arguments: StoreKind.lasting)
  func oneMoment(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let orders = try shop.type("order")
    let reader = shop.again(options: .init(access: .readOnly, createsFile: false))
    let totals = try reader.readOnce { view in
      let first = try view.reader.records(of: orders, after: nil, limit: 1)
      try shop.perform("cancel", "order", "O1")
      try shop.perform("cancel", "order", "O2")
      try shop.perform("create", "order", "O3", inputs: ["total": .integer(1)], isNew: true)
      let rest = try view.reader.records(of: orders, after: first.last?.id, limit: 10)
      #expect(try view.reader.count(of: orders) == 2)
      #expect(try view.reader.history(after: 0, limit: 100).count == 5)
      return first + rest
    }
    let status = try #require(orders.slot(of: "status"))
    #expect(totals.map(\.id) == ["O1", "O2"])
    #expect(totals.map { $0.values[status] } == [.choice("open"), .choice("open")])
    #expect(try shop.store.count(of: orders) == 3)
  }

  @Test("the last change of a record is told, refusals are none", arguments: StoreKind.all)
  func lastChange(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let customer = try shop.type("customer").index
    let later = Workshop.morning + 7_000_000
    #expect(try shop.store.lastChange(ofType: customer, id: "C1") == Workshop.morning)
    #expect(try shop.store.lastChange(ofType: customer, id: "C9") == nil)
    var request = try shop.request("edit", "customer", "C1", edits: ["credit": .integer(500)])
    request.now = later
    try shop.perform(request)
    #expect(try shop.store.lastChange(ofType: customer, id: "C1") == later)
    var refused = try shop.request("close", "customer", "C1")
    refused.now = later + 1
    #expect(try shop.perform(refused) == ["is_poor"])
    #expect(try shop.store.lastChange(ofType: customer, id: "C1") == later)
    #expect(try shop.store.lastChange(ofType: customer, id: "C2") == Workshop.morning)
  }
}
