import CEL
import JSONText
public import WorkflowEngine
public import WorkflowStore

/// Requests that wait for a second person, inside an open write transaction.
extension PlanWriter {
  func keep(
    _ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt
  ) throws(StoreError) -> KeepResult {
    if !attempt.isFollowUp, let key = attempt.request?.key,
      try connection.isKnown(requestKey: key)
    {
      return .requestKeyUsed(key)
    }
    try connection.makeWaitingTable()
    var request = request
    while let other = try connection.waiting(request.name) {
      if !request.creates || hasOwnID { return .waiting(other) }
      request.name.recordID = PendingRequest.nextID(after: request.name.recordID)
    }
    try connection.tell(request, waits: true)
    var attempt = attempt
    attempt.recordID = request.name.recordID
    let line = try history.note(.requested, of: attempt, at: text(of: attempt.at))
    request.number = line
    request.line = line
    // The text of a time lives until the next one is made.
    let expires = request.expires.map(text)
    try connection.insertWaiting(request, at: text(of: request.at), expires: expires)
    try remember(attempt, line: line)
    try mentions.note(request, about: request.about, isKept: attempt.request != nil)
    request.about = []
    return .kept(request, line: line)
  }

  /// Says that the second person agreed: the line, or nil where the request waits no longer.
  func agree(_ agreement: Agreement, _ attempt: Attempt) throws(StoreError) -> Int? {
    let waits =
      agreement.isLast
      ? try connection.removeWaiting(number: agreement.number)
      : try connection.isWaiting(number: agreement.number)
    guard waits else { return nil }
    var agreed = attempt
    agreed.actor = agreement.second
    agreed.request = nil
    return try history.note(.approved, of: agreed, at: text(of: attempt.at))
  }

  func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool {
    guard try connection.removeWaiting(number: request.number) else { return false }
    try connection.tell(request, waits: false)
    let attempt = Attempt(
      actor: actor, at: now, event: request.name.event, recordType: request.name.recordType,
      recordID: request.name.recordID)
    _ = try history.note(
      end.outcome, of: attempt, at: text(of: now),
      refusedBy: end.reasons.isEmpty ? nil : end.reasons)
    return true
  }
}

extension Connection {
  /// Made when something first waits: stores of earlier versions have none.
  private static let waitingTable = """
    CREATE TABLE IF NOT EXISTS workflow_waiting(
      number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, record_type TEXT NOT NULL,
      record_id TEXT NOT NULL, event TEXT NOT NULL, creates INTEGER NOT NULL, inputs JSON_TEXT NOT NULL,
      edits JSON_TEXT NOT NULL, confirmed INTEGER NOT NULL, actor TEXT NOT NULL, roles JSON_TEXT NOT NULL,
      at TIMESTAMP_TEXT NOT NULL, sentence TEXT NOT NULL, expires TIMESTAMP_TEXT,
      UNIQUE (workflow, record_type, record_id, event))
    """

  /// Makes the table, or gives the one of an earlier version what it lacks.
  func makeWaitingTable() throws(StoreError) {
    try execute(Connection.waitingTable)
    if try !tellsExpiry() {
      try execute("ALTER TABLE workflow_waiting ADD COLUMN expires TIMESTAMP_TEXT")
    }
  }

  /// Whether the table tells when a request expires: that of an earlier version does not.
  private func tellsExpiry() throws(StoreError) -> Bool {
    try number("SELECT 1 FROM pragma_table_info('workflow_waiting') WHERE name = 'expires'") != nil
  }

  func hasWaitingTable() throws(StoreError) -> Bool {
    try number("SELECT 1 FROM sqlite_master WHERE name = 'workflow_waiting'") != nil
  }

  private static let columns =
    "number, record_type, record_id, event, creates, inputs, edits, confirmed, actor, roles, at, sentence"

  /// What is read of a request.
  private func readColumns() throws(StoreError) -> String {
    Connection.columns + (try tellsExpiry() ? ", expires" : ", NULL")
  }

