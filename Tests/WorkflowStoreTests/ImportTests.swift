import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

@Suite("Import")
struct ImportTests {
  @Test("records may come in any order, and point at each other", arguments: StoreKind.all)
  func order(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take([
      shop.row("mailing", "L1", ["members": .list([.reference("C1"), .reference("C2")])]),
      shop.row("order", "O1", ["customer": .reference("C2"), "total": .integer(1)]),
      shop.row("customer", "C1", ["number": .text("1"), "name": .text("a")]),
      shop.row("customer", "C2", ["number": .text("2"), "name": .text("b")]),
    ])
    #expect(report.isCommitted && report.inserted == 4)
    #expect(try shop.value("order", "O1", "customer") == .reference("C2"))
    #expect(try shop.value("customer", "C1", "level") == .choice("basic"), "defaults are filled in")
    #expect(try shop.value("customer", "C1", "status") == .choice("active"))
    #expect(try shop.history("customer", "C1").first?.outcome == .imported)
  }

  @Test("an atomic import with a bad row takes nothing", arguments: StoreKind.all)
  func atomic(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take(try badRows(shop))
    #expect(!report.isCommitted)
    #expect(report.issues.map(\.row) == [2, 3, 4, 5, 6, 7])
    #expect(try shop.store.count(of: shop.type("customer")) == 0)
    #expect(try shop.store.history(after: 0, limit: 10) == [])
  }

  @Test(
    "an import row by row takes the good ones and says why not the others",
    arguments: StoreKind.all)
  func rowByRow(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let report = try shop.take(try badRows(shop), isAtomic: false)
    #expect(report.isCommitted && report.inserted == 1)
    #expect(
      report.issues.map(\.reason) == [
        .duplicateID, .missing(field: "name"), .badValue(field: "credit", expected: "a number"),
        .badValue(field: "level", expected: "one of basic, gold"),
        .dangling(field: "customer", type: "customer", id: "C7"), .badID,
      ])
    #expect(try shop.store.ids(of: shop.type("customer"), in: nil, after: nil, limit: 9) == ["C1"])
  }

  private func badRows(_ shop: Workshop) throws -> [ImportRow] {
    let good: [String: StoredValue] = ["number": .text("1"), "name": .text("a")]
    return try [
      shop.row("customer", "C1", good),
      shop.row("customer", "C1", good),
      shop.row("customer", "C2", ["number": .text("2")]),
      shop.row("customer", "C3", good.merging(["credit": .text("x")]) { $1 }),
      shop.row("customer", "C4", good.merging(["level": .choice("silver")]) { $1 }),
      shop.row("order", "O1", ["customer": .reference("C7"), "total": .integer(1)]),
      shop.row("customer", "", good),
    ]
  }

  @Test("an upsert changes what differs and leaves a line of it", arguments: StoreKind.all)
  func upsert(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let report = try shop.take(
      [
        shop.row("customer", "C1", ["name": .text("Nordost")]),
        shop.row("customer", "C2", ["name": .text("Südwind")]),
        shop.row("customer", "C3", ["name": .text("Neu"), "number": .text("3")]),
        shop.row("mailing", "L1", ["members": .list([.reference("C3")])]),
      ], mode: .upsert)
    #expect(report.inserted == 1 && report.updated == 2 && report.unchanged == 1)
    #expect(try shop.value("customer", "C1", "number") == .text("101"))
    #expect(try shop.version("customer", "C1") == 2)
    #expect(try shop.value("mailing", "L1", "members") == .list([.reference("C3")]))
    let line = try #require(shop.history("customer", "C1").last)
    #expect(
      line.changes == [
        HistoryLine.Change(
          field: "name", isState: false,
          values: HistoryLine.Values(old: .text("Nordwind"), new: .text("Nordost")))
      ])
  }

  @Test("numbers go on after imported ones", arguments: [StoreKind.sqlite])
  func numbers(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.take([shop.row("order", "order-41", ["total": .integer(1)])])
    try shop.perform("create", "order", nil, inputs: ["total": .integer(1)], isNew: true)
    #expect(try shop.presence("order", "order-42") == .present)
  }

  private static let timed = """
    workflow: timed
    version: 1
    records:
      person:
        fields:
          name: text
          boss: person?
          boss_name: {type: text, default: =boss.name}
        states: {status: [quiet, watched]}
        transitions:
          calm_down: {from: watched, to: quiet, after: 28d}
    """

  @Test(
    "a default that is a formula waits for the records that the row points at",
    arguments: StoreKind.all)
  func computedDefaults(kind: StoreKind) throws {
    let shop = try Workshop(kind, text: Self.timed)
    let report = try shop.take(
      [
        shop.row("person", "P1", ["name": .text("Ada"), "boss": .reference("P2")]),
        shop.row("person", "P2", ["name": .text("Bo"), "boss_name": .text("nobody")]),
        shop.row("person", "P3", ["name": .text("Cy")]),
        shop.row("person", "P4", ["name": .text("Di"), "boss": .reference("P3")]),
        shop.row(
          "person", "P5",
          ["name": .text("Ed"), "boss": .reference("P6"), "boss_name": .text("Fi")]),
        shop.row("person", "P6", ["name": .text("Fi"), "boss": .reference("P5")]),
      ], isAtomic: false)
    #expect(try shop.value("person", "P1", "boss_name") == .text("Bo"))
    #expect(try shop.value("person", "P6", "boss_name") == .text("Ed"))
    #expect(report.issues.map(\.row) == [3, 4])
    #expect(
      report.issues.map(\.reason) == [
        .missing(field: "boss_name"), .dangling(field: "boss", type: "person", id: "P3"),
      ])
  }

  @Test(
    "a state is entered at the time of the import that changes it", arguments: StoreKind.all)
  func entering(kind: StoreKind) throws {
    let shop = try Workshop(kind, text: Self.timed)
    let entered = try #require(shop.type("person").regions[0].enteredSlot)
    func times() throws -> [StoredValue] {
      try shop.store.records(of: shop.type("person"), after: nil, limit: 9).map {
        $0.values[entered]
      }
    }
    let rows = ["P1", "P2"].map { id in
      (id, ["name": StoredValue.text("Ada"), "boss_name": .text("Bo")])
    }
    try shop.take(try rows.map { try shop.row("person", $0.0, $0.1) })
    #expect(try times() == Array(repeating: .timestamp(Workshop.morning), count: 2))
    let later = Workshop.morning + 60_000_000
    try shop.take(
      [
        shop.row("person", "P1", ["status": .choice("watched")]),
        shop.row("person", "P2", ["status": .choice("quiet"), "name": .text("Di")]),
      ], mode: .upsert, at: later)
    #expect(try times() == [.timestamp(later), .timestamp(Workshop.morning)])
    let line = try #require(shop.history("person", "P1").last)
    #expect(line.changes.map(\.field) == ["status"])
  }
}
