import GRDB
import WorkflowEngine
import WorkflowStore

/// One connection to a store's file, with the statements that it has prepared.
///
/// A class because its statements are used again from transaction to transaction.
final class Connection {
  let database: Database
  let layout: StoreLayout
  /// Statements that only a purpose, a type and a slot tell apart, by all three.
  private var plainQueries: [Query?]
  private let typeStride: Int
  private let purposeStride: Int
  /// All others.
  private var queries: [Key: Query] = [:]

  /// What a statement is for.
  enum Purpose: UInt8, CaseIterable {
    case commits, addCommit, tombstone, version, load, referencing, linking, holding, all
    case links, entries, serial, setSerial, insert, update, delete, insertTombstone, deleteTombstone
    case deleteSide, insertLink, insertEntry, lastLine, insertLine, insertMessage, insertRequest
    case memberIDs, meta, setMeta, requestLine, isEmpty, owning, messageKey, lastChange, remember
  }

  private struct Key: Hashable {
    var purpose: Purpose
    var type: Int32
    var slot: Int32
    var bits: UInt64
  }

  /// Where it stands in line before it writes; nil for one that only reads.
  private let line: WriterQueue?

  init(database: Database, layout: StoreLayout, line: WriterQueue? = nil) {
    self.database = database
    self.layout = layout
    self.line = line
    let types = layout.definition.recordTypes
    typeStride = (types.map(\.fields.count).max() ?? 0) + 1
    purposeStride = typeStride * (types.count + 1)
    plainQueries = Array(repeating: nil, count: purposeStride * Purpose.allCases.count)
  }

  /// The prepared statement for a purpose; its text is only made the first time.
  func query(
    _ purpose: Purpose, type: Int = -1, slot: Int = -1, bits: UInt64 = 0,
    _ sql: () -> String
  ) throws(StoreError) -> Query {
    if bits == 0 {
      let place = Int(purpose.rawValue) * purposeStride + (type + 1) * typeStride + slot + 1
      if let known = plainQueries[place] { return known }
      let query = try prepare(sql())
      plainQueries[place] = query
      return query
    }
    let key = Key(purpose: purpose, type: Int32(type), slot: Int32(slot), bits: bits)
    if let known = queries[key] { return known }
    let query = try prepare(sql())
    queries[key] = query
    return query
  }

  /// A statement for once.
  func prepare(_ sql: String) throws(StoreError) -> Query {
    do { return try Query(sql, on: database) } catch { throw StoreError.from(error) }
  }

  func execute(_ sql: String) throws(StoreError) {
    do { try database.execute(sql: sql) } catch { throw StoreError.from(error) }
  }

  /// The number of the row that was inserted last.
  var lastRow: Int { Int(database.lastInsertedRowID) }

  /// Commits what the body writes, or nothing, when it is this connection's turn to write.
  func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    guard let line else { preconditionFailure("a connection that only reads is written through") }
    try line.atHead { try database.beginTransaction(.immediate) }
    do {
      let result = try body()
      try addCommit()
      try database.commit()
      return result
    } catch {
      if database.isInsideTransaction { try? database.rollback() }
      throw error
    }
  }

  /// The one number that a statement gives.
  func number(_ sql: String) throws(StoreError) -> Int64? {
    let query = try prepare(sql)
    defer { query.reset() }
    return try query.next() && !query.isNull(0) ? query.integer(0) : nil
  }

  // MARK: What both sides read

  /// Whether a type has no records at all.
  func isEmpty(type: Int) throws(StoreError) -> Bool {
    let query = try query(.isEmpty, type: type) {
      "SELECT EXISTS (SELECT 1 FROM \(layout.table(type).name))"
    }
    defer { query.reset() }
    return try query.next() && query.integer(0) == 0
  }

  func commits() throws(StoreError) -> Int {
    let query = try query(.commits) {
      "SELECT value FROM workflow_meta WHERE workflow = '' AND key = 'commits'"
    }
    defer { query.reset() }
    return try query.next() ? Int(query.integer(0)) : 0
  }

  func tombstone(type: Int, id: String) throws(StoreError) -> (version: Int, isErased: Bool)? {
    let query = try query(.tombstone, type: type) {
      """
      SELECT version, kind = 'erased' FROM workflow_tombstones \
      WHERE workflow = \(quotedText(layout.definition.name)) \
      AND record_type = \(quotedText(layout.definition.recordTypes[type].name)) AND record_id = ?1
      """
    }
    query.bind(1, id)
    defer { query.reset() }
    return try query.next() ? (Int(query.integer(0)), query.integer(1) != 0) : nil
  }

  /// A present record's version.
  func version(type: Int, id: String) throws(StoreError) -> Int? {
    let query = try query(.version, type: type) {
      "SELECT _version FROM \(layout.table(type).name) WHERE id = ?1"
    }
    query.bind(1, id)
    defer { query.reset() }
    return try query.next() ? Int(query.integer(0)) : nil
  }

  func presence(type: Int, id: String) throws(StoreError) -> (
    presence: RecordPresence, version: Int
  ) {
    if let version = try version(type: type, id: id) { return (.present, version) }
    guard let tombstone = try tombstone(type: type, id: id) else { return (.unknown, 0) }
    return (tombstone.isErased ? .erased : .deleted, tombstone.version)
  }

  func serial(type: Int) throws(StoreError) -> Int {
    try metaInteger("next_number/\(layout.definition.recordTypes[type].name)")
      .map { min(Int($0), RecordID.highestNumber) } ?? 1
  }

  func setSerial(type: Int, to next: Int) throws(StoreError) {
    try setMeta("next_number/\(layout.definition.recordTypes[type].name)", Int64(next))
  }

  func metaInteger(_ key: String, workflow: String? = nil) throws(StoreError) -> Int64? {
    let query = try query(.meta) {
      "SELECT value FROM workflow_meta WHERE workflow = ?1 AND key = ?2"
    }
    query.bind(1, workflow ?? layout.definition.name)
    query.bind(2, key)
    defer { query.reset() }
    return try query.next() && !query.isNull(0) ? query.integer(0) : nil
  }

  func setMeta(_ key: String, _ value: Int64, workflow: String? = nil) throws(StoreError) {
    let query = try query(.setMeta) {
      """
      INSERT INTO workflow_meta(workflow, key, value) VALUES (?1, ?2, ?3) \
      ON CONFLICT (workflow, key) DO UPDATE SET value = excluded.value
      """
    }
    query.bind(1, workflow ?? layout.definition.name)
    query.bind(2, key)
    query.bind(3, value)
    try query.run()
  }

  /// Says that something was written: views of before must look closely.
  func addCommit() throws(StoreError) {
    let query = try query(.addCommit) {
      "UPDATE workflow_meta SET value = value + 1 WHERE workflow = '' AND key = 'commits'"
    }
    try query.run()
  }
}
