import CEL
import GRDB
import SQLiteStore
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

#if canImport(Glibc)
  import Glibc
#endif

/// A process that is killed leaves nothing half done.
///
/// What a kill leaves behind is the file and its log as they stand: the test copies both at random
/// moments of a bulk apply, cuts the log off anywhere, as a write that was cut short would, and
/// opens the copy.
@Suite("Crashes")
struct CrashTests {
  private static let customers = 60

  @Test("after a kill every step is there whole or not at all, and the store goes on")
  func kill() throws {
    let given = getenv("SEED").flatMap { UInt64(String(cString: $0)) }
    let seed = given ?? UInt64.random(in: 1...1_000_000)
    print("kills: SEED=\(seed)")
    var random = Numbers(state: seed)
    let shop = try Workshop(.sqlite)
    try fill(shop)
    var reader = shop.session.idReader(of: try shop.type("customer"))
    var closed: [Int] = []
    let report = try shop.session.performAll(BulkOptions(stepsPerTransaction: 3)) {
      for _ in 0..<4 { closed.append(try openCopy(of: shop, &random)) }
      return try reader.next().map { try shop.request("close", "customer", $0) }
    } report: { _, _, _ in
    }
    #expect(report.committed == Self.customers)
    #expect(closed.count >= 200)
    #expect(closed.contains(0) && closed.contains { $0 > Self.customers / 2 })
  }

  private func fill(_ shop: Workshop) throws {
    var rows: [ImportRow] = []
    for number in 0..<Self.customers {
      rows.append(
        try shop.row("customer", "C\(number)", ["number": .text("\(number)"), "name": .text("n")]))
      for order in 0..<3 {
        rows.append(
          try shop.row(
            "order", "O\(number)-\(order)",
            ["customer": .reference("C\(number)"), "total": .integer(1)]))
      }
    }
    try shop.take(rows)
    // The log starts empty, so that any part of it from its beginning is one that a crash could
    // leave.
    (shop.store as? SQLiteStore)?.close()
  }

  /// Copies file and log as they are, with the log cut off, and checks the copy; gives the closed
  /// customers.
  private func openCopy(of shop: Workshop, _ random: inout Numbers) throws -> Int {
    let copy = try Folder()
    copy.write(try #require(shop.folder.bytes("workflow.db")), to: "workflow.db")
    let log = shop.folder.bytes("workflow.db-wal") ?? []
    let length =
      Bool.random(using: &random) ? log.count : Int.random(in: 0...log.count, using: &random)
    if length > 0 { copy.write(Array(log[..<length]), to: "workflow.db-wal") }

    let queue = try DatabaseQueue(path: copy.path("workflow.db"))
    let counts = try queue.read { database in
      try [
        "SELECT count(*) FROM web_shop__customer WHERE status = 'closed'",
        "SELECT count(*) FROM web_shop__order WHERE status = 'cancelled'",
        "SELECT count(*) FROM workflow_history WHERE outcome = 'done'",
        "SELECT count(*) FROM workflow_messages",
        """
        SELECT count(*) FROM web_shop__order o JOIN web_shop__customer c ON c.id = o.customer
        WHERE (o.status = 'cancelled') <> (c.status = 'closed')
        """,
      ].map { try Int.fetchOne(database, sql: $0) ?? -1 }
    }
    let closed = counts[0]
    #expect(counts == [closed, closed * 3, closed * 4, closed, 0])
    try queue.close()
    if Int.random(in: 0..<10, using: &random) == 0 { try goOn(shop, copy, closed: closed) }
    return closed
  }

  /// The same command again does the rest.
  private func goOn(_ shop: Workshop, _ copy: Folder, closed: Int) throws {
    let store = SQLiteStore(definition: shop.definition, path: copy.path("workflow.db"))
    let session = Session(store: store)
    let type = try shop.type("customer")
    let open = StateTest(slot: try #require(type.slot(of: "status")), states: 1)
    var reader = session.idReader(of: type, in: open)
    let report = try session.performAll {
      try reader.next().map { try shop.request("close", "customer", $0) }
    } report: { _, _, _ in
    }
    #expect(report.committed == Self.customers - closed)
    store.close()
  }

  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
