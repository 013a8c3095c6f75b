import WorkflowEngine
import WorkflowStore

/// Which records a set holds: the same conditions serve reading and checking.
extension Connection {
  /// What follows FROM, so that `r.id` and the record's columns can be selected; parameter 1 is the
  /// owner or value.
  func source(of membership: ReadSet.Membership, type: Int, slot: Int) -> String {
    let table = layout.table(type)
    switch membership {
    case .all: return "\(table.name) r ORDER BY r.id"
    case .referencing, .holding:
      let column = table.valueColumn(slot)?.name ?? "NULL"
      return "\(table.name) r WHERE r.\(column) = ?1 ORDER BY r.id"
    case .linking:
      guard case .links(let join, _) = table.columns[slot] else { return "\(table.name) r WHERE 0" }
      return
        "\(quoted(join)) l JOIN \(table.name) r ON r.id = l.owner WHERE l.member = ?1 ORDER BY r.id"
    case .owning(let inner, _):
      guard case .entries(let entries) = table.columns[slot] else {
        return "\(table.name) r WHERE 0"
      }
      return
        "\(table.name) r WHERE r.id IN (SELECT e.owner FROM \(entries.name) e "
        + "WHERE e.\(entries.columns[inner].name) = ?1) ORDER BY r.id"
    }
  }

  func bind(_ membership: ReadSet.Membership, in query: Query) {
    switch membership {
    case .referencing(let id), .linking(let id), .owning(_, let id): query.bind(1, id)
    case .holding(let value): query.bind(1, value)
    case .all: break
    }
  }

  /// The ids of a set's records, in order.
  func memberIDs(of read: ReadSet.Members) throws(StoreError) -> [String] {
    let query = try query(
      .memberIDs, type: read.type, slot: read.slot,
      bits: read.membership.number | read.membership.inner << 8
    ) {
      "SELECT r.id FROM \(source(of: read.membership, type: read.type, slot: read.slot))"
    }
    bind(read.membership, in: query)
    defer { query.reset() }
    var ids: [String] = []
    while try query.next() { ids.append(query.text(0)) }
    return ids
  }

  /// The first thing that was read and is not as it was.
  func conflict(with reads: ReadSet) throws(StoreError) -> ReadConflict? {
    if try commits() == reads.commits { return nil }
    let types = layout.definition.recordTypes
    for read in reads.records {
      let now = try presence(type: read.type, id: read.id)
      if now.presence != read.presence || now.version != read.version {
        return .record(type: types[read.type].name, id: read.id)
      }
    }
    for read in reads.sets where try memberIDs(of: read) != read.ids {
      let type = types[read.type]
      return .set(type: type.name, field: read.slot < 0 ? nil : type.fields[read.slot].name)
    }
    for read in reads.serials where try serial(type: read.type) != read.next {
      return .number(type: types[read.type].name)
    }
    for read in reads.messageKeys where try isKnown(messageKey: read.key) != read.isKnown {
      return .messageKey(read.key)
    }
    return nil
  }
}

extension ReadSet.Membership {
  /// Tells statements apart.
  var number: UInt64 {
    switch self {
    case .referencing: 0
    case .linking: 1
    case .holding: 2
    case .all: 3
    case .owning: 4
    }
  }

  /// Tells the fields of entries apart; 0 for all others.
  var inner: UInt64 { if case .owning(let slot, _) = self { UInt64(slot) + 1 } else { 0 } }
}
