public import CEL

extension Interpreter {
  /// Runs a body with a frame in which formulas over a record can be evaluated.
  ///
  /// - Parameter added: further values, for variables whose slots begin at `FrameSlot.firstInput`.
  public func withFrame<Result>(
    _ snapshot: Snapshot, _ record: RecordHandle, actor: Actor, now: Int64, added: [Value] = [],
    _ body: (Frame) -> Result
  ) -> Result {
    let run = reading(snapshot, actor: actor, now: now)
    return run.reader.withFrame(own: record) { own in
      let frame = Frame(reader: run.reader, slotCount: FrameSlot.firstInput + added.count)
      frame.fill(own.slots.first(FrameSlot.firstInput) + added)
      return body(frame)
    }
  }
}
