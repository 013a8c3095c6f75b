import CEL
import WorkflowEngine
import WorkflowWords

/// Whether a row fits its type, and what a new record gets where the row says nothing.
struct RowCheck {
  let definition: WorkflowDefinition
  let allowsMissingFields: Bool
  /// When states whose time of entry is not given were entered, in microseconds.
  let at: Int64
  private let referenceSlots: [[Int]]

  init(definition: WorkflowDefinition, allowsMissingFields: Bool, at: Int64) {
    self.definition = definition
    self.allowsMissingFields = allowsMissingFields
    self.at = at
    referenceSlots = definition.recordTypes.map { type in
      type.fields.indices.filter { Self.pointsSomewhere(type.fields[$0].type) }
    }
  }

  func issue(of row: ImportRow) -> ImportIssue.Reason? {
    switch definition.recordTypes[row.type].mistake(inID: row.id) {
    case .form: return .badID
    case .number: return .bigNumber
    case nil: break
    }
    let fields = definition.recordTypes[row.type].fields
    for (slot, value) in row.values where !fits(value, fields[slot].type) {
      return .badValue(
        field: fields[slot].name, expected: definition.kind(of: fields[slot].type).phrase)
    }
    return nil
  }

  /// The values of a new record in slot order and the slots whose default is a formula, or the
  /// first field that is missing.
  func complete(
    _ row: ImportRow
  ) -> (values: [StoredValue], open: [Int], missing: String?) {
    let type = definition.recordTypes[row.type]
    var missing: String?
    var open: [Int] = []
    let states = type.completedStates(
      type.regions.map { region in
        guard case .choice(let name)? = row.values[region.slot] else { return nil }
        return region.states.firstIndex { $0.name == name }
      })
    var values = type.fields.indices.map { slot -> StoredValue in
      let field = type.fields[slot]
      if let region = field.region {
        return states[region].map { .choice(type.regions[region].states[$0].name) } ?? .null
      }
      let given = row.values[slot] ?? .null
      if given != .null { return given }
      if row.values[slot] == nil, let standard = field.defaultValue {
        switch standard {
        case .constant(let value): return value
        case .formula:
          open.append(slot)
          return .null
        }
      }
      if missing == nil, mustBeGiven(field) { missing = field.name }
      return .null
    }
    for region in type.regions {
      guard let slot = region.enteredSlot, values[slot] == .null, values[region.slot] != .null
      else { continue }
      values[slot] = .timestamp(at)
    }
    return (values, open, missing)
  }

  /// Whether a new record without a value in the field is refused.
  func mustBeGiven(_ field: Field) -> Bool {
    !allowsMissingFields && !field.isOptional && !field.isInternal
      && !Self.isCollection(field.type)
  }

  /// Every record that the values point at, in slot order.
  func references(of row: ImportRow) -> [(slot: Int, type: Int, id: String)] {
    let fields = definition.recordTypes[row.type].fields
    var result: [(slot: Int, type: Int, id: String)] = []
    for slot in referenceSlots[row.type] {
      guard let value = row.values[slot] else { continue }
      collect(value, fields[slot].type) { result.append((slot, $0, $1)) }
    }
    return result
  }

  private static func pointsSomewhere(_ type: FieldType) -> Bool {
    switch type {
    case .reference, .links, .entries: true
    case .plain, .choice, .list: false
    }
  }

  private func collect(_ value: StoredValue, _ type: FieldType, _ found: (Int, String) -> Void) {
    switch (value, type) {
    case (.reference(let id), .reference(let target)): found(target, id)
    case (.list(let ids), .links(let target)):
      for id in ids { collect(id, .reference(target), found) }
    case (.entries(let entries), .entries(let entryType)):
      for entry in entries {
        for field in definition.recordTypes[entryType].fields {
          if let value = entry[field.name] { collect(value, field.type, found) }
        }
      }
    default: break
    }
  }

  private func fits(_ value: StoredValue, _ type: FieldType) -> Bool {
    switch (value, type) {
    case (.null, _), (.text, .plain(.text)), (.reference, .reference): true
    case (.word(_, let own), .plain(let type)):
      own == type || own == .integer && type == .decimal
    case (.choice(let name), .choice(let choice)): definition.choices[choice].values.contains(name)
    case (.list(let values), .list(let element)):
      values.allSatisfy { $0 != .null && fits($0, element) }
    case (.list(let values), .links(let target)):
      values.allSatisfy { $0 != .null && fits($0, .reference(target)) }
    case (.entries(let entries), .entries(let entryType)):
      entries.allSatisfy { entry in
        entry.allSatisfy { name, value in
          guard let slot = definition.recordTypes[entryType].slot(of: name) else { return false }
          return fits(value, definition.recordTypes[entryType].fields[slot].type)
        }
      }
    case (.text, _), (.word, _), (.choice, _), (.reference, _), (.list, _), (.entries, _):
      false
    }
  }

  static func isCollection(_ type: FieldType) -> Bool {
    switch type {
    case .list, .links, .entries: true
    case .plain, .choice, .reference:
      false
    }
  }
}
