import CEL
import WorkflowEngine

/// Moves a workflow's tables to a definition, or says why they cannot be moved.
///
/// What is new is added; what is gone may go where nothing is in it. Everything else is refused
/// with the number of records that stand in the way: a column is never lost in silence.
struct Migration {
  let connection: Connection
  private var layout: StoreLayout { connection.layout }
  private var definition: WorkflowDefinition { layout.definition }

  init(_ connection: Connection) { self.connection = connection }

  private struct Known {
    var kind: String
    var table: String
    var column: String?
  }

  /// Makes all tables of a workflow that the store has not seen.
  func create() throws(StoreError) {
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
    try noteSchema()
  }

  /// Moves the tables. Nothing is changed where anything is refused: the caller's transaction is
  /// rolled back.
  func migrate() throws(StoreError) {
    let known = try knownColumns()
    var notes: [String] = []
    for typeName in known.keys.sorted()
    where definition.recordType(named: typeName)?.isInline != false {
      try dropType(typeName, fields: known[typeName] ?? [:], &notes)
    }
    for case let table? in layout.tables {
      guard let fields = known[table.type.name] else {
        for statement in Schema.creation(of: table, in: layout) {
          try connection.execute(statement)
        }
        notes.append("new type \(table.type.name)")
        continue
      }
      try migrate(table, from: fields, &notes)
    }
    try noteSchema()
    try noteInHistory(notes)
  }

  // MARK: Types

  private func dropType(
    _ name: String, fields: [String: Known], _ notes: inout [String]
  ) throws(StoreError) {
    let table = "\(layout.prefix)__\(name)"
    let count = try connection.number("SELECT count(*) FROM \(quoted(table))") ?? 0
    if count > 0 {
      throw refusal(
        "type '\(name)' is gone from the definition, and the store holds \(count) of its records")
    }
    for side in Set(fields.values.map(\.table)).subtracting([table]) {
      try connection.execute("DROP TABLE \(quoted(side))")
    }
    try connection.execute("DROP TABLE \(quoted(table))")
    notes.append("dropped empty type \(name)")
  }

