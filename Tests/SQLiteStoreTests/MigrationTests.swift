import CEL
import SQLiteStore
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// A store that was made by another definition.
@Suite("Migration")
struct MigrationTests {
  /// A store that was opened with a changed definition; its folder lives as long.
  private struct Reopened {
    var store: SQLiteStore
    var shop: Workshop
  }

  /// Opens a filled store with a changed definition.
  private func reopen(
    _ old: String, _ new: String, access: SQLiteOptions.Access = .readWrite, fill: Bool = true,
    prepare: (Workshop) throws -> Void = { _ in }
  ) throws -> Reopened {
    let shop = try Workshop(.sqlite)
    if fill { try shop.fill() } else { try shop.store.setLastTick(1) }
    try prepare(shop)
    (shop.store as? SQLiteStore)?.close()
    try #require(Workshop.shop.contains(old))
    let changed = try Workshop.load(Workshop.shop.replacing(old, with: new))
    let store = SQLiteStore(
      definition: changed, path: shop.folder.path("workflow.db"),
      options: SQLiteOptions(access: access))
    return Reopened(store: store, shop: shop)
  }

  private func customers(_ reopened: Reopened) throws -> [StoredRecord] {
    let store = reopened.store
    return try store.records(
      of: try #require(store.definition.recordType(named: "customer")), after: nil, limit: 10)
  }

  private func field(_ name: String, of record: StoredRecord, in reopened: Reopened) throws
    -> StoredValue
  {
    let type = try #require(reopened.store.definition.recordType(named: "customer"))
    return record.values[try #require(type.slot(of: name))]
  }

  private func refusal(_ reopened: Reopened) -> StoreError? {
    do {
      _ = try customers(reopened)
      return nil
    } catch { return error as? StoreError }
  }

  @Test("the same fields under another hash are taken as they are")
  func same() throws {
    let reopened = try reopen("has too much credit", "has far too much credit")
    #expect(try customers(reopened).count == 2)
    #expect(try reopened.store.definitions().count == 2)
  }

  @Test("new optional and defaulted fields are added and filled")
  func added() throws {
    let reopened = try reopen(
      "email: text?", "email: text?\n      phone: text?\n      rank: {type: integer, default: 3}")
    let record = try #require(try customers(reopened).first)
    #expect(try field("phone", of: record, in: reopened) == .null)
    #expect(try field("rank", of: record, in: reopened) == .integer(3))
    #expect(try field("name", of: record, in: reopened) == .text("Nordwind"))
    let line = try #require(try reopened.store.history(after: 0, limit: 100).last)
    #expect(line.outcome == .migrated)
  }

  @Test("a new field that may not be empty is refused while records have none")
  func required() throws {
    let error = try #require(refusal(try reopen("email: text?", "email: text?\n      phone: text")))
    #expect(error.kind == .migration)
    #expect(
      error.sentence.contains("customer.phone is new and may not be empty, and 2 records have none")
    )
    let empty = try reopen("email: text?", "email: text?\n      phone: text", fill: false)
    #expect(try customers(empty).isEmpty)
  }

  @Test("a field that is gone is refused while it holds values, and goes where it holds none")
  func removed() throws {
    let empty = try reopen("note: text?", "remark: text?")
    #expect(try empty.store.count(of: empty.shop.type("order")) == 2)
    let full = try reopen("note: text?", "remark: text?") {
      try $0.take([$0.row("order", "O3", ["total": .integer(1), "note": .text("n")])])
    }
    let error = try #require(refusal(full))
    #expect(error.kind == .migration)
    #expect(
      error.sentence.contains(
        "order.note is gone from the definition, and 1 record has a value there"))
  }

