import CEL
import GRDB
public import WorkflowEngine

extension SQLiteStore {
  public func ids(
    of type: RecordType, in states: StateTest?, after id: String?, limit: Int
  ) throws(StoreError) -> [String] {
    let table = layout.table(type.index)
    var condition = "id > ?1"
    if let states, let column = table.valueColumn(states.slot),
      case .choice(let choice) = column.type
    {
      let names = definition.choices[choice].values.enumerated()
        .filter { states.contains(Int64($0.offset)) }.map { quotedText($0.element) }
      condition += " AND \(column.name) IN (\(names.joined(separator: ", ")))"
    }
    return try ask { connection in
      let query = try connection.prepare(
        "SELECT id FROM \(table.name) WHERE \(condition) ORDER BY id LIMIT ?2")
      query.bind(1, id ?? "")
      query.bind(2, limit)
      var ids: [String] = []
      while try query.next() { ids.append(query.text(0)) }
      return ids
    }
  }

  public func count(of type: RecordType) throws(StoreError) -> Int {
    let table = layout.table(type.index)
    return try ask { Int(try $0.number("SELECT count(*) FROM \(table.name)") ?? 0) }
  }

  public func records(
    of type: RecordType, after id: String?, limit: Int
  ) throws(StoreError) -> [StoredRecord] {
    try ask { connection in
      let query = try connection.prepare(
        connection.recordSelection(type: type.index) + " WHERE id > ?1 ORDER BY id LIMIT ?2")
      query.bind(1, id ?? "")
      query.bind(2, limit)
      var records: [StoredRecord] = []
      while try query.next() {
        records.append(try connection.record(from: query, type: type.index))
      }
      return records
    }
  }

  // MARK: History

  public func history(
    ofType type: String, id: String, after line: Int, limit: Int
  ) throws(StoreError) -> [HistoryLine] {
    try ask { connection in
      let query = try connection.prepare(
        HistoryReader.selection
          + " WHERE h.record_id = ?1 AND h.record_type IN (\(try connection.allNames(of: type))) "
          + "AND h.workflow = ?3 AND h.line > ?4 ORDER BY h.line LIMIT ?5")
      query.bind(1, id)
      query.bind(3, self.definition.name)
      query.bind(4, line)
      query.bind(5, limit)
      return try HistoryReader(definition: self.definition).lines(from: query)
    }
  }

  public func history(after line: Int, limit: Int) throws(StoreError) -> [HistoryLine] {
    try ask { connection in
      let query = try connection.prepare(
        HistoryReader.selection + " WHERE h.workflow = ?1 AND h.line > ?2 ORDER BY h.line LIMIT ?3")
      query.bind(1, self.definition.name)
      query.bind(2, line)
      query.bind(3, limit)
      return try HistoryReader(definition: self.definition).lines(from: query)
    }
  }

  // MARK: Messages

  public func messages(delivered: Bool, limit: Int) throws(StoreError) -> [OutboxMessage] {
    try ask { connection in
      let query = try connection.prepare(
        """
        SELECT key, name, record_type, record_id, payload, created_at, delivered_at FROM workflow_messages \
        WHERE workflow = ?1 AND delivered_at IS \(delivered ? "NOT NULL" : "NULL") ORDER BY number LIMIT ?2
        """)
      query.bind(1, self.definition.name)
      query.bind(2, limit)
      var messages: [OutboxMessage] = []
      while try query.next() {
        messages.append(
          OutboxMessage(
            key: query.text(0), name: query.text(1), recordType: query.text(2),
            recordID: query.text(3), payload: query.text(4), createdAt: query.time(5) ?? 0,
            deliveredAt: query.time(6)))
      }
      return messages
    }
  }

  public func acknowledge(messageKey: String, at: Int64) throws(StoreError) -> Bool {
    try tell { writer in
      let query = try writer.connection.prepare(
        """
        UPDATE workflow_messages SET delivered_at = ?3 \
        WHERE workflow = ?1 AND key = ?2 AND delivered_at IS NULL RETURNING number
        """)
      query.bind(1, self.definition.name)
      query.bind(2, messageKey)
      query.bind(3, Timestamp(microseconds: at).description)
      let found = try query.next()
      query.reset()
      return found
    }
  }

  // MARK: The rest

