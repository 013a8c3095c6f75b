import CEL
import JSONText
import WorkflowEngine
import WorkflowStore

/// Appends lines to the history.
///
/// A class because the number of the next line and the bytes of its changes live from line to line.
final class HistoryWriter {
  let connection: Connection
  /// The number of the definition in `workflow_definitions`.
  let definition: Int64
  private(set) var nextLine = 1
  private var json = JSONWriter()
  /// By type and slot: `"status":{"old":`.
  private let openings: [[[UInt8]]]
  /// By choice and value: `"active"`.
  private let quotedChoices: [[[UInt8]]]

  init(connection: Connection, definition: Int64) {
    self.connection = connection
    self.definition = definition
    quotedChoices = connection.layout.slots.choiceNames.map { $0.map(Self.quoted) }
    openings = connection.layout.definition.recordTypes.map { type in
      type.fields.map { field in
        Self.quoted(field.name) + Array(":{\"old\":".utf8)
      }
    }
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.append(string: text)
    return writer.bytes
  }

  /// Looks where the history ends: other processes may have written since.
  func begin() throws(StoreError) {
    let query = try connection.query(.lastLine) { "SELECT max(line) FROM workflow_history" }
    defer { query.reset() }
    _ = try query.next()
    nextLine = Int(query.integer(0)) + 1
  }

  /// What all lines of one step have in common stays bound from line to line.
  func bindCommon(_ attempt: Attempt, at: String, outcome: HistoryLine.Outcome) throws(StoreError)
    -> Query
  {
    let query = try connection.query(.insertLine) {
      let columns = HistoryColumn.allCases.map(\.rawValue).joined(separator: ", ")
      let places = HistoryColumn.allCases.map { "?\($0.place)" }.joined(separator: ", ")
      return "INSERT INTO workflow_history(\(columns)) VALUES (\(places))"
    }
    query.bindLasting(.workflow, connection.layout.definition.name)
    query.bindLasting(.at, at)
    query.bindLasting(.actor, attempt.actor.user)
    query.bindLasting(
      .roles, attempt.actor.roles.isEmpty ? nil : JSONWriter.text(of: attempt.actor.roles))
    query.bindLasting(.outcome, outcome.rawValue)
    query.bind(.definition, definition)
    query.bindLasting(.requestKey, attempt.request?.key)
    query.bind(.refusedBy, nil)
    query.bind(.warnings, nil)
    query.bind(.causedBy, nil)
    query.bind(.step, nextLine)
    return query
  }

  /// A line about a refused attempt.
  func refuse(_ names: [String], of attempt: Attempt, at: String) throws(StoreError) -> Int {
    try note(attempt.purpose.outcome, of: attempt, at: at, refusedBy: names)
  }

  /// A line about what changed no record.
  func note(
    _ outcome: HistoryLine.Outcome, of attempt: Attempt, at: String,
    refusedBy names: [String]? = nil
  ) throws(StoreError) -> Int {
    let query = try bindCommon(attempt, at: at, outcome: outcome)
    var version = 0
    if let type = connection.layout.definition.recordType(named: attempt.recordType),
      let id = attempt.recordID
    {
      version = try connection.presence(type: type.index, id: id).version
    }
    query.bindLasting(.refusedBy, names.map { JSONWriter.text(of: $0) })
    bind(
      query, recordType: attempt.recordType, id: attempt.recordID, version: version, kind: nil,
      event: attempt.event, cause: attempt.cause)
    query.bind(.fromState, nil)
    query.bind(.toState, nil)
    query.bind(.changes, nil)
    return try insert(query)
  }

  /// A line about a record that was imported or migrated.
  func append(
    _ query: Query, kind: Changeset.Entry.Kind, event: String, type: RecordType, id: String,
    version: Int, changes: [HistoryLine.Change]
  ) throws(StoreError) {
    query.bind(.step, nextLine)
    bind(
      query, recordType: type.name, id: id, version: version, kind: kind, event: event,
      cause: .asked)
    bindChanges(query, changes)
    _ = try insert(query)
  }

  /// The line of one step of a plan.
  func append(
    _ query: Query, step: Int, of lines: PlanLines, versions: (RecordHandle) -> Int, first: Int
  ) throws(StoreError) {
    let planned = lines.plan.steps[step]
    let snapshot = lines.snapshot
    let kind = lines.kind(ofStep: step)
    if let parent = planned.parent { query.bind(.causedBy, first + Int(parent)) }
    bind(
      query, recordType: snapshot.type(of: planned.record).name,
      id: snapshot.id(of: planned.record),
      version: versions(planned.record), kind: kind, event: planned.transition?.event,
      cause: planned.cause)
    switch kind {
    case .created, .changed: bindPlannedChanges(query, step: step, of: lines)
    case .deleted, .erased: bindChanges(query, lines.changes(ofStep: step))
    }
    _ = try insert(query)
  }

  private func bind(
    _ query: Query, recordType: String, id: String?, version: Int, kind: Changeset.Entry.Kind?,
    event: String?, cause: Cause
  ) {
    query.bind(.recordType, recordType)
    query.bind(.recordID, id)
    query.bind(.version, version)
    query.bind(.kind, kind?.rawValue)
    query.bind(.event, event)
    query.bind(.cause, cause.rawValue)
  }

  private func insert(_ query: Query) throws(StoreError) -> Int {
    let line = nextLine
    query.bind(.line, line)
    try query.run()
    nextLine += 1
    return line
  }

