import CEL
import GRDB
import SQLiteStore
import StoreTesting
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

#if canImport(Glibc)
  import Glibc
#endif

/// The file: read only, locked, damaged, full, foreign.
@Suite("Store files")
struct FileTests {
  private func kind(_ body: () throws -> Void) -> StoreError.Kind? {
    do {
      try body()
      return nil
    } catch { return (error as? StoreError)?.kind }
  }

  private func readOnly(_ shop: Workshop) -> SQLiteStore {
    SQLiteStore(
      definition: shop.definition, path: shop.folder.path("workflow.db"),
      options: SQLiteOptions(access: .readOnly))
  }

  private func decide(_ store: any RecordStore, _ shop: Workshop) throws -> [String] {
    Workshop.names(
      try Conductor(store).dryRun(shop.request("close", "customer", "C1")))
  }

  @Test("a dry run leaves the file as it is and makes none beside it")
  func dryRun() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    (shop.store as? SQLiteStore)?.close()
    #expect(shop.folder.names == ["workflow.db"])
    let before = shop.folder.bytes("workflow.db")
    let store = readOnly(shop)
    #expect(try decide(store, shop) == [])
    #expect(shop.folder.names == ["workflow.db"])
    store.close()
    #expect(shop.folder.names == ["workflow.db"])
    #expect(shop.folder.bytes("workflow.db") == before)
  }

  @Test("what waits in a store of an earlier version goes on waiting, and new requests may expire")
  func earlierWaiting() throws {
    let text = """
      workflow: refunds
      records:
        refund:
          fields: {amount: decimal}
          transitions: {pay: {approval: {expires: 2d}}}
      """
    let shop = try Workshop(.sqlite, text: text)
    let rows = try ["R", "S"].map { try shop.row("refund", $0, ["amount": .decimal(Decimal(1))]) }
    try #require(try shop.take(rows).isCommitted)
    _ = try Conductor(shop.store).perform(try shop.request("pay", "refund", "R"))
    (shop.store as? SQLiteStore)?.close()
    let queue = try DatabaseQueue(path: shop.folder.path("workflow.db"))
    try queue.write { try $0.execute(sql: "ALTER TABLE workflow_waiting DROP COLUMN expires") }
    try queue.close()
    let former = try #require(try readOnly(shop).waitingRequests(after: 0, limit: 9).first)
    #expect(former.name.recordID == "R" && former.expires == nil)
    let store = SQLiteStore(definition: shop.definition, path: shop.folder.path("workflow.db"))
    _ = try Conductor(store).perform(shop.request("pay", "refund", "S"))
    let day: Int64 = 86_400_000_000
    let waiting = try store.waitingRequests(after: 0, limit: 9)
    #expect(waiting.map(\.expires) == [nil, Workshop.morning + 2 * day])
    let tick = try Conductor(store).tick(at: Workshop.morning + 9 * day)
    #expect(tick.ended.map(\.id) == ["S"])
    #expect(try store.waitingRequests(after: 0, limit: 9).map(\.name.recordID) == ["R"])
  }

  @Test("a dry run sees what is in the log, and leaves file and log as they are")
  func dryRunWithLog() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
    let before = (shop.folder.bytes("workflow.db"), shop.folder.bytes("workflow.db-wal"))
    try #require(before.1?.isEmpty == false)
    let store = readOnly(shop)
    #expect(try decide(store, shop) == ["is_poor"])
    store.close()
    #expect(shop.folder.bytes("workflow.db") == before.0)
    #expect(shop.folder.bytes("workflow.db-wal") == before.1)
  }

  @Test("a dry run sees the log that a killed process left, and leaves it as it is")
  func dryRunAfterCrash() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
    let other = try Folder()
    for name in ["workflow.db", "workflow.db-wal"] {
      other.write(try #require(shop.folder.bytes(name)), to: name)
    }
    let store = SQLiteStore(
      definition: shop.definition, path: other.path("workflow.db"),
      options: SQLiteOptions(access: .readOnly))
    #expect(try decide(store, shop) == ["is_poor"])
    store.close()
    for name in ["workflow.db", "workflow.db-wal"] {
      #expect(other.bytes(name) == shop.folder.bytes(name))
    }
  }

  @Test(
    "a dry run works in a folder that may not be written",
    .disabled(if: geteuid() == 0, "root may write everywhere"))
  func readOnlyFolder() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    (shop.store as? SQLiteStore)?.close()
    chmod(shop.folder.path, 0o555)
    defer { chmod(shop.folder.path, 0o755) }
    #expect(try decide(readOnly(shop), shop) == [])
  }

  @Test(
    "a log that cannot be read in a folder that may not be written is said to be so",
    .disabled(if: geteuid() == 0, "root may write everywhere"))
  func logInReadOnlyFolder() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    let other = try Folder()
    for name in ["workflow.db", "workflow.db-wal"] {
      other.write(try #require(shop.folder.bytes(name)), to: name)
    }
    chmod(other.path, 0o555)
    defer { chmod(other.path, 0o755) }
    let store = SQLiteStore(
      definition: shop.definition, path: other.path("workflow.db"),
      options: SQLiteOptions(access: .readOnly))
    #expect(kind { _ = try decide(store, shop) } == .needsWriting)
  }

  @Test("a dry run blocks no writer, and a writer no dry run")
  func concurrent() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    let store = readOnly(shop)
    try store.read { view in
      _ = view.snapshot.find(type: 0, id: "C1")
      try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
      #expect(view.snapshot.find(type: 0, id: "C2") != nil)
    }
    #expect(try decide(store, shop) == ["is_poor"])
  }

  @Test("a file read in place that changes meanwhile is read again")
  func changedInPlace() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    (shop.store as? SQLiteStore)?.close()
    let store = readOnly(shop)
    var reads = 0
    let names = try store.read { view in
      reads += 1
      if reads == 1 {
        try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
        (shop.store as? SQLiteStore)?.close()
      }
      let request = try shop.request("close", "customer", "C1")
      return try shop.decide(request, on: view.snapshot).refusal?.names
    }
    #expect(reads == 2)
    #expect(names == ["is_poor"])
  }

  @Test("what cannot be opened is said with a way out")
  func opening() throws {
    let shop = try Workshop(.sqlite)
    let missing = SQLiteStore(
      definition: shop.definition, path: shop.folder.path("none.db"),
      options: SQLiteOptions(access: .readOnly))
    #expect(kind { _ = try missing.count(of: shop.type("order")) } == .missing)
    #expect(shop.folder.names == [])

    shop.folder.write(Array("this is no database, but a text of some length\n".utf8), to: "text.db")
    for access in [SQLiteOptions.Access.readOnly, .readWrite] {
      let text = SQLiteStore(
        definition: shop.definition, path: shop.folder.path("text.db"),
        options: SQLiteOptions(access: access))
      #expect(kind { _ = try text.count(of: shop.type("order")) } == .notAStore)
    }
    let queue = try DatabaseQueue(path: shop.folder.path("other.db"))
    try queue.write { try $0.execute(sql: "CREATE TABLE mine(x)") }
    let other = SQLiteStore(definition: shop.definition, path: shop.folder.path("other.db"))
    #expect(kind { _ = try other.count(of: shop.type("order")) } == .notAStore)
    #expect(kind { try readOnly(shop).setLastTick(1) } == .readOnly)
  }

  @Test("a damaged file is named as such")
  func damaged() throws {
    let shop = try Workshop(.sqlite)
    try shop.take((0..<2000).map { try shop.row("order", "O\($0)", ["total": .integer(1)]) })
    (shop.store as? SQLiteStore)?.close()
    var bytes = try #require(shop.folder.bytes("workflow.db"))
    for place in 8 * 4096..<bytes.count { bytes[place] = 0xA5 }
    shop.folder.write(bytes, to: "workflow.db")
    let found = kind {
      _ = try shop.ids(of: "order")
      _ = try shop.store.history(after: 0, limit: 10_000)
    }
    #expect(found == .damaged)
  }

  @Test("a locked store is waited for, then said to be locked")
  func locked() throws {
    let shop = try Workshop(.sqlite, options: SQLiteOptions(waitSeconds: 0.1))
    try shop.fill()
    let queue = try DatabaseQueue(path: shop.folder.path("workflow.db"))
    try queue.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      #expect(kind { try shop.perform("close", "customer", "C1") } == .busy)
      #expect(try decide(shop.store, shop) == [])
      try database.execute(sql: "ROLLBACK")
    }
    #expect(try shop.perform("close", "customer", "C1") == [])
  }

  @Test("a full disk in the middle of a bulk apply keeps what was committed, each step whole")
  func full() throws {
    let shop = try Workshop(.sqlite)
    let rows = try (0..<2000).flatMap { number in
      [
        try shop.row(
          "customer", "C\(number)", ["number": .text("\(number)"), "name": .text("n\(number)")]),
        try shop.row(
          "order", "O\(number)", ["customer": .reference("C\(number)"), "total": .integer(1)]),
      ]
    }
    try shop.take(rows)
    (shop.store as? SQLiteStore)?.close()
    let pages = try #require(shop.folder.bytes("workflow.db")).count / 4096
    let path = shop.folder.path("workflow.db")
    let small = SQLiteStore(
      definition: shop.definition, path: path, options: SQLiteOptions(maximumPages: pages + 40))
    let conductor = Conductor(small)
    conductor.options.stepsPerTransaction = 100
    let answer = try conductor.perform(shop.request("close", "customer", .all))
    #expect(answer.failure?.kind == .full)
    let done = try #require(answer.counts).done
    #expect(done > 0 && done < 2000)
    small.close()
    let closed = StateTest(
      slot: try #require(try shop.type("customer").slot(of: "status")), states: 2)
    let cancelled = StateTest(
      slot: try #require(try shop.type("order").slot(of: "status")), states: 2)
    let customers = try shop.store.ids(
      of: shop.type("customer"), in: closed, after: nil, limit: 5000)
    let orders = try shop.store.ids(of: shop.type("order"), in: cancelled, after: nil, limit: 5000)
    let lines = try shop.store.history(after: 4000, limit: 5000)
    #expect(customers.count == done)
    #expect(orders.count == done)
    #expect(lines.count == done * 2)
  }

  @Test("a backup is a store of its own, made while others work")
  func backup() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    let store = try #require(shop.store as? SQLiteStore)
    try store.backup(to: shop.folder.path("copy.db"))
    #expect(kind { try store.backup(to: shop.folder.path("copy.db")) } == .failed)
    try shop.perform("close", "customer", "C1")
    let copy = SQLiteStore(definition: shop.definition, path: shop.folder.path("copy.db"))
    #expect(try decide(copy, shop) == [])
  }

  @Test("columns are typed and read well")
  func columns() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    try shop.perform("close", "customer", "C1")
    let queue = try DatabaseQueue(path: shop.folder.path("workflow.db"))
    try queue.read { database in
      let row = try String.fetchOne(
        database,
        sql:
          "SELECT credit || ' ' || status || ' ' || vip || ' ' || typeof(vip) FROM web_shop__customer WHERE id = 'C1'"
      )
      #expect(row == "5 closed 0 integer")
      #expect(
        try String.fetchAll(
          database, sql: "SELECT text FROM web_shop__order__lines ORDER BY position") == [
            "bolts", "nuts",
          ])
      #expect(
        try String.fetchAll(database, sql: "SELECT member FROM web_shop__mailing__members") == [
          "C1", "C2",
        ])
      #expect(
        try String.fetchAll(
          database,
          sql:
            "SELECT record_id || ' ' || old || ' ' || new FROM workflow_history_changes WHERE field = 'status' ORDER BY line"
        )
          == ["C1 active closed", "O1 open cancelled", "O2 open cancelled"])
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
    }
  }

  @Test("several workflows live in one file, each in tables of its own")
  func namespaces() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    let text = Workshop.shop.replacing("workflow: web-shop", with: "workflow: other-shop")
    let other = SQLiteStore(
      definition: try Workshop.load(text), path: shop.folder.path("workflow.db"))
    #expect(try other.count(of: shop.type("customer")) == 0)
    #expect(try shop.store.count(of: shop.type("customer")) == 2)
    #expect(try other.history(after: 0, limit: 10) == [])
    let clash = Workshop.shop.replacing("workflow: web-shop", with: "workflow: Web-shop")
    let third = SQLiteStore(
      definition: try Workshop.load(clash), path: shop.folder.path("workflow.db"))
    #expect(kind { _ = try third.count(of: shop.type("order")) } == .migration)
  }
}
