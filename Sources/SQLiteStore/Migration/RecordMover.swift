import CEL
import WorkflowEngine
import WorkflowStore

/// Writes records in their new form, each with a line in the history.
struct RecordMover {
  let run: MigrationRun
  /// The plan for the tables as they are once the move has begun.
  let plan: MovePlan
  let number: Int64
  let history: HistoryWriter
  private let mentions: MentionTable
  private let at: String

  init(_ run: MigrationRun, _ plan: MovePlan, number: Int64) {
    self.run = run
    self.plan = plan
    self.number = number
    history = HistoryWriter(connection: run.connection, definition: number)
    mentions = MentionTable(connection: run.connection)
    at = Timestamp(microseconds: run.options.at).description
  }

  private var connection: Connection { run.connection }

  /// The ids of records that are still to be moved.
  func waiting(
    _ move: TypeMove, after last: String, limit: Int
  ) throws(StoreError) -> [String] {
    let query = try connection.prepare(
      """
      SELECT id FROM \(connection.layout.table(of: move).name) WHERE id > ?1 AND _definition <> \(number) \
      ORDER BY id LIMIT \(limit)
      """)
    query.bind(1, last)
    var ids: [String] = []
    while try query.next() { ids.append(query.text(0)) }
    return ids
  }

  /// Moves records of a type inside a transaction of the caller's.
  func move(_ ids: [String], of move: TypeMove) throws(StoreError) {
    try history.begin()
    let reader = FormerRecordReader(
      connection: connection, move: move, isBegun: true, number: number)
    let query = try reader.query(forOne: true)
    let stamp = try connection.prepare(
      "UPDATE \(connection.layout.table(of: move).name) SET _definition = \(number) WHERE id = ?1")
    let writer = RecordWriter(connection: connection, definition: number, at: at)
    let line = try history.bindCommon(
      Attempt(
        actor: run.options.actor, at: run.options.at, event: "migrate", recordType: "",
        recordID: nil),
      at: at, outcome: .migrated)
    for id in ids {
      query.bind(1, id)
      guard try query.next() else { continue }
      let record = try reader.record(from: query)
      query.reset()
      if record.isMoved { continue }
      let handle = run.snapshot.known(type: move.type.index, id: id)
      let changes = changes(of: record, handle, move)
      if changes.lines.isEmpty, !move.isRenamed {
        stamp.bind(1, id)
        try stamp.run()
        continue
      }
      try writer.update(
        type: move.type.index, id: id, bits: RecordWriter.bits(of: changes.slots),
        values: .record(handle, of: run.snapshot))
      try history.append(
        line, kind: .changed, event: "migrate", type: move.type, id: id,
        version: record.version + 1, changes: changes.lines)
      try mentions.noteMove(
        of: NamedRecord(recordType: move.type.name, id: id),
        formerType: move.former?.name ?? move.type.name, line: history.nextLine - 1,
        Set(
          record.steps.map(\.former.name) + changes.lines.map(\.field)
            + (move.isRenamed ? move.type.fields.map(\.name) : [])),
        renamed: Dictionary(
          record.steps.compactMap { step in
            step.slot.map { (step.former.name, move.type.fields[$0].name) }
          }, uniquingKeysWith: { first, _ in first }))
    }
  }

  private func changes(
    of record: FormerRecord, _ handle: RecordHandle, _ move: TypeMove
  ) -> (lines: [HistoryLine.Change], slots: [Int]) {
    var lines: [HistoryLine.Change] = []
    var slots: [Int] = []
    for step in record.steps {
      let field = step.slot.map { move.type.fields[$0] }
      if let slot = step.slot, step.kind != .renamed { slots.append(slot) }
      if field?.isInternal == true { continue }
      let isState = field?.region != nil
      if let slot = step.slot, let old = record.formerEntries[slot] {
        // The list has another name and its entries other fields: told as one.
        let new = run.snapshot.storedValue(of: handle, slot: slot)
        if new != record.values[slot] || new != old { slots.append(slot) }
        lines.append(line(step.former.name, false, old, .null))
        lines.append(line(move.type.fields[slot].name, false, .null, new))
        continue
      }
      if let field, field.name == step.former.name {
        lines.append(line(field.name, isState, step.old, step.new))
      } else {
        lines.append(line(step.former.name, isState, step.old, .null))
        if let field { lines.append(line(field.name, isState, .null, step.new)) }
      }
    }
    for (slot, old) in record.followed {
      slots.append(slot)
      let (name, new) = (move.type.fields[slot].name, record.values[slot])
      if let place = lines.firstIndex(where: { $0.field == name }) {
        lines[place].values?.new = new
      } else {
        lines.append(line(name, true, old, new))
      }
    }
    let changed = Set(slots)
    for assignment in move.fields.set where !changed.contains(assignment.slot) {
      let new = run.snapshot.storedValue(of: handle, slot: assignment.slot)
      if new == record.values[assignment.slot] { continue }
      slots.append(assignment.slot)
      lines.append(line(move.type.fields[assignment.slot].name, false, .null, new))
    }
    let renamed = Set(record.steps.compactMap(\.slot))
    for (slot, old) in record.formerEntries.sorted(by: { $0.key < $1.key })
    where !renamed.contains(slot) {
      let new = run.snapshot.storedValue(of: handle, slot: slot)
      if new == old { continue }
      slots.append(slot)
      lines.append(line(move.type.fields[slot].name, false, old, new))
    }
    return (lines, slots)
  }

  private func line(
    _ field: String, _ isState: Bool, _ old: StoredValue, _ new: StoredValue
  ) -> HistoryLine.Change {
    HistoryLine.Change(
      field: field, isState: isState, values: HistoryLine.Values(old: old, new: new))
  }
}