  @Test("fields of entries change like those of records")
  func relations() throws {
    let old = "fields: {text: text, amount: integer?}"
    let error = try #require(refusal(try reopen(old, "fields: {text: text, weight: integer?}")))
    #expect(
      error.sentence.contains("order.lines.amount is gone from the definition, and 1 record has"))
    let more = try reopen(
      old, "fields: {text: text, amount: integer?, weight: {type: integer, default: 2}}")
    let order = try #require(more.store.definition.recordType(named: "order"))
    let stored = try #require(try more.store.records(of: order, after: "O1", limit: 1).first)
    let lines = stored.values[try #require(order.slot(of: "lines"))]
    #expect(
      lines
        == .entries([
          ["text": .text("bolts"), "weight": .integer(2)],
          ["text": .text("nuts"), "amount": .integer(3), "weight": .integer(2)],
        ]))
  }

  @Test("a type that changed is refused while there are values")
  func changed() throws {
    let empty = try reopen("note: text?", "note: integer?")
    #expect(try empty.store.count(of: empty.shop.type("order")) == 2, "no order has a note")
    let error = try #require(refusal(try reopen("total: decimal", "total: text")))
    #expect(error.kind == .migration)
    #expect(
      error.sentence.contains(
        "order.total was decimal and is text now, and 2 records have a value there"))
  }

  @Test("a state that is gone is refused while records are in it")
  func state() throws {
    let old = "level: {choice: [basic, gold], default: basic}"
    let new = "level: {choice: [basic, silver], default: basic}"
    #expect(try customers(try reopen(old, new)).count == 2)
    let full = try reopen(old, new) {
      try $0.perform("edit", "customer", "C1", edits: ["level": .choice("gold")])
    }
    let error = try #require(refusal(full))
    #expect(
      error.sentence.contains(
        "value 'gold' of customer.level is gone from the definition, and 1 record is in it"))
  }

  @Test("a refused migration leaves the store as it was")
  func untouched() throws {
    let full = try reopen("total: decimal", "more: text?\n      total: text")
    #expect(refusal(full)?.kind == .migration)
    full.store.close()
    #expect(try full.shop.value("order", "O1", "total") == .decimal(Decimal(20)))
    #expect(try full.shop.perform("close", "customer", "C1") == [])
  }

  @Test(
    "a reader sees the records as its definition has them, and leaves the file as it is",
    arguments: [
      ("email: text?", "email: text?\n      phone: text?", "phone", StoredValue.null),
      (
        "email: text?", "email: text?\n      lucky: {type: integer, default: 7}", "lucky",
        .integer(7)
      ),
      (
        "email: text?", "email: text?\n      worth: {type: decimal, default: 1.5}", "worth",
        .decimal(Decimal(text: "1.5") ?? Decimal(0))
      ),
      (
        "email: text?", "email: text?\n      on: {type: boolean, default: true}", "on",
        .boolean(true)
      ),
      ("      email: text?\n", "", "name", .text("Nordwind")),
      ("status: [active, closed]", "status: [active, asleep, closed]", "status", .choice("active")),
      (
        "status: [active, closed]", "status: [active, closed]\n      mood: [fine, sad]", "mood",
        .choice("fine")
      ),
    ])
  func readOnly(old: String, new: String, field: String, value: StoredValue) throws {
    let text =
      new.isEmpty
      ? Workshop.shop.replacing("inputs: [number, name, email]", with: "inputs: [number, name]")
        .replacing("edits: [number, name, email, credit", with: "edits: [number, name, credit")
      : Workshop.shop
    let changed = try Workshop.load(text.replacing(old, with: new))
    let shop = try Workshop(.sqlite)
    try shop.fill()
    (shop.store as? SQLiteStore)?.close()
    let before = shop.folder.bytes("workflow.db")
    let reader = SQLiteStore(
      definition: changed, path: shop.folder.path("workflow.db"),
      options: SQLiteOptions(access: .readOnly))
    let type = try #require(changed.recordType(named: "customer"))
    let slot = try #require(type.slot(of: field))
    let seen = try reader.records(of: type, after: nil, limit: 10)
    #expect(seen.map(\.id) == ["C1", "C2"])
    #expect(seen.first?.values[slot] == value)
    let found = try reader.read { view in
      view.snapshot.find(type: type.index, id: "C1").map {
        view.snapshot.storedValue(of: $0, slot: slot)
      }
    }
    #expect(found == value)
    #expect(shop.folder.bytes("workflow.db") == before)
    #expect(shop.folder.names == ["workflow.db"])
    // A writer moves the tables, and both see the same.
    let writer = SQLiteStore(definition: changed, path: shop.folder.path("workflow.db"))
    #expect(try writer.records(of: type, after: nil, limit: 10) == seen)
    #expect(try reader.records(of: type, after: nil, limit: 10) == seen)
  }
}
