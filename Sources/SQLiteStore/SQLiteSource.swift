import CEL
import WorkflowEngine
import WorkflowStore

/// Gives a snapshot records from one read transaction.
final class SQLiteSource: ViewSource {
  private var connection: Connection?
  private let layout: StoreLayout
  private(set) var reads = ReadSet()
  private(set) var failure: StoreError?
  /// A writer that holds the lock need not keep account: nobody else can change what it has read.
  private let keepsAccount: Bool
  /// For each type whether its table was empty when the transaction began; nil before anybody
  /// asked.
  private var emptyTypes: [Bool?]
  /// For each type the record that was pointed at last: the members of a set all point at its
  /// owner.
  private var lastTargets: [(id: [UInt8], record: RecordHandle)?]

  init(connection: Connection, keepsAccount: Bool) {
    self.connection = connection
    self.keepsAccount = keepsAccount
    layout = connection.layout
    emptyTypes = Array(repeating: nil, count: layout.definition.recordTypes.count)
    lastTargets = Array(repeating: nil, count: layout.definition.recordTypes.count)
  }

  /// Starts the read transaction's account.
  func begin() throws(StoreError) {
    if let connection, keepsAccount { reads.commits = try connection.commits() }
  }

  func end() { connection = nil }

  func load(type: RecordType, id: String, into snapshot: Snapshot) -> RecordPresence {
    attempt(otherwise: .unknown) { connection throws(StoreError) in
      let query = try connection.query(.load, type: type.index) {
        let table = layout.table(type.index)
        return "SELECT id, _version\(table.valueColumnList) FROM \(table.name) WHERE id = ?1"
      }
      query.bind(1, id)
      defer { query.reset() }
      if try query.next() {
        try place(id, from: query, type: type, into: snapshot, connection)
        return .present
      }
      let tombstone = try connection.tombstone(type: type.index, id: id)
      let presence: RecordPresence =
        tombstone.map { $0.isErased ? .erased : .deleted } ?? .unknown
      note(type, id, presence, tombstone?.version ?? 0)
      return presence
    }
  }

  func loadReferencing(
    type: RecordType, slot: Int, ownerType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String] {
    loadMembers(.referencing, of: .referencing(id: id), type: type, slot: slot, into: snapshot)
  }

  func loadLinking(
    type: RecordType, slot: Int, memberType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String] {
    loadMembers(.linking, of: .linking(id: id), type: type, slot: slot, into: snapshot)
  }

  func loadHolding(
    type: RecordType, slot: Int, value: StoredValue, into snapshot: Snapshot
  ) -> [String] {
    loadMembers(.holding, of: .holding(value), type: type, slot: slot, into: snapshot)
  }

  func loadAll(type: RecordType, into snapshot: Snapshot) -> [String] {
    loadMembers(.all, of: .all, type: type, slot: -1, into: snapshot)
  }

  func loadOwners(
    of field: EntryField, pointingAt id: String, into snapshot: Snapshot
  ) -> [String] {
    loadMembers(
      .owning, of: .owning(slot: field.slot, id: id), type: field.owner, slot: field.list,
      into: snapshot)
  }

  func isKnown(messageKey key: String) -> Bool {
    attempt(otherwise: false) { connection throws(StoreError) in
      let isKnown = try connection.isKnown(messageKey: key)
      if keepsAccount { reads.messageKeys.append((key, isKnown)) }
      return isKnown
    }
  }

  func nextSerial(type: RecordType) -> Int {
    attempt(otherwise: 1) { connection throws(StoreError) in
      let next = try connection.serial(type: type.index)
      if keepsAccount { reads.serials.append((type.index, next)) }
      return next
    }
  }

  // MARK: Placing

  private func loadMembers(
    _ purpose: Connection.Purpose, of membership: ReadSet.Membership, type: RecordType, slot: Int,
    into snapshot: Snapshot
  ) -> [String] {
    attempt(otherwise: []) { connection throws(StoreError) in
      if try isEmpty(type.index, connection) {
        if keepsAccount {
          reads.sets.append(
            ReadSet.Members(type: type.index, slot: slot, membership: membership, ids: []))
        }
        return []
      }
      let query = try connection.query(
        purpose, type: type.index, slot: slot, bits: membership.inner
      ) {
        let columns = layout.table(type.index).valueSlots
          .compactMap { layout.table(type.index).valueColumn($0).map { ", r.\($0.name)" } }.joined()
        return "SELECT r.id, r._version\(columns) FROM "
          + connection.source(of: membership, type: type.index, slot: slot)
      }
      connection.bind(membership, in: query)
      defer { query.reset() }
      var ids: [String] = []
      while try query.next() {
        let id = query.text(0)
        ids.append(id)
        try place(id, from: query, type: type, into: snapshot, connection)
      }
      if keepsAccount {
        reads.sets.append(
          ReadSet.Members(type: type.index, slot: slot, membership: membership, ids: ids))
      }
      return ids
    }
  }

