import CEL
import JSONText
import WorkflowEngine
import WorkflowStore

/// Writes plans inside an open write transaction: records, history, messages, the request's answer.
final class PlanWriter: BulkTarget {
  let connection: Connection
  let history: HistoryWriter
  let mentions: MentionTable
  private let outline: PlanOutline
  private var records: RecordWriter
  private var lastTime: (at: Int64, text: String) = (.min, "")
  /// Whether a record was erased since the flag was taken down: the file then needs scrubbing.
  var hasErased = false

  init(connection: Connection, definition: Int64) {
    self.connection = connection
    history = HistoryWriter(connection: connection, definition: definition)
    mentions = MentionTable(connection: connection)
    records = RecordWriter(connection: connection, definition: definition)
    outline = PlanOutline(hasEntries: connection.layout.slots.hasEntries)
  }

  /// Commits what the body writes, or nothing; plans are of new snapshots.
  func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try connection.transaction {
      outline.forget()
      try history.begin()
      return try body()
    }
  }

  /// The next plan is of another snapshot, whose numbers mean other records.
  func forget() { outline.forget() }

  func write(
    _ plan: Plan, in snapshot: Snapshot, as attempt: Attempt
  ) throws(StoreError) -> ClosedRange<Int> {
    try commit(plan, in: snapshot, as: attempt)
  }

  func remember(
    _ slot: Int, of record: RecordHandle, in snapshot: Snapshot
  ) throws(StoreError) {
    try records.remember(slot, of: record, in: snapshot)
  }

  func refuse(_ names: [String], of attempt: Attempt) throws(StoreError) {
    _ = try refusal(names, of: attempt)
  }

  func refusal(_ names: [String], of attempt: Attempt) throws(StoreError) -> Int {
    try history.refuse(names, of: attempt, at: text(of: attempt.at))
  }

  /// Writes all that a plan brings about, and carries it out on its snapshot.
  func commit(
    _ plan: Plan, in snapshot: Snapshot, as attempt: Attempt
  ) throws(StoreError) -> ClosedRange<Int> {
    let deleted = plan.valuesOfDeleted(in: snapshot)
    snapshot.apply(plan)
    outline.read(plan, in: snapshot)
    records.at = text(of: attempt.at)
    for write in outline.writes { try carryOut(write, in: snapshot) }
    for creation in plan.created where creation.isNumbered {
      try connection.setSerial(type: creation.type, to: snapshot.nextSerial(type: creation.type))
    }
    let erasure = ErasureList(plan: plan, snapshot: snapshot)
    if let erasure { try connection.eraseMessages(of: erasure) }
    let first = history.nextLine
    try appendLines(
      PlanLines(plan: plan, snapshot: snapshot, outline: outline, deleted: deleted), attempt, first)
    var sent: [Int?] = []
    for message in plan.messages {
      sent.append(
        message.isRepeated ? nil : try send(message, line: first, at: records.at))
    }
    try remember(attempt, line: first)
    try mentions.note(
      plan, in: snapshot, first: first, messages: sent, isKept: attempt.request != nil)
    try connection.forgetWaiting(plan, in: snapshot)
    if let erasure {
      try connection.forgetWaiting(mentioning: erasure)
      try connection.eraseHistory(of: erasure, before: first)
      try connection.eraseMentions(of: erasure)
      try connection.tellForgotten()
      try connection.setMeta("scrub_pending", 1, workflow: "")
      hasErased = true
    }
    return first...max(first, history.nextLine - 1)
  }

  private func carryOut(_ write: PlanOutline.Write, in snapshot: Snapshot) throws(StoreError) {
    let type = snapshot.type(of: write.record).index
    let id = snapshot.id(of: write.record)
    switch write.kind {
    case .insert:
      try records.insert(type: type, id: id, values: .record(write.record, of: snapshot))
    case .update:
      try records.update(
        type: type, id: id, bits: write.hasHighSlot ? .max : write.slotBits,
        values: .record(write.record, of: snapshot))
    case .delete: try records.remove(type: type, id: id, isErased: false)
    case .erase: try records.remove(type: type, id: id, isErased: true)
    }
  }

  private func appendLines(_ lines: PlanLines, _ attempt: Attempt, _ first: Int) throws(StoreError)
  {
    let query = try history.bindCommon(attempt, at: records.at, outcome: .done)
    for step in lines.plan.steps.indices {
      if step == 0, !lines.plan.warnings.isEmpty {
        query.bindLasting(.warnings, JSONWriter.text(of: lines.plan.warnings.map(\.name)))
      } else if step == 1 {
        query.bind(.warnings, nil)
      }
      try history.append(
        query, step: step, of: lines, versions: { lines.snapshot.version(of: $0) }, first: first)
    }
  }

  /// The number of the message.
  private func send(_ message: Plan.Message, line: Int, at: String) throws(StoreError) -> Int {
    let query = try connection.query(.insertMessage) {
      """
      INSERT INTO workflow_messages(workflow, key, name, record_type, record_id, payload, created_at, step) \
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """
    }
    query.bind(1, connection.layout.definition.name)
    query.bind(2, message.key)
    query.bind(3, message.name)
    query.bind(4, message.recordType)
    query.bind(5, message.recordID)
    query.bind(6, message.payload)
    query.bind(7, at)
    query.bind(8, line)
    try query.run()
    return connection.lastRow
  }

  func remember(_ attempt: Attempt, line: Int) throws(StoreError) {
    guard let request = attempt.request, !attempt.isFollowUp else { return }
    let query = try connection.query(.insertRequest) {
      """
      INSERT INTO workflow_requests(workflow, key, digest, step, record_type, record_id, answer) \
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """
    }
    query.bind(1, connection.layout.definition.name)
    query.bind(2, request.key)
    query.bind(3, request.digest)
    query.bind(4, line)
    query.bind(5, attempt.recordType)
    query.bind(6, attempt.recordID)
    query.bind(7, attempt.answer)
    try query.run()
  }

  /// Times are often the same from step to step.
  func text(of at: Int64) -> String {
    if lastTime.at != at { lastTime = (at, Timestamp(microseconds: at).description) }
    return lastTime.text
  }
}
