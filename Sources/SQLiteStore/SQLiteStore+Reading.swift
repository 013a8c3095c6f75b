import CEL
import GRDB
import JSONText
public import WorkflowEngine
public import WorkflowStore

extension SQLiteStore {
  public func look<Result>(
    _ body: (any StoreReader) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try ask { try body($0) }
  }

  // MARK: Messages

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
    let name = definition.recordTypes[type].name
    // A record that tells what waits changes with that, too.
    let told = definition.recordTypes[type].events.filter { $0.pendingSlot != nil }.map(\.name)
    let events = JSONWriter.text(of: told)
    return try ask { connection in
      let query = try connection.query(.lastChange) {
        """
        SELECT at FROM workflow_history WHERE record_id = ?1 AND record_type = ?2 \
        AND workflow = ?3 AND (kind IS NOT NULL OR outcome IN \(Self.waitingOutcomes) \
        AND event IN (SELECT value FROM json_each(?4))) ORDER BY line DESC LIMIT 1
        """
      }
      query.bind(1, id)
      query.bind(2, name)
      query.bind(3, self.definition.name)
      query.bind(4, events)
      defer { query.reset() }
      return try query.next() ? query.time(0) : nil
    }
  }

  /// How a request begins and stops waiting, but for the step that carries it out, as SQL.
  private static let waitingOutcomes: String = {
    let outcomes: [HistoryLine.Outcome] = [.requested, .rejected, .withdrawn, .lapsed, .expired]
    return "(\(outcomes.map { quotedText($0.rawValue) }.joined(separator: ", ")))"
  }()

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
