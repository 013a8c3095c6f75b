import CEL
import Diagnostics
import JSONText
package import WorkflowEngine
import WorkflowLanguage
package import WorkflowStore
import WorkflowWords

/// Turns rows of a file into records of a definition, or says what is wrong with them.
package struct RowTranslator {
  package let definition: WorkflowDefinition
  /// The type of rows that name none.
  let defaultType: RecordType?
  private let values = ValueReader()

  /// How the cells of tables are written.
  private let cells: CellForm

  package struct Mistake: Error {
    package var reason: String
    /// Where all values of a field are meant: every record has the same mistake.
    package var field: String?
    package var lack: CellForm.Lack?
  }

  package init(
    definition: WorkflowDefinition, defaultType: RecordType? = nil, cells: CellForm = CellForm()
  ) {
    self.definition = definition
    self.defaultType = defaultType
    self.cells = cells
  }

  package func translate(_ record: RawRecord) throws(Mistake) -> ImportRow {
    let type = try type(of: record)
    guard
      let id = try record.id.map({ (id) throws(Mistake) in
        record.heading == nil ? id : try plain(id, as: .text, field: "id")
      }), !id.isEmpty
    else { throw Mistake(reason: "the record has no id") }
    var row = ImportRow(type: type.index, id: id.composed, values: [:])
    for member in record.fields {
      guard let slot = type.slot(of: member.name), !type.fields[slot].isInternal else {
        if let memory = Memory(rawValue: member.name), type.slot(of: member.name) == nil {
          try remember(memory, member.value, of: type, in: &row)
          continue
        }
        // What is computed cannot be stored: such a column is passed over.
        if type.formulaSlot(of: member.name) != nil { continue }
        // A table of several types has columns that are empty in the rows of the others.
        if member.value == .null, isFieldOfAnyType(member.name) { continue }
        throw unknownField(member.name, of: type)
      }
      let field = type.fields[slot]
      // Nothing in a field that may not be empty means that it is not given: its default stands.
      if member.value == .null, !field.isOptional { continue }
      row.values[slot] = try value(
        member.value, of: field, inTable: record.heading != nil)
    }
    return row
  }

  private func type(of record: RawRecord) throws(Mistake) -> RecordType {
    guard let name = record.type else {
      if let defaultType { return defaultType }
      throw Mistake(reason: "the record has no type")
    }
    if let type = definition.recordType(named: name), !type.isInline { return type }
    let known = definition.recordTypes.filter { !$0.isInline }.map(\.name)
    throw Mistake(
      reason: "there is no record type '\(name)'" + didYouMean(suggestion(for: name, among: known)))
  }

  private func isFieldOfAnyType(_ name: String) -> Bool {
    definition.recordTypes.contains { $0.slot(of: name) != nil || $0.formulaSlot(of: name) != nil }
  }

  private func unknownField(_ name: String, of type: RecordType) -> Mistake {
    var mistake = unknown(
      "field", name, in: type.name, among: type.fields.filter { !$0.isInternal }.map(\.name))
    mistake.field = "\(type.name).\(name)"
    return mistake
  }

  func unknown(_ what: String, _ name: String, in owner: String, among known: [String]) -> Mistake {
    Mistake(
      reason: "there is no \(what) '\(name)' in \(owner)"
        + didYouMean(suggestion(for: name, among: known)))
  }

  private func didYouMean(_ name: String?) -> String {
    name.map { ", did you mean '\($0)'?" } ?? ""
  }

  // MARK: Values

  private func value(
    _ raw: JSON, of field: Field, inTable: Bool
  ) throws(Mistake) -> StoredValue {
    if field.seenBy != nil, raw.word == Sight.mark { throw Self.unrevealed(field) }
    do throws(Mistake) {
      guard inTable, case .string(let cell) = raw else { return try value(raw, as: field.type) }
      let text = try plain(cell, as: field.type, field: field.name)
      return try value(.string(text), as: field.type)
    } catch {
      let reason =
        field.seenBy == nil ? error.reason : "\(definition.kind(of: field.type).phrase) is expected"
      throw Mistake(reason: "\(field.name): \(reason)", field: error.field, lack: error.lack)
    }
  }

  /// What an export writes in the place of a secret is no value.
  private static func unrevealed(_ field: Field) -> Mistake {
    Mistake(
      reason: "\(field.name): \(Sight.mark) stands for a secret that was not written out; "
        + "export with --reveal, or leave the field out")
  }

  private func plain(
    _ cell: String, as type: FieldType, field: String
  ) throws(Mistake) -> String {
    do throws(CellForm.Unclear) {
      return try cells.plain(cell, as: type)
    } catch {
      throw Mistake(
        reason: "'\(cell)' can be read in more than one way", field: field, lack: error.lack)
    }
  }

  private func value(_ raw: JSON, as type: FieldType) throws(Mistake) -> StoredValue {
    switch (raw, type) {
    case (.null, _): return .null
    case (.string(let text), .text): return .text(text.composed)
    case (.array(let items), .list(let element)):
      return .list(try list(items, as: element))
    case (.array(let items), .links(let target)):
      return .list(try list(items, as: .reference(target)))
    case (.array(let items), .entries(let target)):
      return .entries(try entries(items, of: definition.recordTypes[target]))
    case (.string(let text), .list), (.string(let text), .links), (.string(let text), .entries):
      return try list(ofText: text, as: type)
    case (.boolean, _), (.integer, _), (.number, _), (.raw, _), (.string, _):
      return try scalar(raw.word ?? "", as: type)
    case (.array, _), (.object, _):
      throw Mistake(reason: "\(definition.kind(of: type).phrase) is expected")
    }
  }

  private func scalar(_ word: String, as type: FieldType) throws(Mistake) -> StoredValue {
    switch values.read(text: word.composed, as: type, in: definition) {
    case .success(let value): return value
    case .failure(let mismatch):
      throw Mistake(reason: mismatch.message + (mismatch.label.map { ", \($0)" } ?? ""))
    }
  }

  private func list(_ items: [JSON], as element: FieldType) throws(Mistake) -> [StoredValue] {
    var result: [StoredValue] = []
    for item in items {
      let value = try value(item, as: element)
      if value == .null { throw Mistake(reason: "an item of a list is not empty") }
      result.append(value)
    }
    return result
  }

  /// A list in a cell: JSON, or words with commas between them.
  private func list(ofText text: String, as type: FieldType) throws(Mistake) -> StoredValue {
    if text.trimmed.isEmpty { return .null }
    guard text.trimmed.hasPrefix("[") else {
      let words = text.split(separator: ",").map { JSON.string(String($0).trimmed) }
      return try value(.array(words), as: type)
    }
    // What is no JSON may still be a list as in YAML.
    guard let raw = JSON(text: text) else { return try scalar(text, as: type) }
    return try value(raw, as: type)
  }

  private func entries(
    _ items: [JSON], of type: RecordType
  ) throws(Mistake) -> [[String: StoredValue]] {
    var result: [[String: StoredValue]] = []
    for item in items {
      guard case .object(let members) = item else {
        throw Mistake(reason: "an entry of \(type.name) is a mapping of its fields")
      }
      var entry: [String: StoredValue] = [:]
      for (name, raw) in members {
        guard let slot = type.slot(of: name) else {
          if type.formulaSlot(of: name) != nil { continue }
          throw unknownField(name, of: type)
        }
        let stored = try value(raw, of: type.fields[slot], inTable: false)
        if stored != .null { entry[name] = stored }
      }
      result.append(entry)
    }
    return result
  }
}