  private func place(
    _ id: String, from query: Query, type: RecordType, into snapshot: Snapshot,
    _ connection: Connection
  ) throws(StoreError) {
    if snapshot.isLoaded(snapshot.known(type: type.index, id: id)) { return }
    let table = layout.table(type.index)
    let version = Int(query.integer(1))
    let record = snapshot.place(type: type.index, id: id, version: version)
    var column: Int32 = 2
    for slot in table.valueSlots {
      if !query.isNull(column) {
        let traits = layout.slots[type.index, slot]
        if let word = query.word(column, as: traits, layout.slots) {
          snapshot.setWord(record, slot: slot, to: word)
        } else if traits.code == .reference {
          let target = target(query.bytes(column), type: Int(traits.target), in: snapshot)
          snapshot.setWord(record, slot: slot, to: Int64(target.raw))
        } else if traits.code == .text {
          snapshot.setWord(record, slot: slot, to: snapshot.word(forText: query.text(column)))
        } else {
          let field = type.fields[slot]
          guard let value = query.value(column, as: field.type, in: layout.definition) else {
            throw unreadable(field.name, of: id, in: table)
          }
          snapshot.set(record, slot: slot, to: value)
        }
      }
      column += 1
    }
    for slot in table.sideSlots {
      let value = try connection.sideValue(table, slot: slot, id: id)
      if value != .null { snapshot.set(record, slot: slot, to: value) }
    }
    note(type, id, .present, version)
  }

  private func target(
    _ id: UnsafeBufferPointer<UInt8>, type: Int, in snapshot: Snapshot
  ) -> RecordHandle {
    if let last = lastTargets[type], last.id.elementsEqual(id) { return last.record }
    let record = snapshot.known(type: type, id: String(decoding: id, as: UTF8.self))
    lastTargets[type] = (Array(id), record)
    return record
  }

  private func isEmpty(_ type: Int, _ connection: Connection) throws(StoreError) -> Bool {
    if let known = emptyTypes[type] { return known }
    let isEmpty = try connection.isEmpty(type: type)
    emptyTypes[type] = isEmpty
    return isEmpty
  }

  private func note(_ type: RecordType, _ id: String, _ presence: RecordPresence, _ version: Int) {
    guard keepsAccount else { return }
    reads.records.append(
      ReadSet.Record(type: type.index, id: id, presence: presence, version: version))
  }

  private func unreadable(_ field: String, of id: String, in table: TableLayout) -> StoreError {
    StoreError(
      .damaged, "\(table.plainName).\(field) of '\(id)' holds a value that is not of its type",
      hint: "correct the value with the tool that wrote it")
  }

  /// Failures are remembered: the engine reads without errors, and the view is refused at its end.
  private func attempt<Result>(
    otherwise: Result, _ body: (Connection) throws(StoreError) -> Result
  ) -> Result {
    guard let connection else {
      failure = failure ?? StoreError(.viewEnded, "a view of the store was read after its end")
      return otherwise
    }
    do { return try body(connection) } catch {
      failure = failure ?? error
      return otherwise
    }
  }
}

extension Connection {
  /// The value of a slot that has a table of its own.
  func sideValue(_ table: TableLayout, slot: Int, id: String) throws(StoreError) -> StoredValue {
    switch table.columns[slot] {
    case .value: return .null
    case .links(let join, _):
      let query = try query(.links, type: table.type.index, slot: slot) {
        "SELECT member FROM \(quoted(join)) WHERE owner = ?1 ORDER BY member"
      }
      query.bind(1, id)
      defer { query.reset() }
      var members: [StoredValue] = []
      while try query.next() { members.append(.reference(query.text(0))) }
      return members.isEmpty ? .null : .list(members)
    case .entries(let entries):
      let query = try query(.entries, type: table.type.index, slot: slot) {
        "SELECT position\(entries.columnList) FROM \(entries.name) WHERE owner = ?1 ORDER BY position"
      }
      query.bind(1, id)
      defer { query.reset() }
      var values: [[String: StoredValue]] = []
      while try query.next() { values.append(try entry(query, entries)) }
      return values.isEmpty ? .null : .entries(values)
    }
  }

  private func entry(
    _ query: Query, _ entries: EntriesLayout
  ) throws(StoreError) -> [String: StoredValue] {
    var result: [String: StoredValue] = [:]
    for (place, field) in entries.type.fields.enumerated() {
      guard let value = query.value(Int32(place + 1), as: field.type, in: layout.definition) else {
        throw StoreError(
          .damaged, "\(entries.plainName).\(field.name) holds a value that is not of its type",
          hint: "correct the value with the tool that wrote it")
      }
      if value != .null { result[field.name] = value }
    }
    return result
  }
}
