import WorkflowEngine
import WorkflowStore

/// A record on its way: its values in the slots of the definition, and what became of the former
/// ones.
struct FormerRecord {
  var id: String
  var version: Int
  /// Whether the record has been moved to the definition already.
  var isMoved: Bool
  var values: [StoredValue]
  var steps: [Step] = []
  /// Regions that follow from others: inside a state that the record came into or left.
  var followed: [(slot: Int, old: StoredValue)] = []
  /// The entries of lists whose fields change, as they were.
  var formerEntries: [Int: StoredValue] = [:]

  /// What happened to one value.
  struct Step {
    enum Kind: Hashable { case renamed, mapped, converted, dropped, misfit }

    var kind: Kind
    /// Nil where the value is dropped.
    var slot: Int?
    var former: FormerField
    var old: StoredValue
    var new: StoredValue
  }
}

/// Reads records of one type out of tables whose move may have begun.
struct FormerRecordReader {
  let connection: Connection
  let move: TypeMove
  /// Whether the tables have the definition's columns already.
  let isBegun: Bool
  /// The number of the definition, under which moved records are known; -1 where it has none yet.
  let number: Int64
  private let conversion: ValueConversion
  private let table: String

  init(connection: Connection, move: TypeMove, isBegun: Bool, number: Int64) {
    self.connection = connection
    self.move = move
    self.isBegun = isBegun
    self.number = number
    conversion = ValueConversion(definition: connection.layout.definition)
    let present = connection.layout.table(of: move).plainName
    table = isBegun ? present : move.former?.table ?? present
  }

  private var definition: WorkflowDefinition { connection.layout.definition }
  private var layout: StoreLayout { connection.layout }

  // MARK: Records

  /// The record with an id, or all of them in order.
  func query(forOne: Bool) throws(StoreError) -> Query {
    var columns = layout.table(of: move).valueSlots.map { slot in
      presentColumn(move.fields, slot, layout.table(of: move).valueColumn(slot))
    }
    columns += setAside(move.fields).compactMap(\.column).map(quoted)
    let list = columns.map { ", \($0)" }.joined()
    return try connection.prepare(
      "SELECT id, _version, _definition\(list) FROM \(quoted(table))"
        + (forOne ? " WHERE id = ?1" : " ORDER BY id"))
  }

  func record(from query: Query) throws(StoreError) -> FormerRecord {
    var record = FormerRecord(
      id: query.text(0), version: Int(query.integer(1)), isMoved: query.integer(2) == number,
      values: Array(repeating: .null, count: move.type.fields.count))
    var column: Int32 = 3
    for slot in layout.table(of: move).valueSlots {
      record.values[slot] = try value(query, column, slot, of: move.fields)
      column += 1
    }
    var former: [String: StoredValue] = [:]
    for field in setAside(move.fields) where field.column != nil {
      former[field.name] = reading(query, column, field)
      column += 1
    }
    for slot in layout.table(of: move).sideSlots { try readSide(slot, into: &record) }
    if !record.isMoved { try take(former, into: &record) }
    return record
  }

  private func take(
    _ former: [String: StoredValue], into record: inout FormerRecord
  ) throws(StoreError) {
    for (slot, source) in move.fields.sources.enumerated() {
      let field = move.type.fields[slot]
      let value = record.values[slot]
      switch source {
      case .added: break
      case .kept(let was):
        if was.name == field.name || value == .null { break }
        record.steps.append(
          .init(kind: .renamed, slot: slot, former: was, old: value, new: value))
      case .mapped(let was, let values):
        guard case .choice(let old) = value, let new = values[old] else { break }
        record.values[slot] = .choice(new)
        record.steps.append(
          .init(kind: .mapped, slot: slot, former: was, old: value, new: .choice(new)))
      case .converted(let was):
        let old = former[was.name] ?? .null
        if old == .null { break }
        let new = conversion.convert(old, to: field.type)
        record.values[slot] = new ?? .null
        record.steps.append(
          .init(
            kind: new == nil ? .misfit : .converted, slot: slot, former: was, old: old,
            new: new ?? .null))
      }
    }
    completeStates(of: &record)
    for was in move.fields.dropped {
      let old = was.column == nil ? try sideValue(of: was, record.id) : former[was.name] ?? .null
      if old == .null { continue }
      record.steps.append(.init(kind: .dropped, slot: nil, former: was, old: old, new: .null))
    }
  }

  private func completeStates(of record: inout FormerRecord) {
    let regions = move.type.regions
    if regions.allSatisfy({ $0.parent == nil }) { return }
    let given = regions.map { region -> Int? in
      guard case .choice(let name) = record.values[region.slot] else { return nil }
      return region.states.firstIndex { $0.name == name }
    }
    for (region, state) in zip(regions, move.type.completedStates(given)) {
      let old = record.values[region.slot]
      let new = state.map { StoredValue.choice(region.states[$0].name) } ?? .null
      if old == new { continue }
      record.values[region.slot] = new
      record.followed.append((region.slot, old))
    }
  }

  // MARK: Columns

  /// Where a slot's value is read: nothing holds it before the tables have the slot.
  private func presentColumn(
    _ container: ContainerMove, _ slot: Int, _ column: ValueColumn?
  ) -> String {
    switch container.sources[slot] {
    case .kept(let former), .mapped(let former, _): former.column.map(quoted) ?? "NULL"
    case .added, .converted: isBegun ? column?.name ?? "NULL" : "NULL"
    }
  }

