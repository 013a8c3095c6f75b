import Diagnostics
import WorkflowEngine

/// The records that a scenario may speak of: given ones, and those that its steps create.
struct NamedRecords {
  let definition: WorkflowDefinition
  private(set) var types: [String: Int] = [:]
  /// Given records whose type could not be read: a further diagnostic about them would say nothing.
  private var unreadable: Set<String> = []

  init(_ definition: WorkflowDefinition) { self.definition = definition }

  mutating func add(_ id: String, type: Int) { types[id] = type }

  mutating func addUnreadable(_ id: String) { unreadable.insert(id) }

  func isUnreadable(_ id: String) -> Bool { unreadable.contains(id) }

  /// The type of a record's id; numbered ids (`invoice-1`) belong to the type they are named after.
  func type(of id: String) -> Int? {
    if let type = types[id] { return type }
    guard let dash = id.lastIndex(of: "-") else { return nil }
    let number = id[id.index(after: dash)...]
    guard !number.isEmpty, number.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return definition.recordType(named: String(id[..<dash]))?.index
  }

  /// The ids in a value that are of no record of the type they should be of.
  func danglingIDs(in value: StoredValue, as type: FieldType) -> [(id: String, type: Int)] {
    switch (value, type) {
    case (.reference(let id), .reference(let target)):
      return isUnreadable(id) || self.type(of: id) == target ? [] : [(id, target)]
    case (.list(let values), .links(let target)):
      return values.flatMap { danglingIDs(in: $0, as: .reference(target)) }
    case (.list(let values), .list(let element)):
      return values.flatMap { danglingIDs(in: $0, as: element) }
    case (.entries(let entries), .entries(let target)):
      let fields = definition.recordTypes[target].fields
      return entries.flatMap { entry in
        fields.flatMap { field in
          entry[field.name].map { danglingIDs(in: $0, as: field.type) } ?? []
        }
      }
    case (_, .plain), (_, .choice), (_, .reference), (_, .list), (_, .entries), (_, .links):
      return []
    }
  }

  func report(_ dangling: [(id: String, type: Int)], at range: SourceRange, _ findings: Findings) {
    for (id, type) in dangling {
      let expected = definition.recordTypes[type].name
      if let actual = self.type(of: id) {
        findings.add(
          .unknownRecord, "'\(id)' is of the type \(definition.recordTypes[actual].name)",
          at: range,
          label: "a \(expected) is expected here")
      } else {
        findings.unknown(
          .unknownRecord, expected, id,
          among: types.filter { $0.value == type }.map(\.key).sorted(),
          at: range)
      }
    }
  }
}
