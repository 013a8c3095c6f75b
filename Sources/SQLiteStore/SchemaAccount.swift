import JSONText
import WorkflowEngine
import WorkflowStore

/// What a store's file says of the workflows and definitions that it holds.
struct SchemaAccount {
  let connection: Connection
  private var layout: StoreLayout { connection.layout }
  private var definition: WorkflowDefinition { layout.definition }

  init(_ connection: Connection) { self.connection = connection }

  /// Makes all tables of a workflow that the store has not seen.
  func create(text: String?) throws(StoreError) {
    let taken = try connection.prepare("SELECT workflow FROM workflow_schemas WHERE prefix = ?1")
    taken.bind(1, layout.prefix)
    defer { taken.reset() }
    if try taken.next() {
      throw StoreError(
        .migration,
        "the tables of workflow '\(definition.name)' would be named like those of '\(taken.text(0))'",
        hint: "give one of the workflows another name, or keep it in a store of its own")
    }
    for case let table? in layout.tables {
      for statement in Schema.creation(of: table, in: layout) { try connection.execute(statement) }
    }
    try noteSchema(text: text)
  }

  /// Says that the tables are those of the definition.
  func noteSchema(text: String?) throws(StoreError) {
    let number = try noteDefinition(text: text)
    try connection.execute(
      """
      INSERT INTO workflow_schemas(workflow, prefix, definition) \
      VALUES (\(quotedText(definition.name)), \(quotedText(layout.prefix)), \(number)) \
      ON CONFLICT (workflow) DO UPDATE SET definition = excluded.definition
      """)
    try connection.execute(
      "DELETE FROM workflow_columns WHERE workflow = \(quotedText(definition.name))")
    let insert = try connection.prepare(
      "INSERT INTO workflow_columns VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    for case let table? in layout.tables {
      // A line of its own for the type, so that one without fields is known too.
      try note(insert, table.type.name, "", "type", table.plainName, nil)
      for place in FieldPlace.all(of: table, in: layout) {
        try note(
          insert, table.type.name, place.name, place.kind, place.table, place.column?.plainName)
      }
    }
  }

  private func note(
    _ insert: Query, _ type: String, _ field: String, _ kind: String, _ table: String,
    _ column: String?
  ) throws(StoreError) {
    insert.bind(1, definition.name)
    insert.bind(2, type)
    insert.bind(3, field)
    insert.bind(4, kind)
    insert.bind(5, table)
    insert.bind(6, column)
    try insert.run()
  }

  /// The number of the definition, which is noted where it is new.
  func noteDefinition(text: String?) throws(StoreError) -> Int64 {
    let insert = try connection.prepare(
      """
      INSERT OR IGNORE INTO workflow_definitions(workflow, hash, version, noted_at, text) \
      VALUES (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?4)
      """)
    insert.bind(1, definition.name)
    insert.bind(2, definition.hash)
    insert.bind(3, definition.version)
    insert.bind(4, text)
    try insert.run()
    let find = try connection.prepare(
      "SELECT number FROM workflow_definitions WHERE workflow = ?1 AND hash = ?2")
    find.bind(1, definition.name)
    find.bind(2, definition.hash)
    defer { find.reset() }
    _ = try find.next()
    return find.integer(0)
  }

  /// Gives the records of all workflows a column for the definition that they moved under.
  func numberRecords() throws(StoreError) {
    let query = try connection.prepare(
      """
      SELECT c.table_name, s.definition FROM workflow_columns c \
      JOIN workflow_schemas s ON s.workflow = c.workflow WHERE c.field = ''
      """)
    var tables: [(name: String, number: Int64)] = []
    while try query.next() { tables.append((query.text(0), query.integer(1))) }
    for table in tables {
      try connection.execute(
        "ALTER TABLE \(quoted(table.name)) ADD COLUMN _definition INTEGER NOT NULL DEFAULT 0")
      try connection.execute("UPDATE \(quoted(table.name)) SET _definition = \(table.number)")
    }
    try connection.execute("PRAGMA user_version = \(Schema.formatVersion)")
  }

  /// A line of the history about the store as a whole.
  func noteInHistory(_ notes: [String], inverse: String? = nil) throws(StoreError) {
    if notes.isEmpty, inverse == nil { return }
    let insert = try connection.prepare(
      """
      INSERT INTO workflow_history(step, at, actor, workflow, record_type, version, outcome, cause, changes, definition)
      SELECT ifnull(max(line), 0) + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), '', ?1, '', 0, 'migrated', 'asked', ?2,
        (SELECT definition FROM workflow_schemas WHERE workflow = ?1) FROM workflow_history
      """)
    var changes = [
      HistoryLine.Change(
        field: "migration", isState: false,
        values: HistoryLine.Values(old: .null, new: .list(notes.map { .text($0) })))
    ]
    if let inverse {
      changes.append(
        HistoryLine.Change(
          field: "way_back", isState: false,
          values: HistoryLine.Values(old: .null, new: .text(inverse))))
    }
    var json = JSONWriter()
    json.append(changes)
    insert.bind(1, definition.name)
    insert.bind(2, text: json.bytes)
    try insert.run()
  }
}

extension Connection {
  /// Remembers what a type was called, so that its history is found.
  func noteFormerName(_ former: String, of type: String) throws(StoreError) {
    let names = [former] + (try formerNames(of: former))
    let query = try prepare(
      """
      INSERT INTO workflow_meta(workflow, key, value) VALUES (?1, ?2, ?3) \
      ON CONFLICT (workflow, key) DO UPDATE SET value = excluded.value
      """)
    query.bind(1, layout.definition.name)
    query.bind(2, "former_names/\(type)")
    query.bind(3, JSONWriter.text(of: names.filter { $0 != type }))
    try query.run()
    // Another type may get the former name, with a history of its own.
    let forget = try prepare("DELETE FROM workflow_meta WHERE workflow = ?1 AND key = ?2")
    forget.bind(1, layout.definition.name)
    forget.bind(2, "former_names/\(former)")
    try forget.run()
  }

  /// What a type was called before, the latest first.
  func formerNames(of type: String) throws(StoreError) -> [String] {
    let query = try prepare("SELECT value FROM workflow_meta WHERE workflow = ?1 AND key = ?2")
    query.bind(1, layout.definition.name)
    query.bind(2, "former_names/\(type)")
    defer { query.reset() }
    guard try query.next() else { return [] }
    return JSON(text: query.text(0))?.strings ?? []
  }

  /// A type's name with those that it had before, as SQL writes a list.
  func allNames(of type: String) throws(StoreError) -> String {
    ([type] + (try formerNames(of: type))).map(quotedText).joined(separator: ", ")
  }
}
