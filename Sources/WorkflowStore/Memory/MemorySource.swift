import WorkflowEngine

/// Gives a snapshot records from a copy of a memory store's tables; from the tables themselves where
/// they are still filled from another store.
final class MemorySource: ViewSource {
  private let copy: MemoryTables?
  private let store: MemoryStore
  private(set) var reads = ReadSet()
  private var ownFailure: StoreError?
  private var isOpen = true

  init(_ store: MemoryStore, commits: Int) {
    self.store = store
    copy = store.underlying == nil ? store.tables : nil
    reads.commits = commits
  }

  var tables: MemoryTables { copy ?? store.tables }

  var failure: StoreError? { ownFailure ?? store.underlying?.failure }

  func end() { isOpen = false }

  func load(type: RecordType, id: String, into snapshot: Snapshot) -> RecordPresence {
    guard checkOpen() else { return .unknown }
    store.fill { $0.take(id, of: type, into: &$1) }
    if tables.records[type.index][id] != nil {
      place(id, type: type, into: snapshot)
      return .present
    }
    let presence = tables.presence(type: type.index, id: id)
    reads.records.append(
      ReadSet.Record(
        type: type.index, id: id, presence: presence,
        version: tables.version(type: type.index, id: id)))
    return presence
  }

  func loadReferencing(
    type: RecordType, slot: Int, ownerType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String] {
    guard checkOpen() else { return [] }
    store.fill { $0.takeReferencing(id, of: type, slot: slot, ownerType: ownerType, into: &$1) }
    return place(
      tables.ids(pointingAt: id, type: type.index, slot: slot), type: type, slot: slot,
      as: .referencing(id: id), into: snapshot)
  }

  func loadLinking(
    type: RecordType, slot: Int, memberType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String] {
    guard checkOpen() else { return [] }
    store.fill { $0.takeLinking(id, of: type, slot: slot, memberType: memberType, into: &$1) }
    return place(
      tables.ids(pointingAt: id, type: type.index, slot: slot), type: type, slot: slot,
      as: .linking(id: id), into: snapshot)
  }

  func loadHolding(
    type: RecordType, slot: Int, value: StoredValue, into snapshot: Snapshot
  ) -> [String] {
    guard checkOpen() else { return [] }
    store.fill { $0.takeHolding(value, of: type, slot: slot, into: &$1) }
    return place(
      tables.ids(holding: value, type: type.index, slot: slot), type: type, slot: slot,
      as: .holding(value), into: snapshot)
  }

  func loadAll(type: RecordType, into snapshot: Snapshot) -> [String] {
    guard checkOpen() else { return [] }
    store.fill { $0.takeAll(of: type, into: &$1) }
    return place(tables.ids(of: type.index), type: type, slot: -1, as: .all, into: snapshot)
  }

  func loadOwners(
    of field: EntryField, pointingAt id: String, into snapshot: Snapshot
  ) -> [String] {
    guard checkOpen() else { return [] }
    store.fill { $0.takeOwners(of: field, pointingAt: id, into: &$1) }
    return place(
      tables.owners(of: field, pointingAt: id), type: field.owner, slot: field.list,
      as: .owning(slot: field.slot, id: id), into: snapshot)
  }

  func isKnown(messageKey key: String) -> Bool {
    let isKnown = store.isSent(key)
    reads.messageKeys.append((key, isKnown))
    return isKnown
  }

  func nextSerial(type: RecordType) -> Int {
    store.fill { $0.takeSerial(of: type, into: &$1) }
    let next = tables.serials[type.index]
    reads.serials.append((type.index, next))
    return next
  }

  private func checkOpen() -> Bool {
    if !isOpen { ownFailure = StoreError(.viewEnded, "a view of the store was read after its end") }
    return isOpen
  }

  private func place(
    _ ids: [String], type: RecordType, slot: Int, as membership: ReadSet.Membership,
    into snapshot: Snapshot
  ) -> [String] {
    for id in ids { place(id, type: type, into: snapshot) }
    reads.sets.append(
      ReadSet.Members(type: type.index, slot: slot, membership: membership, ids: ids))
    return ids
  }

  private func place(_ id: String, type: RecordType, into snapshot: Snapshot) {
    guard let stored = tables.records[type.index][id],
      !snapshot.isLoaded(snapshot.known(type: type.index, id: id))
    else { return }
    let record = snapshot.place(type: type.index, id: id, version: stored.version)
    for (slot, value) in stored.values.enumerated() where value != .null {
      snapshot.set(record, slot: slot, to: value)
    }
    reads.records.append(
      ReadSet.Record(type: type.index, id: id, presence: .present, version: stored.version))
  }
}
