import StoreTesting
import Testing
import WorkflowEngine

@testable import WorkflowStore

@Suite("Values that may stand only once, in an import")
struct UniqueImportTests {
  private func customer(
    _ shop: Workshop, _ id: String, _ number: String, _ more: [String: StoredValue] = [:]
  ) throws -> ImportRow {
    try shop.row(
      "customer", id, ["number": .text(number), "name": .text(id)].merging(more) { $1 })
  }

  @Test(
    "a second row, and a row beside a stored record, are bad rows", arguments: StoreKind.all)
  func rows(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let first = try shop.take(
      [customer(shop, "C1", "1"), customer(shop, "C2", "1")], isAtomic: false)
    #expect(first.inserted == 1)
    #expect(
      first.issues.map(\.reason) == [.taken(field: "number", value: .text("1"), by: "C1")])
    let second = try shop.take(
      [customer(shop, "C3", "1"), customer(shop, "C4", "4")], isAtomic: false)
    #expect(second.issues.map(\.row) == [1])
    #expect(second.inserted == 1)
    #expect(try shop.store.count(of: shop.type("customer")) == 2)
  }

  @Test("with all or nothing, nothing comes in", arguments: StoreKind.all)
  func atomic(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take([customer(shop, "C1", "1"), customer(shop, "C2", "1")])
    #expect(!report.isCommitted && report.issues.count == 1)
    #expect(try shop.store.count(of: shop.type("customer")) == 0)
  }

  @Test("a row that waited for a refused one is refused too", arguments: StoreKind.all)
  func followers(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take(
      [
        shop.row("order", "O1", ["customer": .reference("C2"), "total": .integer(1)]),
        customer(shop, "C1", "1"), customer(shop, "C2", "1"),
      ], isAtomic: false)
    #expect(report.inserted == 1)
    #expect(
      report.issues.map(\.reason) == [
        .dangling(field: "customer", type: "customer", id: "C2"),
        .taken(field: "number", value: .text("1"), by: "C1"),
      ])
  }

  @Test(
    "a number in an id that the store would never reach is refused, and what is below goes on",
    arguments: StoreKind.all)
  func numbers(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take(
      [
        customer(shop, "customer-9223372036854775807", "1"),
        customer(shop, "customer-99999999999999999999", "2"),
        customer(shop, "customer-999999999999999", "3"), customer(shop, "customer-x", "4"),
      ], isAtomic: false)
    #expect(report.issues.map(\.reason) == [.bigNumber, .bigNumber])
    #expect(report.inserted == 2)
  }
}

extension UniqueImportTests {
  @Test("an update that takes another's value, or keeps its own", arguments: StoreKind.all)
  func updates(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.take([customer(shop, "C1", "1"), customer(shop, "C2", "2")])
    let report = try shop.take(
      [
        shop.row("customer", "C1", ["number": .text("1"), "name": .text("new")]),
        shop.row("customer", "C2", ["number": .text("1")]),
        shop.row("customer", "C1", ["number": .text("3")]),
        shop.row("customer", "C2", ["number": .text("1")]),
      ], mode: .upsert, isAtomic: false)
    // The second row waits for the end, with what the fourth says of its record.
    #expect(report.updated == 3)
    #expect(report.issues.isEmpty)
    #expect(try shop.value("customer", "C2", "number") == .text("1"))
  }

  @Test(
    "a row that waits for a refused one among others is refused with it",
    arguments: StoreKind.all)
  func waiting(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take(
      [
        shop.row("mailing", "L1", ["members": .list([.reference("C1"), .reference("C2")])]),
        customer(shop, "C1", "1"), customer(shop, "C2", "1"),
      ], isAtomic: false)
    #expect(report.inserted == 1)
    #expect(Set(report.issues.map(\.row)) == [1, 3])
  }

  private func number(_ shop: Workshop, _ id: String, _ number: String) throws -> ImportRow {
    try shop.row("customer", id, ["number": .text(number)])
  }

  private func numbers(_ shop: Workshop) throws -> [StoredValue] {
    try shop.ids(of: "customer").map { try shop.value("customer", $0, "number") }
  }

  @Test("updates are looked at as they leave the records", arguments: StoreKind.all)
  func exchanged(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.take(
      [customer(shop, "C1", "1"), customer(shop, "C2", "2"), customer(shop, "C3", "3")])
    // All around, and a new record that takes what becomes free.
    let around = try shop.take(
      [
        customer(shop, "C4", "1"), number(shop, "C1", "2"), number(shop, "C2", "3"),
        number(shop, "C3", "9"),
      ], mode: .upsert)
    #expect(around.issues.isEmpty && around.isCommitted, "\(around.issues)")
    #expect(try numbers(shop) == ["2", "3", "9", "1"].map { .text($0) })
    // Who keeps a value has it, whoever stands further up in the file.
    let kept = try shop.take(
      [number(shop, "C1", "3"), number(shop, "C2", "3"), number(shop, "C3", "2")], mode: .upsert,
      isAtomic: false)
    #expect(kept.issues.map(\.id) == ["C1", "C3"], "\(kept.issues)")
    #expect(try numbers(shop) == ["2", "3", "9", "1"].map { .text($0) })
  }

  @Test(
    "values that stand twice since before they had to be unique are found", arguments: StoreKind.all
  )
  func shared(kind: StoreKind) throws {
    let shop = try Workshop(kind, text: Self.notUnique)
    try shop.take([
      shop.row("customer", "C1", ["number": .text("1")]),
      shop.row("customer", "C2", ["number": .text("1")]),
      shop.row("customer", "C3", ["number": .text("2")]),
      shop.row("customer", "C4", ["number": .text("1"), "status": .choice("gone")]),
    ])
    #expect(try shop.store.sharedValues().isEmpty)
    guard kind.isLasting else { return }
    let stricter = try shop.again(
      Workshop.load(
        Self.notUnique.replacing("number: text", with: "number: {type: text, unique: {in: [here]}}")
      )
    )
    #expect(!stricter.hasMovedRecords)
    #expect(
      try stricter.sharedValues() == [
        SharedValue(
          recordType: "customer", field: "number", value: .text("1"), ids: ["C1", "C2"])
      ])
  }

  private static let notUnique = """
    workflow: web-shop
    records:
      customer:
        fields: {number: text}
        states: {status: [here, gone]}
        transitions: {go: {from: here, to: gone}}
    """
}