  private func setAside(_ container: ContainerMove) -> [FormerField] {
    container.dropped
      + container.sources.compactMap { source in
        if case .converted(let former) = source { former } else { nil }
      }
  }

  private func value(
    _ query: Query, _ column: Int32, _ slot: Int, of container: ContainerMove
  ) throws(StoreError) -> StoredValue {
    if !isBegun, let starting = container.startingValue(slot) { return starting }
    let field = container.type.fields[slot]
    guard let value = query.value(column, as: field.type, in: definition) else {
      throw StoreError(
        .damaged,
        "\(table).\(field.name) of '\(query.text(0))' holds a value that is not of its type",
        hint: "correct the value with the tool that wrote it")
    }
    return value
  }

  private func reading(_ query: Query, _ column: Int32, _ field: FormerField) -> StoredValue {
    guard let type = field.kind.readingType else { return .null }
    return query.value(column, as: type, in: definition) ?? .text(query.text(column))
  }

  // MARK: Tables beside the record's

  private func readSide(_ slot: Int, into record: inout FormerRecord) throws(StoreError) {
    guard let side = move.fields.sources[slot].former, move.fields.sources[slot].staysInPlace else {
      // A new list is empty until the record was moved.
      if isBegun, record.isMoved {
        record.values[slot] = try connection.sideValue(
          layout.table(of: move), slot: slot, id: record.id)
      }
      return
    }
    switch layout.table(of: move).columns[slot] {
    case .value: break
    case .links: record.values[slot] = try members(in: side.table, of: record.id)
    case .entries(let entries):
      guard let container = move.entries[slot] else { break }
      let (old, new) = try readEntries(
        container, entries, in: side.table, of: record.id, isMoved: record.isMoved)
      record.values[slot] = new
      if container.needsRecords, !record.isMoved { record.formerEntries[slot] = old }
    }
  }

  private func members(in table: String, of owner: String) throws(StoreError) -> StoredValue {
    let query = try connection.prepare(
      "SELECT member FROM \(quoted(table)) WHERE owner = ?1 ORDER BY member")
    query.bind(1, owner)
    var members: [StoredValue] = []
    while try query.next() { members.append(.reference(query.text(0))) }
    return members.isEmpty ? .null : .list(members)
  }

  private func readEntries(
    _ container: ContainerMove, _ entries: EntriesLayout, in table: String, of owner: String,
    isMoved: Bool
  ) throws(StoreError) -> (old: StoredValue, new: StoredValue) {
    let aside = setAside(container).filter { $0.column != nil }
    let columns =
      container.type.fields.indices.map { presentColumn(container, $0, entries.columns[$0]) }
      + aside.compactMap(\.column).map(quoted)
    let list = columns.map { ", \($0)" }.joined()
    let query = try connection.prepare(
      "SELECT position\(list) FROM \(quoted(table)) WHERE owner = ?1 ORDER BY position")
    query.bind(1, owner)
    var old: [[String: StoredValue]] = []
    var new: [[String: StoredValue]] = []
    while try query.next() {
      var (was, present): ([String: StoredValue], [String: StoredValue]) = ([:], [:])
      var former: [String: StoredValue] = [:]
      for (place, field) in aside.enumerated() {
        let column = Int32(1 + container.type.fields.count + place)
        former[field.name] = reading(query, column, field)
      }
      for (slot, field) in container.type.fields.enumerated() {
        var value = try value(query, Int32(1 + slot), slot, of: container)
        switch container.sources[slot] {
        case .added: break
        case .kept(let name): was[name.name] = value
        case .mapped(let name, let values):
          was[name.name] = value
          if !isMoved, case .choice(let old) = value, let new = values[old] { value = .choice(new) }
        case .converted(let name):
          let old = former[name.name] ?? .null
          was[name.name] = old
          if !isMoved { value = conversion.convert(old, to: field.type) ?? .null }
        }
        present[field.name] = value
      }
      for field in container.dropped { was[field.name] = former[field.name] ?? .null }
      old.append(was.filter { $0.value != .null })
      new.append(present.filter { $0.value != .null })
    }
    if new.isEmpty { return (.null, .null) }
    return (.entries(old), .entries(new))
  }

  /// The value of a former field that has a table of its own, for the history.
  private func sideValue(of field: FormerField, _ owner: String) throws(StoreError) -> StoredValue {
    switch field.kind {
    case .links: return try members(in: field.table, of: owner)
    case .entries:
      let known = (move.former?.entries[field.name] ?? [:]).values.sorted { $0.name < $1.name }
      let columns = known.compactMap(\.column).map { ", \(quoted($0))" }.joined()
      let query = try connection.prepare(
        "SELECT position\(columns) FROM \(quoted(field.table)) WHERE owner = ?1 ORDER BY position")
      query.bind(1, owner)
      var entries: [[String: StoredValue]] = []
      while try query.next() {
        var entry: [String: StoredValue] = [:]
        for (place, inner) in known.enumerated() {
          entry[inner.name] = reading(query, Int32(1 + place), inner)
        }
        entries.append(entry.filter { $0.value != .null })
      }
      return entries.isEmpty ? .null : .entries(entries)
    case .plain, .choice, .reference, .list, .unknown:
      return .null
    }
  }
}
