public import CEL

/// Records as they are given, not created: no guard, reaction or effect runs on them.
extension Interpreter {
  /// Fills the fields whose default is a formula, where nothing else was given.
  ///
  /// Call it once every record is placed: such a default may read others.
  public func fillComputedDefaults(
    _ snapshot: Snapshot, _ record: RecordHandle, except given: Set<Int>, actor: Actor, now: Int64
  ) {
    let run = reading(snapshot, actor: actor, now: now)
    for (slot, field) in snapshot.type(of: record).fields.enumerated() where !given.contains(slot) {
      guard case .formula(let formula)? = field.defaultValue else { continue }
      let word = run.reader.withFrame(own: record) {
        run.reader.word(of: formula.program, $0, as: field.type)
      }
      if let word { snapshot.setCell(record, slot, word) }
    }
  }

  /// Puts a new record's first states and plain defaults into a record that was placed.
  public func fillPlainDefaults(_ snapshot: Snapshot, _ record: RecordHandle) {
    let type = snapshot.type(of: record)
    for region in type.regions { snapshot.setCell(record, region.slot, 0) }
    for (slot, field) in type.fields.enumerated() {
      if case .constant(let value)? = field.defaultValue {
        snapshot.set(record, slot: slot, to: value)
      }
    }
  }

  /// The entries of a record's inline list, in their order.
  public func entries(_ snapshot: Snapshot, of record: RecordHandle, slot: Int) -> [RecordHandle] {
    let word = snapshot.cell(record, slot)
    guard case .entries = snapshot.type(of: record).fields[slot].type, word != Scalar.null else {
      return []
    }
    return snapshot.lists[Int(word)].map { RecordHandle(raw: Int32($0)) }
  }
}
