import CEL
import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore
import WorkflowWords

/// Turns rows of a file into records of a definition, or says what is wrong with them.
struct RowTranslator {
  let definition: WorkflowDefinition
  /// The type of rows that name none.
  let defaultType: RecordType?
  private let values = ValueReader()

  struct Mistake: Error {
    let reason: String
  }

  init(definition: WorkflowDefinition, defaultType: RecordType? = nil) {
    self.definition = definition
    self.defaultType = defaultType
  }

  func translate(_ record: RawRecord) throws(Mistake) -> ImportRow {
    let type = try type(of: record)
    guard let id = record.id, !id.isEmpty else { throw Mistake(reason: "the record has no id") }
    var row = ImportRow(type: type.index, id: id, values: [:])
    for member in record.fields {
      guard let slot = type.slot(of: member.name), !type.fields[slot].isInternal else {
        if let memory = Memory(rawValue: member.name), type.slot(of: member.name) == nil {
          try remember(memory, member.value, of: type, in: &row)
          continue
        }
        // What is computed cannot be stored: such a column is passed over.
        if type.formulaSlot(of: member.name) != nil { continue }
        // A table of several types has columns that are empty in the rows of the others.
        if member.value == .empty, isFieldOfAnyType(member.name) { continue }
        throw unknownField(member.name, of: type)
      }
      let field = type.fields[slot]
      // Nothing in a field that may not be empty means that it is not given: its default stands.
      if member.value == .empty, !field.isOptional { continue }
      do throws(Mistake) {
        row.values[slot] = try value(member.value, as: field.type)
      } catch {
        throw Mistake(reason: "\(field.name): \(error.reason)")
      }
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
    unknown(
      "field", name, in: type.name, among: type.fields.filter { !$0.isInternal }.map(\.name))
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

  private func value(_ raw: RawValue, as type: FieldType) throws(Mistake) -> StoredValue {
    switch (raw, type) {
    case (.empty, _): return .null
    case (.text(let text), .text): return .text(text)
    case (.list(let items), .list(let element)):
      return .list(try list(items, as: element))
    case (.list(let items), .links(let target)):
      return .list(try list(items, as: .reference(target)))
    case (.list(let items), .entries(let target)):
      return .entries(try entries(items, of: definition.recordTypes[target]))
    case (.text(let text), .list), (.text(let text), .links), (.text(let text), .entries):
      return try list(ofText: text, as: type)
    case (.boolean, _), (.number, _), (.text, _):
      return try scalar(raw.word ?? "", as: type)
    case (.list, _), (.mapping, _):
      throw Mistake(reason: "\(definition.kind(of: type).phrase) is expected")
    }
  }

  private func scalar(_ word: String, as type: FieldType) throws(Mistake) -> StoredValue {
    switch values.read(text: word, as: type, in: definition) {
    case .success(let value): return value
    case .failure(let mismatch):
      throw Mistake(reason: mismatch.message + (mismatch.label.map { ", \($0)" } ?? ""))
    }
  }

  private func list(_ items: [RawValue], as element: FieldType) throws(Mistake) -> [StoredValue] {
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
      let words = text.split(separator: ",").map { RawValue.text(String($0).trimmed) }
      return try value(.list(words), as: type)
    }
    var reader = JSONReader(bytes: Array(text.utf8))
    // What is no JSON may still be a list as in YAML.
    guard let raw = try? reader.document() else { return try scalar(text, as: type) }
    return try value(raw, as: type)
  }

  private func entries(
    _ items: [RawValue], of type: RecordType
  ) throws(Mistake) -> [[String: StoredValue]] {
    var result: [[String: StoredValue]] = []
    for item in items {
      guard case .mapping(let members) = item else {
        throw Mistake(reason: "an entry of \(type.name) is a mapping of its fields")
      }
      var entry: [String: StoredValue] = [:]
      for member in members {
        guard let slot = type.slot(of: member.name) else {
          if type.formulaSlot(of: member.name) != nil { continue }
          throw unknownField(member.name, of: type)
        }
        let stored = try value(member.value, as: type.fields[slot].type)
        if stored != .null { entry[member.name] = stored }
      }
      result.append(entry)
    }
    return result
  }
}
