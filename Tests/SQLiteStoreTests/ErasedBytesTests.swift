import CEL
import GRDB
import SQLiteStore
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// What was erased is in no byte of the files.
@Suite("Erased bytes")
struct ErasedBytesTests {
  @Test("twenty planted strings are in the files before and in none of them after")
  func bytes() throws {
    let shop = try Workshop(.sqlite)
    let planted = (1...20).map { "planted-\($0)-\($0 &* 7919)-string" }
    let strings = planted.shuffled()
    try plant(strings, in: shop)
    for string in strings {
      #expect(!shop.folder.files(containing: string).isEmpty, "\(string) is not planted")
    }

    #expect(try shop.perform("forget", "customer", "C1") == [])
    for string in strings {
      #expect(shop.folder.files(containing: string) == [], "\(string) is still there")
    }
    let store = try #require(shop.store as? SQLiteStore)
    #expect(try !store.isScrubPending)
    #expect(
      try shop.value("customer", "C2", "name") == .text("Südwind"), "everything else is still there"
    )
    store.close()
    for string in strings { #expect(shop.folder.files(containing: string) == []) }
  }

  /// Texts in fields, in former values, in refused attempts, messages, answers, lists, orders, and
  /// free pages.
  private func plant(_ strings: [String], in shop: Workshop) throws {
    var strings = strings[...]
    func next() -> String { strings.popFirst() ?? "none" }
    try shop.fill()
    for _ in 0..<5 { try shop.perform("edit", "customer", "C1", edits: ["name": .text(next())]) }
    for _ in 0..<3 { try shop.perform("edit", "customer", "C1", edits: ["email": .text(next())]) }
    try shop.perform(
      "edit", "customer", "C1", edits: ["tags": .list([.text(next()), .text(next())])])
    try shop.perform("edit", "customer", "C1", edits: ["number": .text(next())])
    // The buyer of an order is a copy of the name.
    for _ in 0..<2 {
      try shop.perform("edit", "customer", "C1", edits: ["name": .text(next())])
      try shop.perform("order_more", "customer", "C1")
    }
    // A refused attempt, of which only the guards' names are kept, and an answer that quotes the
    // record.
    try shop.perform(
      "edit", "customer", "C1", edits: ["credit": .integer(500), "name": .text(next())])
    try shop.perform(shop.request("close", "customer", "C1", key: "key-1"))
    let quote = next()
    let edit = try shop.request(
      "edit", "customer", "C1", edits: ["vip": .boolean(true)], key: "key-1")
    _ = try shop.session.perform(edit) { _, _ in ((), "now a special one: \(quote)") }
    // A large value, on pages of its own that become free.
    let large = String(repeating: next(), count: 2000)
    try shop.perform(
      "edit", "customer", "C1", edits: ["email": .text(large), "credit": .integer(5)])
    try shop.perform("edit", "customer", "C1", edits: ["email": .text(next())])
    // A message, delivered and not.
    try shop.perform("edit", "customer", "C1", edits: ["name": .text(next())])
    let close = try shop.request("close", "customer", "C1", key: "key-2")
    let answer = next()
    _ = try shop.session.perform(close) { _, _ in ((), answer) }
    if let key = try shop.store.messages(delivered: false, limit: 1).first?.key {
      _ = try shop.store.acknowledge(messageKey: key, at: Workshop.morning)
    }
    try shop.perform("reopen", "customer", "C1")
    try shop.perform("edit", "customer", "C1", edits: ["name": .text(next())])
    try shop.perform("close", "customer", "C1")
    #expect(strings.isEmpty, "\(strings.count) strings are left over")
  }

  @Test("a reader delays the overwriting, and the next opening finishes it")
  func reader() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    try shop.perform("edit", "customer", "C1", edits: ["name": .text("planted-while-reading")])
    try shop.perform("close", "customer", "C1")
    let path = shop.folder.path("workflow.db")
    let other = SQLiteStore(
      definition: shop.definition, path: path, options: SQLiteOptions(waitSeconds: 0.2))
    let (plan, view) = try shop.plan(shop.request("forget", "customer", "C1"))
    try other.read { held in
      _ = held.snapshot.find(type: 0, id: "C1")
      let attempt = try shop.request("forget", "customer", "C1").attempt()
      let result = try shop.store.commit(plan, decidedOn: view, as: attempt)
      #expect(result.isCommitted)
    }
    let store = try #require(shop.store as? SQLiteStore)
    #expect(try store.isScrubPending)
    store.close()
    other.close()
    let next = SQLiteStore(definition: shop.definition, path: path)
    try next.setLastTick(1)
    #expect(try !next.isScrubPending)
    next.close()
    #expect(shop.folder.files(containing: "planted-while-reading") == [])
  }

  @Test("the history cannot be changed or shortened by another tool")
  func appendOnly() throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    let queue = try DatabaseQueue(path: shop.folder.path("workflow.db"))
    #expect(throws: DatabaseError.self) {
      try queue.write { try $0.execute(sql: "DELETE FROM workflow_history") }
    }
    #expect(throws: DatabaseError.self) {
      try queue.write { try $0.execute(sql: "UPDATE workflow_history SET actor = 'x'") }
    }
  }
}