  private func bindChanges(_ query: Query, _ changes: [HistoryLine.Change]) {
    let states = HistoryLine.states(of: changes)
    query.bind(.fromState, states.from)
    query.bind(.toState, states.to)
    if changes.isEmpty { return query.bind(.changes, nil) }
    json.removeAll()
    json.append(changes)
    query.bind(HistoryColumn.changes.place, text: json.bytes)
  }

  /// The common case, straight from the plan's words.
  private func bindPlannedChanges(_ query: Query, step: Int, of lines: PlanLines) {
    let plan = lines.plan
    let snapshot = lines.snapshot
    let indexes = lines.outline.changes(ofStep: step)
    let type = snapshot.type(of: plan.steps[step].record).index
    let record = plan.steps[step].record
    var stateChange: Plan.Change?
    var isPlain = true
    json.removeAll()
    for index in indexes {
      let change = plan.changes[Int(index)]
      let traits = slots[type, Int(change.slot)]
      // An effect may set fields of another record under the same step; the slow way finds its
      // type.
      if change.record != record || traits.isState && stateChange != nil { isPlain = false }
      guard isPlain else { return bindChanges(query, lines.changes(ofStep: step)) }
      if traits.isState { stateChange = change }
      if traits.isInternal { continue }
      json.append(json.bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      json.append(raw: openings[type][Int(change.slot)])
      append(change.old, traits, type, Int(change.slot), snapshot)
      json.append(raw: ",\"new\":")
      append(change.new, traits, type, Int(change.slot), snapshot)
      json.append(UInt8(ascii: "}"))
    }
    if json.bytes.isEmpty {
      query.bind(.changes, nil)
    } else {
      json.append(UInt8(ascii: "}"))
      query.bind(HistoryColumn.changes.place, text: json.bytes)
    }
    guard let stateChange else {
      query.bind(.fromState, nil)
      return query.bind(.toState, nil)
    }
    let traits = slots[type, Int(stateChange.slot)]
    query.bind(
      HistoryColumn.fromState.place, word: stateChange.old, as: traits, of: snapshot, slots)
    query.bind(HistoryColumn.toState.place, word: stateChange.new, as: traits, of: snapshot, slots)
  }

  private var slots: SlotTable { connection.layout.slots }

  private func append(
    _ word: Int64, _ traits: SlotTable.Slot, _ type: Int, _ slot: Int, _ snapshot: Snapshot
  ) {
    if word == Scalar.null { return json.append(raw: "null") }
    switch traits.code {
    case .choice: json.append(raw: quotedChoices[Int(traits.target)][Int(word)])
    case .flag: json.append(raw: word != 0 ? "true" : "false")
    case .date: json.append(CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: word)))
    case .text, .integer, .decimal, .spelled, .reference, .list:
      let field = connection.layout.definition.recordTypes[type].fields[slot].type
      json.append(snapshot.storedValue(word, as: field))
    }
  }
}

extension JSONWriter {
  /// The changes of a line: `{"end_date":{"old":null,"new":"2026-03-10"}}`, or `{"erased":true}`
  /// for values that went.
  mutating func append(_ changes: [HistoryLine.Change]) {
    append(object: changes.map { ($0.field, $0.values) }) { writer, values in
      guard let values else { return writer.append(raw: "{\"erased\":true}") }
      writer.append(raw: "{\"old\":")
      writer.append(values.old)
      writer.append(raw: ",\"new\":")
      writer.append(values.new)
      writer.append(UInt8(ascii: "}"))
    }
  }
}

/// The columns of the history, in the order of the table.
enum HistoryColumn: String, CaseIterable {
  case line, step
  case causedBy = "caused_by"
  case at, actor, roles, workflow
  case recordType = "record_type"
  case recordID = "record_id"
  case version, outcome, kind, event, cause
  case fromState = "from_state"
  case toState = "to_state"
  case changes
  case refusedBy = "refused_by"
  case warnings, definition
  case requestKey = "request_key"

  /// Its parameter in the statement that inserts a line.
  var place: Int32 {
    switch self {
    case .line: 1
    case .step: 2
    case .causedBy: 3
    case .at: 4
    case .actor: 5
    case .roles: 6
    case .workflow: 7
    case .recordType: 8
    case .recordID: 9
    case .version: 10
    case .outcome: 11
    case .kind: 12
    case .event: 13
    case .cause: 14
    case .fromState: 15
    case .toState: 16
    case .changes: 17
    case .refusedBy: 18
    case .warnings: 19
    case .definition: 20
    case .requestKey: 21
    }
  }

  var declaration: String {
    switch self {
    case .line: "INTEGER PRIMARY KEY"
    case .step, .version: "INTEGER NOT NULL"
    case .causedBy: "INTEGER"
    case .at: "TIMESTAMP_TEXT NOT NULL"
    case .actor, .workflow, .recordType, .outcome, .cause: "TEXT NOT NULL"
    case .recordID, .kind, .event, .fromState, .toState, .requestKey: "TEXT"
    case .roles, .changes, .refusedBy, .warnings: "JSON_TEXT"
    // The number of a definition; a foreign key would be looked up for every line.
    case .definition: "INTEGER NOT NULL"
    }
  }
}

extension Query {
  /// Binds a text that stays bound from line to line.
  func bindLasting(_ column: HistoryColumn, _ text: String?) {
    if let text { bind(lasting: column.place, text) } else { bindNull(column.place) }
  }

  func bind(_ column: HistoryColumn, _ text: String?) { bind(column.place, text) }
  func bind(_ column: HistoryColumn, _ number: Int) { bind(column.place, number) }
  func bind(_ column: HistoryColumn, _ number: Int64) { bind(column.place, number) }
}