  func waiting(_ name: PendingRequest.Name) throws(StoreError) -> PendingRequest? {
    guard try hasWaitingTable() else { return nil }
    let query = try prepare(
      """
      SELECT \(try readColumns()) FROM workflow_waiting \
      WHERE workflow = ?1 AND record_type = ?2 AND record_id = ?3 AND event = ?4
      """)
    query.bind(1, layout.definition.name)
    query.bind(2, name.recordType)
    query.bind(3, name.recordID)
    query.bind(4, name.event)
    return try query.next() ? waiting(from: query) : nil
  }

  func waiting(after number: Int, limit: Int) throws(StoreError) -> [PendingRequest] {
    guard try hasWaitingTable() else { return [] }
    let query = try prepare(
      """
      SELECT \(try readColumns()) FROM workflow_waiting WHERE workflow = ?1 AND number > ?2 \
      ORDER BY number LIMIT ?3
      """)
    query.bind(1, layout.definition.name)
    query.bind(2, number)
    query.bind(3, limit)
    var requests: [PendingRequest] = []
    while try query.next() { requests.append(waiting(from: query)) }
    return requests
  }

  fileprivate func insertWaiting(
    _ request: PendingRequest, at: String, expires: String?
  ) throws(StoreError) {
    let query = try prepare(
      """
      INSERT INTO workflow_waiting(workflow, \(Connection.columns), expires) \
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      """)
    query.bind(1, layout.definition.name)
    query.bind(2, request.number)
    query.bind(3, request.name.recordType)
    query.bind(4, request.name.recordID)
    query.bind(5, request.name.event)
    query.bind(6, request.creates ? 1 : 0)
    query.bind(7, Self.text(of: request.inputs))
    query.bind(8, Self.text(of: request.edits))
    query.bind(9, request.isConfirmed ? 1 : 0)
    query.bind(10, request.actor.user)
    query.bind(11, JSONWriter.text(of: request.actor.roles))
    query.bind(12, at)
    query.bind(13, request.sentence)
    query.bind(14, expires)
    try query.run()
  }

  fileprivate func isWaiting(number: Int) throws(StoreError) -> Bool {
    guard try hasWaitingTable() else { return false }
    let query = try prepare(
      "SELECT 1 FROM workflow_waiting WHERE workflow = ?1 AND number = ?2")
    query.bind(1, layout.definition.name)
    query.bind(2, number)
    defer { query.reset() }
    return try query.next()
  }

  fileprivate func removeWaiting(number: Int) throws(StoreError) -> Bool {
    guard try hasWaitingTable() else { return false }
    let query = try prepare(
      "DELETE FROM workflow_waiting WHERE workflow = ?1 AND number = ?2 RETURNING number")
    query.bind(1, layout.definition.name)
    query.bind(2, number)
    defer { query.reset() }
    return try query.next()
  }

  /// Lets the record of a request tell whether it waits, where somebody asks for that: a new version,
  /// and no line.
  fileprivate func tell(_ request: PendingRequest, waits: Bool) throws(StoreError) {
    guard let (type, slot) = request.flag(in: layout.definition) else { return }
    let table = layout.table(type.index)
    guard let column = table.valueColumn(slot) else { return }
    let query = try prepare(
      "UPDATE \(table.name) SET \(column.name) = ?2, _version = _version + 1 WHERE id = ?1")
    query.bind(1, request.name.recordID)
    query.bind(2, waits ? 1 : 0)
    try query.run()
  }

  /// Lets records tell that nothing waits any more, where requests were forgotten.
  func tellForgotten() throws(StoreError) {
    guard try hasWaitingTable() else { return }
    for type in layout.definition.recordTypes where !type.isInline {
      let table = layout.table(type.index)
      for event in type.events {
        guard let slot = event.pendingSlot, let column = table.valueColumn(slot) else { continue }
        try execute(
          """
          UPDATE \(table.name) AS r SET \(column.name) = 0, _version = _version + 1 \
          WHERE \(column.name) = 1 AND NOT \(Self.waits(event, quotedText(type.name), layout))
          """)
      }
    }
  }

