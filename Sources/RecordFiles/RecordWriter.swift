import JSONText
import TextFiles
package import WorkflowEngine
package import WorkflowStore

/// Writes records in a form in which they can be imported again.
package protocol RecordWriter {
  mutating func begin(_ type: RecordType) -> String
  mutating func write(_ record: StoredRecord, of type: RecordType) -> String
  mutating func end() -> String
}

extension RecordForm {
  /// - Parameter namesType: whether each record says its type.
  /// - Parameter isSpreadsheetSafe: whether a ' stands before texts of a table that a spreadsheet
  ///   would take as a formula.
  package func writer(
    _ definition: WorkflowDefinition, namesType: Bool, isSpreadsheetSafe: Bool = false
  ) -> any RecordWriter {
    switch self {
    case .jsonl: JSONRecordWriter(definition: definition, isList: false)
    case .json: JSONRecordWriter(definition: definition, isList: true)
    case .csv:
      CSVRecordWriter(
        definition: definition, namesType: namesType, isSpreadsheetSafe: isSpreadsheetSafe)
    case .yaml: YAMLRecordWriter(definition: definition)
    }
  }
}

extension RecordType {
  /// The slots that an export writes: what the engine keeps for itself is left out.
  var exportedSlots: [Int] { fields.indices.filter { !fields[$0].isInternal } }
}

/// One object on each line, or a list of them.
struct JSONRecordWriter: RecordWriter {
  let definition: WorkflowDefinition
  let isList: Bool
  private var count = 0

  init(definition: WorkflowDefinition, isList: Bool) {
    self.definition = definition
    self.isList = isList
  }

  func begin(_ type: RecordType) -> String { "" }

  mutating func write(_ record: StoredRecord, of type: RecordType) -> String {
    var members: [(String, JSON)] = [("type", .string(type.name)), ("id", .string(record.id))]
    for slot in type.exportedSlots where record.values[slot] != .null {
      members.append((type.fields[slot].name, definition.json(of: record.values[slot])))
    }
    members += type.memories(record, definition)
    defer { count += 1 }
    let line = JSON.object(members).compact
    return isList ? (count == 0 ? "[\n" : ",\n") + line : line + "\n"
  }

  func end() -> String {
    guard isList else { return "" }
    return count == 0 ? "[]\n" : "\n]\n"
  }
}

/// A list with a record on each line; its values in quotes are JSON and YAML at once.
struct YAMLRecordWriter: RecordWriter {
  let definition: WorkflowDefinition

  func begin(_ type: RecordType) -> String { "" }

  func write(_ record: StoredRecord, of type: RecordType) -> String {
    var members: [(String, JSON)] = [("id", .string(record.id)), ("type", .string(type.name))]
    for slot in type.exportedSlots where record.values[slot] != .null {
      members.append((type.fields[slot].name, definition.json(of: record.values[slot])))
    }
    members += type.memories(record, definition)
    return "- {" + members.map { "\($0): \($1.compactYAML)" }.joined(separator: ", ") + "}\n"
  }

  func end() -> String { "" }
}

extension JSON {
  /// The value on one line as strict YAML takes it, with a space behind each colon and comma.
  var compactYAML: String {
    switch self {
    case .null, .boolean, .integer, .number, .raw, .string: compact
    case .array(let elements): "[\(elements.map(\.compactYAML).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\($0): \($1.compactYAML)" }.joined(separator: ", "))}"
    }
  }
}

/// A heading and a row for each record; lists in a cell are JSON. What a record remembers beside its
/// fields has no column.
struct CSVRecordWriter: RecordWriter {
  let definition: WorkflowDefinition
  let namesType: Bool
  let isSpreadsheetSafe: Bool

  func begin(_ type: RecordType) -> String {
    let columns =
      (namesType ? ["type"] : []) + ["id"] + type.exportedSlots.map { type.fields[$0].name }
    return columns.map { CSVText.cell($0) }.joined(separator: ",") + "\r\n"
  }

  func write(_ record: StoredRecord, of type: RecordType) -> String {
    var cells = namesType ? [type.name] : []
    cells.append(textCell(record.id))
    cells += type.exportedSlots.map { cell(record.values[$0]) }
    return cells.joined(separator: ",") + "\r\n"
  }

  func end() -> String { "" }

  private func cell(_ value: StoredValue) -> String {
    switch value {
    case .null: return ""
    case .list, .entries: return CSVText.cell(definition.json(of: value).compact)
    case .text(let text): return text.isEmpty ? "\"\"" : textCell(text)
    case .reference(let id): return textCell(id)
    case .word, .choice:
      return CSVText.cell(definition.text(of: value))
    }
  }

  // OWASP, "CSV Injection".
  private func textCell(_ text: String) -> String {
    let isFormula = text.utf8.first.map { Array("=+-@\t\r'".utf8).contains($0) } ?? false
    return CSVText.cell(isSpreadsheetSafe && isFormula ? "'\(text)" : text)
  }
}
