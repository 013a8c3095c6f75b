import CEL
import WorkflowEngine
import WorkflowStore

/// Puts imported records into their tables, each with a line in the history.
final class SQLiteImportTarget: ImportTarget {
  private let writer: PlanWriter
  private let connection: Connection
  private let records: RecordWriter
  private let line: Query
  /// The time of the import, in microseconds.
  private let at: Int64
  /// For each type the highest number among new ids that look as if the store had numbered them.
  private var highestNumbers: [Int]

  init(writer: PlanWriter, options: ImportOptions) throws(StoreError) {
    self.writer = writer
    connection = writer.connection
    self.at = options.at
    let at = Timestamp(microseconds: options.at).description
    records = RecordWriter(
      connection: connection, definition: writer.history.definition, at: at)
    line = try writer.history.bindCommon(
      Attempt(actor: options.actor, at: options.at, event: "import", recordType: "", recordID: nil),
      at: at, outcome: .imported)
    let types = connection.layout.definition.recordTypes
    highestNumbers = Array(repeating: 0, count: types.count)
  }

  func presence(type: Int, id: String) throws(StoreError) -> RecordPresence {
    try connection.presence(type: type, id: id).presence
  }

  func insert(type: Int, id: String, values: [StoredValue]) throws(StoreError) {
    let recordType = connection.layout.definition.recordTypes[type]
    try records.insert(
      type: type, id: id, values: .values { values[$0].normalized(for: recordType.fields[$0]) })
    if let number = recordType.number(inID: id) {
      highestNumbers[type] = max(highestNumbers[type], number)
    }
    try writer.history.append(
      line, kind: .created, event: "import", type: recordType, id: id, version: 1, changes: [])
  }

  func update(type: Int, id: String, values: [Int: StoredValue]) throws(StoreError) -> Bool {
    let recordType = connection.layout.definition.recordTypes[type]
    let stored = try connection.record(type: type, id: id)
    var changes: [HistoryLine.Change] = []
    var changed: [Int: StoredValue] = [:]
    let values = recordType.withEntering(values, over: stored.values, at: at)
    for slot in values.keys.sorted() {
      let field = recordType.fields[slot]
      let value = (values[slot] ?? .null).normalized(for: field)
      if stored.values[slot] == value { continue }
      changed[slot] = value
      if field.isInternal { continue }
      changes.append(
        HistoryLine.Change(
          field: field.name, isState: field.region != nil,
          values: HistoryLine.Values(old: stored.values[slot], new: value)))
    }
    if changed.isEmpty { return false }
    let bits = RecordWriter.bits(of: changed.keys)
    try records.update(
      type: type, id: id, bits: bits, values: .values { changed[$0] ?? stored.values[$0] })
    try writer.history.append(
      line, kind: .changed, event: "import", type: recordType, id: id, version: stored.version + 1,
      changes: changes)
    try writer.mentions.noteImport(
      of: recordType, id: id, changes, line: writer.history.nextLine - 1,
      connection.layout.definition.secrets)
    return true
  }

  func values(type: Int, id: String) throws(StoreError) -> [StoredValue] {
    try connection.record(type: type, id: id).values
  }

  func holders(of value: StoredValue, type: Int, slot: Int) throws(StoreError) -> [String] {
    try connection.memberIDs(
      of: ReadSet.Members(type: type, slot: slot, membership: .holding(value), ids: []))
  }

  func look<Result>(_ body: (Snapshot) -> Result) throws(StoreError) -> Result {
    let source = SQLiteSource(connection: connection, keepsAccount: false)
    defer { source.end() }
    let result = body(
      Snapshot(definition: connection.layout.definition, source: source))
    if let failure = source.failure { throw failure }
    return result
  }

  /// Numbers that the store gives go on after those that came in.
  func finish() throws(StoreError) {
    for (type, highest) in highestNumbers.enumerated() where highest > 0 {
      if try connection.serial(type: type) <= highest {
        try connection.setSerial(type: type, to: highest + 1)
      }
    }
  }
}
