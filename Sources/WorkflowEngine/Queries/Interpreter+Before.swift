public import CEL

extension Interpreter {
  /// Whether a condition held at the end of a step, `before` being the records as they were.
  ///
  /// - Parameters:
  ///   - snapshot: the records before the step.
  ///   - changes: what the step left in the stored slots of the records it changed.
  public func holds(
    _ condition: Condition, _ snapshot: Snapshot, _ record: RecordHandle,
    after changes: [(record: RecordHandle, values: [StoredValue])], actor: Actor, now: Int64
  ) -> Truth {
    let run = reading(snapshot, actor: actor, now: now)
    for change in changes {
      for (slot, field) in snapshot.type(of: change.record).fields.enumerated() {
        let word = snapshot.word(for: change.values[slot], as: field.type)
        run.working.write(change.record, slot, word, step: 0)
      }
    }
    return run.reader.withFrame(own: record) { run.reader.truth(of: condition, $0) }
  }
}

extension Condition {
  /// Whether it asks what was stored before the step.
  public var readsBefore: Bool {
    formulas.contains { $0.program.uses(variable: "before") }
  }
}
