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

  /// Puts a record that was given into the states that were left out: the first ones of its
  /// regions, and of the regions inside the states it is in.
  ///
  /// - Parameter given: the slots that were given.
  public func fillStates(_ snapshot: Snapshot, _ record: RecordHandle, except given: Set<Int>) {
    let type = snapshot.type(of: record)
    let states = type.completedStates(
      type.regions.map { region in
        let word = snapshot.cell(record, region.slot)
        return given.contains(region.slot) && word != Scalar.null ? Int(word) : nil
      })
    for (region, state) in zip(type.regions, states) {
      snapshot.setCell(record, region.slot, state.map(Int64.init) ?? Scalar.null)
    }
  }

  /// Puts a new record's plain defaults into a record that was placed.
  public func fillPlainDefaults(_ snapshot: Snapshot, _ record: RecordHandle) {
    let type = snapshot.type(of: record)
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
