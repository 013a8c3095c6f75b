import CEL
import GRDB
import SQLiteStore
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// A store that was moved to another definition is like one that was made for it.
@Suite("A store that was moved")
struct MovedShapeTests {
  /// A change of the shop that needs no `migrate:` block.
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var edits: [(old: String, new: String)]
    /// Whether nothing is lost, so that the store can be moved back.
    var leadsBack = true

    init(_ name: String, _ edits: (String, String)..., leadsBack: Bool = true) {
      testDescription = name
      self.edits = edits.map { (old: $0.0, new: $0.1) }
      self.leadsBack = leadsBack
    }

    var text: String { edits.reduce(Workshop.shop) { $0.replacing($1.old, with: $1.new) } }
  }

  static let changes = [
    Change("another sentence", ("has too much credit", "has far too much credit")),
    Change("an optional field", ("email: text?", "email: text?\n      phone: text?")),
    Change(
      "fields of every kind with defaults",
      (
        "email: text?",
        """
        email: text?
              lucky: {type: integer, default: 7}
              worth: {type: decimal, default: 1.5}
              on: {type: boolean, default: true}
              mood: {choice: [fine, sad], default: sad}
              words: {list: text, optional: true}
        """
      ), leadsBack: false),
    Change(
      "a field that is gone", ("      email: text?\n", ""),
      ("[number, name, email]", "[number, name]"),
      ("[number, name, email, credit", "[number, name, credit")),
    Change("a field of another type", ("note: text?", "note: integer?")),
    Change("a value that need not be unique", ("{type: text, unique: true}", "text")),
    Change(
      "a value that must be unique",
      ("note: text?", "note: {type: text?, unique: true}")),
    Change(
      "a value that must be unique whatever its case",
      ("email: text?", "email: text?\n      mail: {formula: lower(email), unique: true}")),
    Change(
      "values that must be unique together, under a condition",
      (
        "    relations:\n      lines:",
        "    unique: [{fields: [note, total], where: total > 3}]\n    relations:\n      lines:"
      )),
    Change(
      "a choice that became a text",
      ("level: {choice: [basic, gold], default: basic}", "level: {type: text, default: basic}"),
      leadsBack: false),
    Change("another state", ("[active, closed]", "[active, asleep, closed]")),
    Change(
      "another region",
      ("status: [active, closed]", "status: [active, closed]\n      mood: [fine, sad]"),
      leadsBack: false),
    Change(
      "states inside a state",
      (
        "status: [active, closed]",
        "status: [{active: {initial: calm, states: {pace: [fast, calm]}}}, closed]"
      ), leadsBack: false),
    Change(
      "a timer that asks when a state was entered",
      ("reopen: {from: closed, to: active}", "reopen: {from: closed, to: active, after: 5d}")),
    Change(
      "a new type",
      ("  mailing:\n", "  bill:\n    fields: {payer: customer?, sum: decimal?}\n  mailing:\n")),
    Change(
      "new links", ("lists: {linked_by", "friends: {links: customer}\n      lists: {linked_by")),
    Change(
      "a new list of entries",
      ("lists: {linked_by", "phones: {many: phone, inline: true}\n      lists: {linked_by"),
      ("  mailing:\n", "  phone:\n    fields: {digits: text, keeper: customer?}\n  mailing:\n")),
    Change(
      "fields of entries",
      (
        "fields: {text: text, amount: integer?}",
        "fields: {text: text, amount: integer?, weight: {type: integer, default: 2}, giver: customer?}"
      ), leadsBack: false),
  ]

  /// Tables with their columns, keys and indexes, and what the store says of them.
  private func shape(_ path: String) throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { database in
      var shape: [String] = []
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      for table in tables {
        for row in try Row.fetchAll(
          database, sql: "SELECT * FROM pragma_table_info(?)", arguments: [table])
        {
          shape.append(
            "\(table).\(row["name"] ?? "") \(row["type"] ?? "") \(row["notnull"] ?? 0) \(row["pk"] ?? 0)"
          )
        }
        for row in try Row.fetchAll(
          database, sql: "SELECT * FROM pragma_foreign_key_list(?)", arguments: [table])
        {
          shape.append(
            "\(table).\(row["from"] ?? "") leads to \(row["table"] ?? "") \(row["on_delete"] ?? "")"
          )
        }
        for index in try String.fetchAll(
          database, sql: "SELECT name FROM pragma_index_list(?)", arguments: [table])
        {
          let columns = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_index_info(?)", arguments: [index])
          shape.append("\(table) by \(index): \(columns)")
        }
      }
      shape += try String.fetchAll(
        database,
        sql: """
          SELECT record_type || '.' || field || ' ' || kind || ' in ' || table_name || '.'
            || ifnull(column_name, '') FROM workflow_columns
          """)
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      // Made when something first waits.
      return shape.filter { !$0.hasPrefix("workflow_waiting") }.sorted()
    }
  }

  private func shapeOfNew(_ definition: WorkflowDefinition) throws -> [String] {
    let folder = try Folder()
    let store = SQLiteStore(definition: definition, path: folder.path("new.db"))
    try store.setLastTick(1)
    store.close()
    return try shape(folder.path("new.db"))
  }

  private func records(_ store: SQLiteStore) throws -> [StoredRecord] {
    try store.definition.recordTypes.filter { !$0.isInline }.flatMap { type in
      try store.records(of: type, after: nil, limit: 100)
    }
  }

  @Test(
    "it has the tables of a new one, its records as a reader saw them before, and can be moved back",
    arguments: changes)
  func moved(change: Change) throws {
    let shop = try Workshop(.sqlite)
    try shop.fill()
    try shop.perform("edit", "customer", "C2", edits: ["credit": .integer(3)])
    try shop.perform("close", "customer", "C1")
    (shop.store as? SQLiteStore)?.close()
    for edit in change.edits { try #require(Workshop.shop.contains(edit.old)) }
    let changed = try Workshop.load(change.text)
    let path = shop.folder.path("workflow.db")
    let reader = SQLiteStore(
      definition: changed, path: path, options: SQLiteOptions(access: .readOnly))
    let seen = try records(reader)
    reader.close()
    let before = try shape(path)
    #expect(try before == shapeOfNew(shop.definition))

    let moved = SQLiteStore(definition: changed, path: path)
    #expect(try records(moved) == seen)
    moved.close()
    #expect(try shape(path) == shapeOfNew(changed))

    guard change.leadsBack else { return }
    let back = SQLiteStore(definition: shop.definition, path: path)
    let fresh = try Workshop(.sqlite)
    try fresh.fill()
    try fresh.perform("edit", "customer", "C2", edits: ["credit": .integer(3)])
    try fresh.perform("close", "customer", "C1")
    let untouched = try #require(fresh.store as? SQLiteStore)
    #expect(try records(back) == records(untouched))
    back.close()
    #expect(try shape(path) == before)
  }

  @Test("a store whose records were moved has the tables of a new one")
  func migrated() throws {
    let shop = try RecordMigrationTests.club()
    let changed = try Workshop.load(RecordMigrationTests.second)
    let path = shop.folder.path("workflow.db")
    let store = SQLiteStore(definition: changed, path: path)
    #expect(try store.migrate(RecordMigrationTests.options).isFinished)
    store.close()
    #expect(try shape(path) == shapeOfNew(changed))
  }
}
