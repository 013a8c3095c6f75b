import CEL
import GRDB
import WorkflowEngine
import WorkflowStore

/// What the tables hold, page by page.
extension Connection: StoreReader {
  private var definition: WorkflowDefinition { layout.definition }

  func ids(
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
    let query = try prepare("SELECT id FROM \(table.name) WHERE \(condition) ORDER BY id LIMIT ?2")
    query.bind(1, id ?? "")
    query.bind(2, limit)
    var ids: [String] = []
    while try query.next() { ids.append(query.text(0)) }
    return ids
  }

  func count(of type: RecordType) throws(StoreError) -> Int {
    Int(try number("SELECT count(*) FROM \(layout.table(type.index).name)") ?? 0)
  }

  func records(
    of type: RecordType, after id: String?, limit: Int
  ) throws(StoreError) -> [StoredRecord] {
    let query = try prepare(
      recordSelection(type: type.index) + " WHERE id > ?1 ORDER BY id LIMIT ?2")
    query.bind(1, id ?? "")
    query.bind(2, limit)
    var records: [StoredRecord] = []
    while try query.next() { records.append(try record(from: query, type: type.index)) }
    return records
  }

  // MARK: History

  func history(
    ofType type: String, id: String, after line: Int, limit: Int
  ) throws(StoreError) -> [HistoryLine] {
    let query = try prepare(
      "\(HistoryReader.selection) WHERE \(try lines(ofType: type)) AND h.line > ?3 "
        + "ORDER BY h.line LIMIT ?4")
    query.bind(1, id)
    query.bind(2, definition.name)
    query.bind(3, line)
    query.bind(4, limit)
    return try HistoryReader(definition: definition).lines(from: query)
  }

  func history(after line: Int, limit: Int) throws(StoreError) -> [HistoryLine] {
    let query = try prepare(
      HistoryReader.selection + " WHERE h.workflow = ?1 AND h.line > ?2 ORDER BY h.line LIMIT ?3")
    query.bind(1, definition.name)
    query.bind(2, line)
    query.bind(3, limit)
    return try HistoryReader(definition: definition).lines(from: query)
  }

  /// The lines about record ?1 of workflow ?2, whatever its type was called.
  private func lines(ofType type: String) throws(StoreError) -> String {
    "h.record_id = ?1 AND h.record_type IN (\(try allNames(of: type))) AND h.workflow = ?2"
  }

  // MARK: Messages

  func messages(
    delivered: Bool, after number: Int, limit: Int
  ) throws(StoreError) -> [OutboxMessage] {
    let query = try prepare(
      """
      SELECT number, key, name, record_type, record_id, payload, created_at, delivered_at \
      FROM workflow_messages WHERE \(Self.messages(delivered)) AND number > ?2 \
      ORDER BY number LIMIT ?3
      """)
    query.bind(1, definition.name)
    query.bind(2, number)
    query.bind(3, limit)
    var messages: [OutboxMessage] = []
    while try query.next() {
      messages.append(
        OutboxMessage(
          number: Int(query.integer(0)), key: query.text(1), name: query.text(2),
          recordType: query.text(3), recordID: query.text(4), payload: query.text(5),
          createdAt: query.time(6) ?? 0, deliveredAt: query.time(7)))
    }
    return messages
  }

  func messageCount(delivered: Bool) throws(StoreError) -> Int {
    let query = try prepare(
      "SELECT count(*) FROM workflow_messages WHERE \(Self.messages(delivered))")
    query.bind(1, definition.name)
    defer { query.reset() }
    return try query.next() ? Int(query.integer(0)) : 0
  }

  private static func messages(_ delivered: Bool) -> String {
    "workflow = ?1 AND delivered_at IS \(delivered ? "NOT NULL" : "NULL")"
  }

  /// Whether a message with the key was ever sent.
  func isKnown(messageKey key: String) throws(StoreError) -> Bool {
    let query = try query(.messageKey) {
      "SELECT 1 FROM workflow_messages WHERE workflow = ?1 AND key = ?2"
    }
    query.bind(1, definition.name)
    query.bind(2, key)
    defer { query.reset() }
    return try query.next()
  }
}
