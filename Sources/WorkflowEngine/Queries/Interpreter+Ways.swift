package import CEL

/// What makes a way possible, each part for itself: for whoever looks for records on which several
/// are.
extension Interpreter {
  /// Whether a condition holds in a frame that `withFrame` gave.
  package func holds(_ condition: Condition, _ frame: Frame) -> Truth {
    reader(of: frame)?.truth(of: condition, frame) ?? .cannotTell
  }

  /// Whether a guard holds in a frame that `withFrame` gave; one that does not apply does.
  package func holds(_ rule: Guard, _ frame: Frame) -> Truth {
    guard let reader = reader(of: frame) else { return .cannotTell }
    return run(on: reader.working.snapshot).truth(of: rule, frame)
  }

  /// The state of a record in the region of a slot, by its place; nil in none.
  package func state(_ snapshot: Snapshot, _ record: RecordHandle, slot: Int) -> Int64? {
    let word = snapshot.cell(record, slot)
    return word == Scalar.null ? nil : word
  }

  private func reader(of frame: Frame) -> StepReader? { frame.reader as? StepReader }
}