  /// Whether a request for an event of the record `r` waits, as SQL.
  ///
  /// - Parameter types: names of its record type, as SQL lists them.
  static func waits(_ event: Event, _ types: String, _ layout: StoreLayout) -> String {
    """
    EXISTS (SELECT 1 FROM workflow_waiting w WHERE w.workflow = \(quotedText(layout.definition.name)) \
    AND w.record_type IN (\(types)) AND w.record_id = r.id AND w.creates = 0 \
    AND w.event = \(quotedText(event.name)))
    """
  }

  /// What was asked of records that are gone is not asked any more.
  func forgetWaiting(_ plan: Plan, in snapshot: Snapshot) throws(StoreError) {
    guard !plan.removed.isEmpty, try hasWaitingTable() else { return }
    let query = try prepare(
      """
      DELETE FROM workflow_waiting \
      WHERE workflow = ?1 AND record_type = ?2 AND record_id = ?3 AND creates = 0
      """)
    for removal in plan.removed {
      query.bind(1, layout.definition.name)
      query.bind(2, snapshot.type(of: removal.record).name)
      query.bind(3, snapshot.id(of: removal.record))
      try query.run()
    }
  }

  // MARK: Values

  private static func text(of values: [NamedValue]) -> String {
    var writer = JSONWriter()
    writer.append(object: values.map { ($0.name, $0.value) }) { $0.append($1) }
    return writer.text
  }

  private func waiting(from query: Query) -> PendingRequest {
    let name = PendingRequest.Name(
      recordType: query.text(1), event: query.text(3), recordID: query.text(2))
    let type = layout.definition.recordType(named: name.recordType)
    let inputs = type?.event(named: name.event)?.transitions.flatMap(\.inputs) ?? []
    var request = PendingRequest(
      number: Int(query.integer(0)), name: name, creates: query.integer(4) != 0,
      inputs: values(query.text(5)) { name in inputs.first { $0.name == name }?.type },
      edits: values(query.text(6)) { name in
        type.flatMap { type in type.slot(of: name).map { type.fields[$0].type } }
      },
      isConfirmed: query.integer(7) != 0, actor: Actor(user: query.text(8), roles: []),
      at: query.time(10) ?? 0, sentence: query.text(11))
    request.line = request.number
    request.expires = query.time(12)
    request.actor = Actor(
      user: request.actor.user, roles: JSON(text: query.text(9))?.strings ?? [])
    return request
  }

  /// Values as the definition types them now; others as they are written, for the step to refuse.
  private func values(_ text: String, type: (String) -> FieldType?) -> [NamedValue] {
    guard case .object(let members)? = JSON(text: text) else { return [] }
    return members.map { name, value in
      let stored = type(name).flatMap { value.stored(as: $0, in: layout.definition) }
      return NamedValue(name, stored ?? value.storedAsWritten)
    }
  }
}

extension SQLiteStore {
  public func keep(
    _ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt
  ) throws(StoreError) -> KeepResult {
    try tell { try $0.keep(request, hasOwnID: hasOwnID, as: attempt) }
  }

  public func waitingRequest(_ name: PendingRequest.Name) throws(StoreError) -> PendingRequest? {
    try ask { try $0.waiting(name) }
  }

  public func waitingRequests(
    after number: Int, limit: Int
  ) throws(StoreError) -> [PendingRequest] {
    try ask { try $0.waiting(after: number, limit: limit) }
  }

  public func lines(since request: PendingRequest) throws(StoreError) -> [HistoryLine] {
    try ask { connection throws(StoreError) in
      try connection.allHistory(
        ofType: request.name.recordType, id: request.name.recordID, after: request.line)
    }
  }

  public func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool {
    try tell { try $0.end(request, as: end, by: actor, at: now) }
  }
}