  public func definition(lastMoving type: RecordType, id: String) throws(StoreError)
    -> KnownDefinition?
  {
    try ask { connection in
      // A store of the first format says nothing of it.
      if try connection.number("PRAGMA user_version") == 1 { return nil }
      let query = try connection.prepare(
        "SELECT _definition FROM \(self.layout.table(type.index).name) WHERE id = ?1")
      query.bind(1, id)
      defer { query.reset() }
      return try query.next() ? try connection.definition(query.integer(0)) : nil
    }
  }

  public func knownRequest(_ request: RequestKey) throws(StoreError) -> KnownRequest {
    try ask { connection in
      let query = try connection.prepare(
        "SELECT digest, answer FROM workflow_requests WHERE workflow = ?1 AND key = ?2")
      query.bind(1, self.definition.name)
      query.bind(2, request.key)
      defer { query.reset() }
      guard try query.next() else { return .new }
      return query.text(0) == request.digest ? .answered(query.textOrNil(1)) : .different
    }
  }

  public func setAnswer(_ answer: String, ofRequest key: String) throws(StoreError) {
    try tell { writer in
      let query = try writer.connection.prepare(
        "UPDATE workflow_requests SET answer = ?3 WHERE workflow = ?1 AND key = ?2")
      query.bind(1, self.definition.name)
      query.bind(2, key)
      query.bind(3, answer)
      try query.run()
    }
  }

  public func lastTick() throws(StoreError) -> Int64? {
    try ask { try $0.metaInteger("last_tick") }
  }

  public func setLastTick(_ at: Int64) throws(StoreError) {
    try tell { try $0.connection.setMeta("last_tick", at) }
  }

  public func lastChange(ofType type: Int, id: String) throws(StoreError) -> Int64? {
    let table = layout.table(type)
    return try ask { connection in
      let query = try connection.prepare("SELECT _updated_at FROM \(table.name) WHERE id = ?1")
      query.bind(1, id)
      defer { query.reset() }
      return try query.next() ? query.time(0) : nil
    }
  }

  public func definitions() throws(StoreError) -> [KnownDefinition] {
    try ask { connection in
      let query = try connection.prepare(
        "SELECT workflow, hash, version, text FROM workflow_definitions ORDER BY number")
      var definitions: [KnownDefinition] = []
      while try query.next() {
        definitions.append(
          KnownDefinition(
            workflow: query.text(0), hash: query.text(1), version: query.text(2),
            text: query.textOrNil(3)))
      }
      return definitions
    }
  }

  public func noteDefinition(text: String, at: Int64) throws(StoreError) {
    try tell { writer in
      let query = try writer.connection.prepare(
        """
        UPDATE workflow_definitions SET text = ?3, noted_at = ?4 \
        WHERE workflow = ?1 AND hash = ?2 AND text IS NULL
        """)
      query.bind(1, self.definition.name)
      query.bind(2, self.definition.hash)
      query.bind(3, text)
      query.bind(4, Timestamp(microseconds: at).description)
      try query.run()
    }
  }

}

extension Query {
  /// A column that holds a time, in microseconds.
  func time(_ column: Int32) -> Int64? {
    isNull(column) ? nil : Timestamp(text: text(column))?.microseconds
  }
}

extension Connection {
  func recordSelection(type: Int) -> String {
    let table = layout.table(type)
    return "SELECT id, _version\(table.valueColumnList) FROM \(table.name)"
  }

  func record(type: Int, id: String) throws(StoreError) -> StoredRecord {
    let query = try query(.load, type: type) { recordSelection(type: type) + " WHERE id = ?1" }
    query.bind(1, id)
    defer { query.reset() }
    guard try query.next() else {
      throw StoreError(.badRecord, "there is no \(layout.table(type).type.name) '\(id)'")
    }
    return try record(from: query, type: type)
  }

  func record(from query: Query, type: Int) throws(StoreError) -> StoredRecord {
    let table = layout.table(type)
    let id = query.text(0)
    var values = Array(repeating: StoredValue.null, count: table.columns.count)
    for (place, slot) in table.valueSlots.enumerated() {
      let field = table.type.fields[slot]
      guard let value = query.value(Int32(place + 2), as: field.type, in: layout.definition) else {
        throw StoreError(
          .damaged,
          "\(table.plainName).\(field.name) of '\(id)' holds a value that is not of its type",
          hint: "correct the value with the tool that wrote it")
      }
      values[slot] = value
    }
    for slot in table.sideSlots { values[slot] = try sideValue(table, slot: slot, id: id) }
    return StoredRecord(id: id, version: Int(query.integer(1)), values: values)
  }
}
