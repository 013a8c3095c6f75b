import WorkflowEngine

/// Puts imported records into a memory store.
final class MemoryImportTarget: ImportTarget {
  private let store: MemoryStore
  private let options: ImportOptions
  /// The ids of the records by the values of a slot that was asked about.
  private var holders: [Place: [StoredValue: Set<String>]] = [:]

  private struct Place: Hashable {
    var type: Int
    var slot: Int
  }

  init(_ store: MemoryStore, options: ImportOptions) {
    self.store = store
    self.options = options
  }

  func presence(type: Int, id: String) throws(StoreError) -> RecordPresence {
    store.tablesForImport { $0.presence(type: type, id: id) }
  }

  func insert(type: Int, id: String, values: [StoredValue]) throws(StoreError) {
    store.tablesForImport { tables in
      tables.insert(
        type: type, id: id,
        values: zip(values, tables.definition.recordTypes[type].fields).map {
          $0.normalized(for: $1)
        })
    }
    note(type: type, id: id)
    try store.importLine(options, type: type, id: id, kind: .created, changes: [])
  }

  func update(type: Int, id: String, values: [Int: StoredValue]) throws(StoreError) -> Bool {
    let at = options.at
    let changes: [HistoryLine.Change]? = store.tablesForImport { tables in
      let recordType = tables.definition.recordTypes[type]
      let fields = recordType.fields
      let stored = tables.records[type][id]?.values ?? []
      let changed = recordType.withEntering(values, over: stored, at: at).sorted { $0.key < $1.key }
        .map { (slot: $0.key, value: $0.value.normalized(for: fields[$0.key])) }
        .filter { stored[$0.slot] != $0.value }
      if changed.isEmpty { return nil }
      tables.update(type: type, id: id, values: changed)
      return changed.filter { !fields[$0.slot].isInternal }.map { slot, value in
        HistoryLine.Change(
          field: fields[slot].name, isState: fields[slot].region != nil,
          values: HistoryLine.Values(old: stored[slot], new: value))
      }
    }
    guard let changes else { return false }
    note(type: type, id: id)
    try store.importLine(options, type: type, id: id, kind: .changed, changes: changes)
    return true
  }

  func values(type: Int, id: String) throws(StoreError) -> [StoredValue] {
    store.tablesForImport { $0.records[type][id]?.values ?? [] }
  }

  /// What no longer holds the value may be among them until the end.
  func holders(of value: StoredValue, type: Int, slot: Int) throws(StoreError) -> [String] {
    let place = Place(type: type, slot: slot)
    if holders[place] == nil {
      holders[place] = store.tablesForImport { tables in
        Dictionary(grouping: tables.records[type], by: \.value.values[slot])
          .mapValues { Set($0.map(\.key)) }
      }
    }
    return holders[place]?[value].map { $0.sorted() } ?? []
  }

  private func note(type: Int, id: String) {
    for place in holders.keys where place.type == type {
      let value = store.tablesForImport { $0.records[type][id]?.values[place.slot] }
      if let value { holders[place]?[value, default: []].insert(id) }
    }
  }

  func look<Result>(_ body: (Snapshot) -> Result) throws(StoreError) -> Result {
    try store.lookForImport(body)
  }
}
