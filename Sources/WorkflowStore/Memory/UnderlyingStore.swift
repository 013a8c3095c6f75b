import WorkflowEngine

/// The records of another store, which a memory store begins with and then changes for itself alone.
///
/// They are taken over one by one as they are asked for, from one view that stays open. A class,
/// because all that looks at the memory store shares what was taken over.
final class UnderlyingStore {
  let store: any RecordStore
  private let view: StoreView
  private let landing: Snapshot
  /// For each type the ids that were asked for.
  private var known: [Set<String>]
  private var knownSets: Set<SetName> = []
  private var knownSerials: Set<Int> = []
  /// What waits below and was answered above.
  var answered: Set<Int> = []
  /// Whether everything that waits below was taken over.
  var hasAllWaiting = false

  private enum SetName: Hashable {
    case pointing(type: Int, slot: Int, id: String)
    case holding(type: Int, slot: Int, value: StoredValue)
    case owning(type: Int, list: Int, slot: Int, id: String)
    case all(type: Int)
  }

  init(_ store: any RecordStore, _ view: StoreView) {
    self.store = store
    self.view = view
    landing = Snapshot(definition: store.definition)
    known = Array(repeating: [], count: store.definition.recordTypes.count)
  }

  func take(_ id: String, of type: RecordType, into tables: inout MemoryTables) {
    if !known[type.index].insert(id).inserted { return }
    let presence = view.source.load(type: type, id: id, into: landing)
    switch presence {
    case .present: adopt(id, type, into: &tables)
    case .deleted, .erased:
      let version = view.source.reads.records.last?.version ?? 0
      tables.bury(type: type.index, id: id, version: version, isErased: presence == .erased)
    case .unknown: break
    }
  }

  func takeReferencing(
    _ id: String, of type: RecordType, slot: Int, ownerType: RecordType,
    into tables: inout MemoryTables
  ) {
    guard knownSets.insert(.pointing(type: type.index, slot: slot, id: id)).inserted else { return }
    let ids = view.source.loadReferencing(
      type: type, slot: slot, ownerType: ownerType, id: id, into: landing)
    adopt(ids, type, into: &tables)
  }

  func takeLinking(
    _ id: String, of type: RecordType, slot: Int, memberType: RecordType,
    into tables: inout MemoryTables
  ) {
    guard knownSets.insert(.pointing(type: type.index, slot: slot, id: id)).inserted else { return }
    let ids = view.source.loadLinking(
      type: type, slot: slot, memberType: memberType, id: id, into: landing)
    adopt(ids, type, into: &tables)
  }

  func takeHolding(
    _ value: StoredValue, of type: RecordType, slot: Int, into tables: inout MemoryTables
  ) {
    guard knownSets.insert(.holding(type: type.index, slot: slot, value: value)).inserted else {
      return
    }
    adopt(
      view.source.loadHolding(type: type, slot: slot, value: value, into: landing), type,
      into: &tables)
  }

  func takeOwners(
    of field: EntryField, pointingAt id: String, into tables: inout MemoryTables
  ) {
    let name = SetName.owning(
      type: field.owner.index, list: field.list, slot: field.slot, id: id)
    guard knownSets.insert(name).inserted else { return }
    adopt(
      view.source.loadOwners(of: field, pointingAt: id, into: landing), field.owner, into: &tables)
  }

  /// Whether a message with the key was sent below.
  func isSent(_ key: String) -> Bool { view.source.isKnown(messageKey: key) }

  func takeAll(of type: RecordType, into tables: inout MemoryTables) {
    guard knownSets.insert(.all(type: type.index)).inserted else { return }
    adopt(view.source.loadAll(type: type, into: landing), type, into: &tables)
  }

  func takeSerial(of type: RecordType, into tables: inout MemoryTables) {
    guard knownSerials.insert(type.index).inserted else { return }
    tables.serials[type.index] = view.source.nextSerial(type: type)
  }

  private func adopt(_ ids: [String], _ type: RecordType, into tables: inout MemoryTables) {
    for id in ids where known[type.index].insert(id).inserted { adopt(id, type, into: &tables) }
  }

  private func adopt(_ id: String, _ type: RecordType, into tables: inout MemoryTables) {
    let record = landing.known(type: type.index, id: id)
    tables.adopt(
      type: type.index, id: id, version: landing.version(of: record),
      values: type.fields.indices.map { landing.storedValue(of: record, slot: $0) })
  }

  /// Why a record could not be read, where one could not.
  var failure: StoreError? { view.failure }
}
