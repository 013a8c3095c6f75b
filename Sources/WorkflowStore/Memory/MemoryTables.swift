import CEL
import WorkflowEngine

/// All records of a memory store: values that are cheap to copy, so that a view is a copy.
struct MemoryTables {
  struct Record {
    var version: Int
    var values: [StoredValue]
  }

  struct Tombstone {
    var version: Int
    var isErased: Bool
  }

  /// Records by id, for each type.
  var records: [[String: Record]]
  var tombstones: [[String: Tombstone]]
  var serials: [Int]
  /// For each type and reference or links slot: ids of its records in order, by the id they point
  /// at.
  private var pointing: [[Int: [String: [String]]]]
  let definition: WorkflowDefinition

  init(definition: WorkflowDefinition) {
    self.definition = definition
    let count = definition.recordTypes.count
    records = Array(repeating: [:], count: count)
    tombstones = Array(repeating: [:], count: count)
    serials = Array(repeating: 1, count: count)
    pointing = definition.recordTypes.map { type in
      var slots: [Int: [String: [String]]] = [:]
      for (slot, field) in type.fields.enumerated() {
        switch field.type {
        case .reference, .links: slots[slot] = [:]
        case .plain, .choice, .list, .entries:
          break
        }
      }
      return slots
    }
  }

  func presence(type: Int, id: String) -> RecordPresence {
    if records[type][id] != nil { return .present }
    guard let tombstone = tombstones[type][id] else { return .unknown }
    return tombstone.isErased ? .erased : .deleted
  }

  /// The version of a record, present or gone.
  func version(type: Int, id: String) -> Int {
    records[type][id]?.version ?? tombstones[type][id]?.version ?? 0
  }

  func ids(pointingAt id: String, type: Int, slot: Int) -> [String] {
    pointing[type][slot]?[id] ?? []
  }

  func ids(holding value: StoredValue, type: Int, slot: Int) -> [String] {
    let found = records[type].lazy.filter { $0.value.values[slot] == value }.map(\.key)
    return found.sorted(by: Self.precedes)
  }

  func owners(of field: EntryField, pointingAt id: String) -> [String] {
    guard case .entries(let entry) = field.owner.fields[field.list].type else { return [] }
    let name = definition.recordTypes[entry].fields[field.slot].name
    let found = records[field.owner.index].lazy.filter { _, record in
      guard case .entries(let entries) = record.values[field.list] else { return false }
      return entries.contains { $0[name] == .reference(id) }
    }
    return found.map(\.key).sorted(by: Self.precedes)
  }

  func ids(of type: Int) -> [String] { records[type].keys.sorted(by: Self.precedes) }

  // MARK: Writing

  mutating func insert(type: Int, id: String, values: [StoredValue]) {
    let version = (tombstones[type].removeValue(forKey: id)?.version ?? 0) + 1
    adopt(type: type, id: id, version: version, values: values)
  }

  /// Takes a record over as it is elsewhere.
  mutating func adopt(type: Int, id: String, version: Int, values: [StoredValue]) {
    records[type][id] = Record(version: version, values: values)
    for slot in pointing[type].keys {
      for owner in Self.targets(values[slot]) { link(type, slot, owner, id) }
    }
  }

  /// Takes over that a record is no more.
  mutating func bury(type: Int, id: String, version: Int, isErased: Bool) {
    tombstones[type][id] = Tombstone(version: version, isErased: isErased)
  }

  mutating func update(type: Int, id: String, values: [(slot: Int, value: StoredValue)]) {
    guard var record = records[type][id] else { return }
    for (slot, value) in values {
      if pointing[type][slot] != nil {
        for owner in Self.targets(record.values[slot]) { unlink(type, slot, owner, id) }
        for owner in Self.targets(value) { link(type, slot, owner, id) }
      }
      record.values[slot] = value
    }
    record.version += 1
    records[type][id] = record
  }

  /// Puts a value into an internal slot; the record has no new version for it.
  mutating func remember(_ value: StoredValue, slot: Int, type: Int, id: String) {
    records[type][id]?.values[slot] = value
  }

  mutating func remove(type: Int, id: String, isErased: Bool) {
    guard let record = records[type].removeValue(forKey: id) else { return }
    for slot in pointing[type].keys {
      for owner in Self.targets(record.values[slot]) { unlink(type, slot, owner, id) }
    }
    tombstones[type][id] = Tombstone(version: record.version + 1, isErased: isErased)
  }

  private mutating func link(_ type: Int, _ slot: Int, _ owner: String, _ id: String) {
    var ids = pointing[type][slot]?[owner] ?? []
    pointing[type][slot]?[owner] = nil
    let place = Self.place(of: id, in: ids)
    if place == ids.count || ids[place] != id { ids.insert(id, at: place) }
    pointing[type][slot]?[owner] = ids
  }

  private mutating func unlink(_ type: Int, _ slot: Int, _ owner: String, _ id: String) {
    guard var ids = pointing[type][slot]?[owner] else { return }
    pointing[type][slot]?[owner] = nil
    let place = Self.place(of: id, in: ids)
    if place < ids.count, ids[place] == id { ids.remove(at: place) }
    pointing[type][slot]?[owner] = ids.isEmpty ? nil : ids
  }

  /// Where an id stands, or would stand, among sorted ones.
  static func place(of id: String, in ids: [String]) -> Int {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(ids[middle], id) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func targets(_ value: StoredValue) -> [String] {
    switch value {
    case .reference(let id): [id]
    case .list(let members):
      members.compactMap { if case .reference(let id) = $0 { id } else { nil } }
    case .null, .text, .word, .choice, .entries:
      []
    }
  }

  /// Ids are ordered by their bytes.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
