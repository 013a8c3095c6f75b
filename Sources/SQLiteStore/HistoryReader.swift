import CEL
import JSONText
import WorkflowEngine
import WorkflowStore

/// Reads lines of the history.
struct HistoryReader {
  let definition: WorkflowDefinition

  static let selection: String = {
    let columns = HistoryColumn.allCases
      .map { $0 == .definition ? "d.hash" : "h.\($0.rawValue)" }.joined(separator: ", ")
    return
      "SELECT \(columns) FROM workflow_history h JOIN workflow_definitions d ON d.number = h.definition"
  }()

  func lines(from query: Query) throws(StoreError) -> [HistoryLine] {
    var lines: [HistoryLine] = []
    while try query.next() { lines.append(line(query)) }
    return lines
  }

  private func line(_ query: Query) -> HistoryLine {
    func text(_ column: HistoryColumn) -> String { query.text(column.place - 1) }
    func textOrNil(_ column: HistoryColumn) -> String? { query.textOrNil(column.place - 1) }
    func integer(_ column: HistoryColumn) -> Int { Int(query.integer(column.place - 1)) }
    func names(_ column: HistoryColumn) -> [String] {
      textOrNil(column).flatMap { JSON(text: $0)?.strings } ?? []
    }
    let recordType = text(.recordType)
    return HistoryLine(
      line: integer(.line), step: integer(.step),
      causedBy: textOrNil(.causedBy) == nil ? nil : integer(.causedBy),
      at: query.time(HistoryColumn.at.place - 1) ?? 0,
      actor: Actor(user: text(.actor), roles: names(.roles)),
      outcome: HistoryLine.Outcome(rawValue: text(.outcome)) ?? .done,
      kind: textOrNil(.kind).flatMap { Changeset.Entry.Kind(rawValue: $0) }, recordType: recordType,
      recordID: textOrNil(.recordID), version: integer(.version), event: textOrNil(.event),
      cause: Cause(rawValue: text(.cause)) ?? .asked, fromState: textOrNil(.fromState),
      toState: textOrNil(.toState), changes: changes(textOrNil(.changes), recordType),
      refusedBy: names(.refusedBy), warnings: names(.warnings), definition: text(.definition),
      requestKey: textOrNil(.requestKey))
  }

  /// Values are read as the definition types them now; fields that it does not know as they are
  /// written.
  private func changes(_ text: String?, _ recordType: String) -> [HistoryLine.Change] {
    guard let text, case .object(let members)? = JSON(text: text) else { return [] }
    let type = definition.recordType(named: recordType)
    return members.map { name, value in
      let field = type?.slot(of: name).flatMap { type?.fields[$0] }
      func stored(_ value: JSON?) -> StoredValue {
        guard let value else { return .null }
        guard let field else { return value.storedAsWritten }
        return value.stored(as: field.type, in: definition) ?? value.storedAsWritten
      }
      var values: HistoryLine.Values?
      if value["erased"] == nil {
        values = HistoryLine.Values(old: stored(value["old"]), new: stored(value["new"]))
      }
      return HistoryLine.Change(field: name, isState: field?.region != nil, values: values)
    }
  }
}