  private func migrate(
    _ table: TableLayout, from known: [String: Known], _ notes: inout [String]
  ) throws(StoreError) {
    let places = FieldPlace.all(of: table, in: layout)
    let byName = Dictionary(places.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (name, old) in known.sorted(by: { $0.key < $1.key }) where name != "" {
      // The fields of a list's entries go with the list.
      if let list = FieldPlace.list(of: name), byName[list] == nil { continue }
      guard let place = byName[name] else {
        try drop(name, old, of: table, reason: "is gone from the definition", &notes)
        continue
      }
      if old.kind == place.kind { continue }
      if try adapt(place, of: table, from: old) { continue }
      try drop(name, old, of: table, reason: "was \(old.kind) and is \(place.kind) now", &notes)
      try add(place, of: table, &notes)
    }
    for place in places where known[place.name] == nil {
      // A new list makes its entries' table whole.
      if let list = FieldPlace.list(of: place.name), known[list] == nil { continue }
      try add(place, of: table, &notes)
    }
    for place in places where known[place.name] != nil { try adaptIndex(place) }
  }

  // MARK: Fields

  /// Takes on a change that keeps what is stored: other values of a choice, a choice that becomes a
  /// text.
  private func adapt(
    _ place: FieldPlace, of table: TableLayout, from old: Known
  ) throws(StoreError) -> Bool {
    guard let column = place.column, old.kind.hasPrefix("choice(") else { return false }
    if place.field.type == .text { return true }
    guard case .choice(let choice) = place.field.type else { return false }
    let list = definition.choices[choice].values.map(quotedText).joined(separator: ", ")
    let query = try connection.prepare(
      """
      SELECT \(column.name), count(*) FROM \(quoted(place.table)) \
      WHERE \(column.name) NOT IN (\(list)) GROUP BY 1
      """)
    defer { query.reset() }
    if try query.next() {
      let what = place.field.region == nil ? "value" : "state"
      throw refusal(
        "\(what) '\(query.text(0))' of \(table.type.name).\(place.name) is gone from the definition, "
          + "and \(query.integer(1)) records are in it")
    }
    return true
  }

  private func drop(
    _ name: String, _ old: Known, of table: TableLayout, reason: String, _ notes: inout [String]
  ) throws(StoreError) {
    let column = old.column.map(quoted)
    let condition = column.map { " WHERE \($0) IS NOT NULL" } ?? ""
    let count = try connection.number("SELECT count(*) FROM \(quoted(old.table))\(condition)") ?? 0
    if count > 0 {
      throw refusal("\(table.type.name).\(name) \(reason), and \(count) records have a value there")
    }
    if let column, let plain = old.column {
      try connection.execute("DROP INDEX IF EXISTS \(quoted("\(old.table)__by_\(plain)"))")
      try connection.execute("ALTER TABLE \(quoted(old.table)) DROP COLUMN \(column)")
    } else {
      try connection.execute("DROP TABLE \(quoted(old.table))")
    }
    notes.append("dropped empty field \(table.type.name).\(name)")
  }

  private func add(
    _ place: FieldPlace, of table: TableLayout, _ notes: inout [String]
  ) throws(StoreError) {
    notes.append("new field \(table.type.name).\(place.name)")
    guard let column = place.column else {
      for statement in Schema.sideCreation(of: table, slot: place.slot, in: layout) {
        try connection.execute(statement)
      }
      return
    }
    try connection.execute(
      "ALTER TABLE \(quoted(place.table)) ADD COLUMN \(Schema.declaration(of: column))")
    if column.isIndexed { try connection.execute(Schema.index(on: column, of: place.table)) }
    if let value = startingValue(of: place.field, in: table.type) {
      let fill = try connection.prepare("UPDATE \(quoted(place.table)) SET \(column.name) = ?1")
      fill.bind(1, value)
      return try fill.run()
    }
    if place.field.isOptional || place.field.isInternal || RowCheck.isCollection(place.field.type) {
      return
    }
    let count = try connection.number("SELECT count(*) FROM \(quoted(place.table))") ?? 0
    if count > 0 {
      throw refusal(
        "\(table.type.name).\(place.name) is new and may not be empty, and \(count) records have none",
        hint: "give it a default, or make it optional")
    }
  }

  /// A new region's first state, or a field's plain default.
  private func startingValue(of field: Field, in type: RecordType) -> StoredValue? {
    if let region = field.region, type.regions[region].parent == nil {
      return type.regions[region].states.first.map { .choice($0.name) }
    }
    if case .constant(let value)? = field.defaultValue, value != .null {
      return value.normalized(for: field)
    }
    return nil
  }

  private func adaptIndex(_ place: FieldPlace) throws(StoreError) {
    guard let column = place.column else { return }
    let name = "\(place.table)__by_\(column.plainName)"
    if column.isIndexed {
      let exists = try connection.number(
        "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = \(quotedText(name))")
      if exists == 0 { try connection.execute(Schema.index(on: column, of: place.table)) }
    } else {
      try connection.execute("DROP INDEX IF EXISTS \(quoted(name))")
    }
  }

  // MARK: Accounts

  private func knownColumns() throws(StoreError) -> [String: [String: Known]] {
    let query = try connection.prepare(
      "SELECT record_type, field, kind, table_name, column_name FROM workflow_columns WHERE workflow = ?1"
    )
    query.bind(1, definition.name)
    var known: [String: [String: Known]] = [:]
    while try query.next() {
      known[query.text(0), default: [:]][query.text(1)] = Known(
        kind: query.text(2), table: query.text(3), column: query.textOrNil(4))
    }
    return known
  }

  private func noteSchema() throws(StoreError) {
    let number = try noteDefinition()
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

  private func noteDefinition() throws(StoreError) -> Int64 {
    let insert = try connection.prepare(
      "INSERT OR IGNORE INTO workflow_definitions(workflow, hash, version) VALUES (?1, ?2, ?3)")
    insert.bind(1, definition.name)
    insert.bind(2, definition.hash)
    insert.bind(3, definition.version)
    try insert.run()
    let find = try connection.prepare(
      "SELECT number FROM workflow_definitions WHERE workflow = ?1 AND hash = ?2")
    find.bind(1, definition.name)
    find.bind(2, definition.hash)
    defer { find.reset() }
    _ = try find.next()
    return find.integer(0)
  }

  private func noteInHistory(_ notes: [String]) throws(StoreError) {
    if notes.isEmpty { return }
    let insert = try connection.prepare(
      """
      INSERT INTO workflow_history(step, at, actor, workflow, record_type, version, outcome, cause, changes, definition)
      SELECT ifnull(max(line), 0) + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), '', ?1, '', 0, 'migrated', 'asked', ?2,
        (SELECT definition FROM workflow_schemas WHERE workflow = ?1) FROM workflow_history
      """)
    var json = JSONWriter()
    json.append(object: [(key: "migration", value: notes)]) { writer, notes in
      writer.append(raw: "{\"old\":null,\"new\":")
      writer.append(list: notes) { $0.append(string: $1) }
      writer.append(raw: "}")
    }
    insert.bind(1, definition.name)
    insert.bind(2, text: json.bytes)
    try insert.run()
  }

  private func refusal(_ sentence: String, hint: String? = nil) -> StoreError {
    StoreError(
      .migration, "the store cannot be moved to this definition: \(sentence)",
      hint: hint
        ?? "keep the field or state, or export the records, change them and import them into a new store"
    )
  }
}
