public import CEL

/// Records that move to another definition: no guard, reaction or effect runs on them.
extension Interpreter {
  /// What became of assignments to a record's empty slots.
  public struct Filling: Sendable, Equatable {
    public var filled: [Int] = []
    /// Slots whose formula cannot be told, with the reason.
    public var failures: [Failure] = []

    /// Why a record cannot be moved.
    public struct Failure: Sendable, Equatable {
      public var slot: Int
      public var reason: String
    }
  }

  /// Gives a record values in slots that are empty; all are computed before any is given.
  public func fill(
    _ snapshot: Snapshot, _ record: RecordHandle, with assignments: [Assignment], actor: Actor,
    now: Int64
  ) -> Filling {
    let run = reading(snapshot, actor: actor, now: now)
    let type = snapshot.type(of: record)
    var filling = Filling()
    var words: [(slot: Int, word: Int64)] = []
    for assignment in assignments where snapshot.cell(record, assignment.slot) == Scalar.null {
      let field = type.fields[assignment.slot]
      switch assignment.value {
      case .constant(let value):
        words.append((assignment.slot, snapshot.word(for: value, as: field.type)))
      case .formula(let formula):
        let value = run.reader.withFrame(own: record) { formula.program.evaluate($0) }
        if let word = run.reader.word(of: value, as: field.type) {
          words.append((assignment.slot, word))
        } else {
          filling.failures.append(
            .init(slot: assignment.slot, reason: value.problem ?? "it does not fit its type"))
        }
      }
    }
    for (slot, word) in words where word != Scalar.null {
      snapshot.setCell(record, slot, word)
      filling.filled.append(slot)
    }
    return filling
  }
}
