import CEL
import WorkflowEngine
import WorkflowStore

/// Writes records into their tables.
struct RecordWriter {
  let connection: Connection
  /// The number of the definition that records move under.
  let definition: Int64
  /// The time of the step, as the tables hold it.
  var at = ""

  private var layout: StoreLayout { connection.layout }

  /// Where the values of slots come from.
  enum Values {
    case values((Int) -> StoredValue)
    case record(RecordHandle, of: Snapshot)
  }

  func insert(type: Int, id: String, values: Values) throws(StoreError) {
    let table = layout.table(type)
    var version = 1
    if let tombstone = try connection.tombstone(type: type, id: id) {
      version = tombstone.version + 1
      try removeTombstone(type: type, id: id)
    }
    let query = try connection.query(.insert, type: type) {
      let places = table.valueSlots.indices.map { ", ?\($0 + 4)" }.joined()
      return
        "INSERT INTO \(table.name)(id, _version, _created_at, _updated_at, _definition\(table.valueColumnList)) "
        + "VALUES (?1, ?2, ?3, ?3, \(definition)\(places))"
    }
    query.bind(1, id)
    query.bind(2, version)
    query.bind(3, at)
    for (place, slot) in table.valueSlots.enumerated() {
      bind(query, Int32(place + 4), type: type, slot: slot, values)
    }
    try query.run()
    for slot in table.sideSlots {
      try insertSide(table, slot: slot, owner: id, value: value(of: slot, values))
    }
  }

  /// Changes some slots, and the version in any case.
  ///
  /// - Parameter bits: the slots below 64; all of the type's slots are written where it has more.
  func update(
    type: Int, id: String, bits: UInt64, values: Values
  ) throws(StoreError) {
    let table = layout.table(type)
    let query = try connection.query(.update, type: type, bits: bits) {
      let columns = Self.slots(of: bits, in: table.valueSlots)
        .compactMap { table.valueColumn($0)?.name }
      let assignments = columns.enumerated().map { ", \($1) = ?\($0 + 3)" }.joined()
      return "UPDATE \(table.name) SET _version = _version + 1, _updated_at = ?2, "
        + "_definition = \(definition)\(assignments) WHERE id = ?1"
    }
    query.bind(1, id)
    query.bind(2, at)
    var place: Int32 = 3
    for slot in table.valueSlots where Self.holds(bits, slot) {
      bind(query, place, type: type, slot: slot, values)
      place += 1
    }
    try query.run()
    for slot in table.sideSlots where Self.holds(bits, slot) {
      try removeSide(table, slot: slot, owner: id)
      try insertSide(table, slot: slot, owner: id, value: value(of: slot, values))
    }
  }

  /// Writes one internal slot; the record has no new version for it.
  func remember(
    _ slot: Int, of record: RecordHandle, in snapshot: Snapshot
  ) throws(StoreError) {
    let type = snapshot.type(of: record).index
    let table = layout.table(type)
    guard let column = table.valueColumn(slot) else { return }
    let query = try connection.query(.remember, type: type, slot: slot) {
      "UPDATE \(table.name) SET \(column.name) = ?2 WHERE id = ?1"
    }
    query.bind(1, snapshot.id(of: record))
    bind(query, 2, type: type, slot: slot, .record(record, of: snapshot))
    try query.run()
  }

  private func bind(_ query: Query, _ place: Int32, type: Int, slot: Int, _ values: Values) {
    switch values {
    case .values(let value): query.bind(place, value(slot))
    case .record(let record, let snapshot):
      let traits = layout.slots[type, slot]
      if traits.code == .list {
        query.bind(place, snapshot.storedValue(of: record, slot: slot))
      } else {
        query.bind(
          place, word: snapshot.storedWord(of: record, slot: slot), as: traits, of: snapshot,
          layout.slots)
      }
    }
  }

  private func value(of slot: Int, _ values: Values) -> StoredValue {
    switch values {
    case .values(let value): value(slot)
    case .record(let record, let snapshot): snapshot.storedValue(of: record, slot: slot)
    }
  }

  /// Takes a record away; its id stays behind with what became of it.
  func remove(type: Int, id: String, isErased: Bool) throws(StoreError) {
    let table = layout.table(type)
    let version = try connection.version(type: type, id: id) ?? 0
    for slot in table.sideSlots { try removeSide(table, slot: slot, owner: id) }
    let delete = try connection.query(.delete, type: type) {
      "DELETE FROM \(table.name) WHERE id = ?1"
    }
    delete.bind(1, id)
    try delete.run()
    let query = try connection.query(.insertTombstone) {
      """
      INSERT INTO workflow_tombstones(workflow, record_type, record_id, kind, version, at) \
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """
    }
    query.bind(1, layout.definition.name)
    query.bind(2, table.type.name)
    query.bind(3, id)
    query.bind(4, isErased ? "erased" : "deleted")
    query.bind(5, version + 1)
    query.bind(6, at)
    try query.run()
  }

  /// The bits for a set of slots: all of them where one has no bit.
  static func bits(of slots: some Sequence<Int>) -> UInt64 {
    slots.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : .max }
  }

  private static func holds(_ bits: UInt64, _ slot: Int) -> Bool {
    bits == .max || slot < 64 && bits & 1 << UInt64(slot) != 0
  }

  private static func slots(of bits: UInt64, in slots: [Int]) -> [Int] {
    slots.filter { holds(bits, $0) }
  }

  private func removeTombstone(type: Int, id: String) throws(StoreError) {
    let query = try connection.query(.deleteTombstone) {
      "DELETE FROM workflow_tombstones WHERE workflow = ?1 AND record_type = ?2 AND record_id = ?3"
    }
    query.bind(1, layout.definition.name)
    query.bind(2, layout.definition.recordTypes[type].name)
    query.bind(3, id)
    try query.run()
  }

  // MARK: Tables beside the record's

  private func removeSide(_ table: TableLayout, slot: Int, owner: String) throws(StoreError) {
    let side =
      switch table.columns[slot] {
      case .value: preconditionFailure("a plain field has no table of its own")
      case .links(let join, _): quoted(join)
      case .entries(let entries): entries.name
      }
    let query = try connection.query(.deleteSide, type: table.type.index, slot: slot) {
      "DELETE FROM \(side) WHERE owner = ?1"
    }
    query.bind(1, owner)
    try query.run()
  }

  private func insertSide(
    _ table: TableLayout, slot: Int, owner: String, value: StoredValue
  ) throws(StoreError) {
    switch (table.columns[slot], value) {
    case (.links(let join, _), .list(let members)):
      let query = try connection.query(.insertLink, type: table.type.index, slot: slot) {
        "INSERT OR IGNORE INTO \(quoted(join))(owner, member) VALUES (?1, ?2)"
      }
      for member in members {
        query.bind(1, owner)
        query.bind(2, member)
        try query.run()
      }
    case (.entries(let entries), .entries(let values)):
      let query = try connection.query(.insertEntry, type: table.type.index, slot: slot) {
        let places = entries.columns.indices.map { ", ?\($0 + 3)" }.joined()
        return
          "INSERT INTO \(entries.name)(owner, position\(entries.columnList)) VALUES (?1, ?2\(places))"
      }
      for (position, entry) in values.enumerated() {
        query.bind(1, owner)
        query.bind(2, position)
        for (place, field) in entries.type.fields.enumerated() {
          query.bind(Int32(place + 3), entry[field.name] ?? .null)
        }
        try query.run()
      }
    case (.value, _), (.links, _), (.entries, _): break
    }
  }
}
