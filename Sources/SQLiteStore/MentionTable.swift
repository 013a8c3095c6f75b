import WorkflowEngine
import WorkflowStore

/// Where personal values of records went: `workflow_mentions`, made when something is first to be
/// noted there.
final class MentionTable: MentionKeeper {
  private let connection: Connection

  init(connection: Connection) { self.connection = connection }

  private static let creation = """
    CREATE TABLE IF NOT EXISTS workflow_mentions(
      workflow TEXT NOT NULL, origin_type TEXT NOT NULL, origin_id TEXT NOT NULL, kind TEXT NOT NULL,
      place INTEGER NOT NULL, record_type TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
      PRIMARY KEY (workflow, origin_id, origin_type, kind, place, record_id, record_type, field))
      WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS workflow_mentions_held ON workflow_mentions(record_id, record_type, field)
      WHERE kind = 'held'
    """

  private var workflow: String { connection.layout.definition.name }

  func origins(of value: HeldValue) throws(StoreError) -> Set<NamedRecord> {
    guard try connection.hasMentions() else { return [] }
    let query = try connection.prepare(
      """
      SELECT origin_type, origin_id FROM workflow_mentions \
      WHERE workflow = ?1 AND kind = 'held' AND record_type = ?2 AND record_id = ?3 AND field = ?4
      """)
    query.bind(1, workflow)
    query.bind(2, value.recordType)
    query.bind(3, value.recordID)
    query.bind(4, value.field)
    var origins: Set<NamedRecord> = []
    while try query.next() {
      origins.insert(NamedRecord(recordType: query.text(0), id: query.text(1)))
    }
    return origins
  }

  func setOrigins(_ origins: Set<NamedRecord>, of value: HeldValue) throws(StoreError) {
    if try connection.hasMentions() {
      let forget = try connection.prepare(
        """
        DELETE FROM workflow_mentions \
        WHERE workflow = ?1 AND kind = 'held' AND record_type = ?2 AND record_id = ?3 AND field = ?4
        """)
      forget.bind(1, workflow)
      forget.bind(2, value.recordType)
      forget.bind(3, value.recordID)
      forget.bind(4, value.field)
      try forget.run()
    }
    for origin in origins { try insert(origin, kind: "held", place: 0, value) }
  }

  func note(_ origin: NamedRecord, in place: MentionPlace) throws(StoreError) {
    switch place {
    case .change(let line, let field):
      try insert(
        origin, kind: "change", place: line,
        HeldValue(recordType: "", recordID: "", field: field))
    case .message(let number): try insert(origin, kind: "message", place: number)
    case .waiting(let number): try insert(origin, kind: "waiting", place: number)
    case .answer(let line): try insert(origin, kind: "answer", place: line)
    }
  }

  private func insert(
    _ origin: NamedRecord, kind: String, place: Int,
    _ value: HeldValue = HeldValue(recordType: "", recordID: "", field: "")
  ) throws(StoreError) {
    if try !connection.hasMentions() { try connection.execute(Self.creation) }
    let query = try connection.prepare(
      "INSERT OR IGNORE INTO workflow_mentions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    query.bind(1, workflow)
    query.bind(2, origin.recordType)
    query.bind(3, origin.id)
    query.bind(4, kind)
    query.bind(5, place)
    query.bind(6, value.recordType)
    query.bind(7, value.recordID)
    query.bind(8, value.field)
    try query.run()
  }

  // MARK: Moving

  /// Notes the line that moves a record to another definition, which tells former and new values;
  /// what was held under a former name is then held under the new one.
  ///
  /// - Parameter renamed: new names of fields by their former ones.
  func noteMove(
    of record: NamedRecord, formerType: String, line: Int, _ fields: Set<String>,
    renamed: [String: String]
  ) throws(StoreError) {
    guard try connection.hasMentions() else { return }
    for field in fields {
      let former = HeldValue(recordType: formerType, recordID: record.id, field: field)
      let origins = try self.origins(of: former)
      if origins.isEmpty { continue }
      let name = renamed[field] ?? field
      for origin in origins {
        try note(origin, in: .change(line: line, field: field))
        try note(origin, in: .change(line: line, field: name))
      }
      try setOrigins([], of: former)
      try setOrigins(
        origins, of: HeldValue(recordType: record.recordType, recordID: record.id, field: name))
    }
  }
}

extension Connection {
  func hasMentions() throws(StoreError) -> Bool {
    try number("SELECT 1 FROM sqlite_master WHERE name = 'workflow_mentions'") != nil
  }
}
