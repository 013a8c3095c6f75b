import CEL
import JSONText
import Workflow
import WorkflowEngine

/// Reads members of records, computed ones included, as rows of a list.
struct RowReader {
  /// A member as a row shows it.
  enum Cell {
    case value(StoredValue)
    /// The ids of a set's records.
    case records([String])
    /// Why it cannot be told.
    case unknown(String)

    func text(_ words: ValueWords) -> String {
      switch self {
      case .value(let value): value == .null ? "" : words.short(value)
      case .records(let ids): Cell.summary(ids)
      case .unknown: "(unknown)"
      }
    }

    func json(_ words: ValueWords) -> JSON {
      switch self {
      case .value(let value): words.json(value)
      case .records(let ids): .strings(ids)
      case .unknown(let reason): .object([("unknown", .string(reason))])
      }
    }

    /// `3: V1, V2, V3`.
    private static func summary(_ ids: [String]) -> String {
      if ids.isEmpty { return "none" }
      let more = ids.count > 5 ? ", …" : ""
      return "\(ids.count): \(ids.prefix(5).joined(separator: ", "))\(more)"
    }
  }

  struct Row {
    var id: String
    var cells: [Cell]
    var badges: [String]
    var color: String?
  }

  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let actor: Actor
  let now: Int64
  let interpreter: Interpreter

  init(definition: WorkflowDefinition, snapshot: Snapshot, actor: Actor, now: Int64) {
    self.definition = definition
    self.snapshot = snapshot
    self.actor = actor
    self.now = now
    interpreter = Interpreter(definition)
  }

  func rows(
    of type: RecordType, list: RecordList?, columns: [String], parent: RecordHandle?,
    condition: Condition?
  ) -> [Row] {
    let list =
      list
      ?? RecordList(
        name: type.name, title: nil, isDefault: false, condition: nil, orderBy: nil,
        descending: false, columns: columns, place: type.place)
    var records = interpreter.list(
      snapshot, list, of: type, parent: parent, actor: actor, now: now)
    if let condition {
      records = records.filter {
        interpreter.holds(condition, snapshot, $0, actor: actor, now: now) == .yes
      }
    }
    return records.map { record in
      let view = interpreter.view(snapshot, record, actor: actor, now: now)
      return Row(
        id: snapshot.id(of: record), cells: columns.map { cell(record, $0) }, badges: view.badges,
        color: view.rowColor)
    }
  }

  /// What each entry of an inline list says: `kind service, service S1, amount 30`.
  func entryLines(_ cell: Cell, of field: Field) -> [String] {
    guard case .entries(let type) = field.type, case .value(.entries(let entries)) = cell else {
      return []
    }
    let words = ValueWords(definition: definition)
    return entries.map { entry in
      definition.recordTypes[type].fields.compactMap { field in
        guard let value = entry[field.name], value != .null else { return nil }
        return "\(field.name) \(words.short(value))"
      }.joined(separator: ", ")
    }
  }

  func cell(_ record: RecordHandle, _ member: String) -> Cell {
    switch interpreter.value(snapshot, record, member: member, actor: actor, now: now) {
    case .value(let value): .value(value)
    case .records(let records): .records(records.map { snapshot.id(of: $0) })
    case .unknown(let reason): .unknown(reason)
    case nil: .unknown("there is no \(member)")
    }
  }
}
