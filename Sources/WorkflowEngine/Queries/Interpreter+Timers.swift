public import CEL

/// A transition that the clock has made due.
public struct DueTimer: Sendable, Hashable {
  public var record: RecordHandle
  public var recordType: Int
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64
}

extension Interpreter {
  /// Whether the definition has any transition that the clock fires.
  public var hasTimers: Bool {
    definition.recordTypes.contains { type in
      type.events.contains { $0.transitions.contains { $0.isTimed } }
    }
  }

  /// Timers due at or before a time: by due time, then record id, then file order.
  ///
  /// - Parameters:
  ///   - records: look at these alone; nil means every record of every type with a timer.
  ///   - isForeseen: whether conditions are left to the moment at which the timer is due.
  public func dueTimers(
    _ snapshot: Snapshot, until time: Int64, records: [RecordHandle]? = nil,
    isForeseen: Bool = false
  ) -> [DueTimer] {
    let run = reading(snapshot, actor: Actor(user: ""), now: time)
    var found: [DueTimer] = []
    for type in definition.recordTypes
    where type.events.contains(where: { $0.transitions.contains(where: \.isTimed) }) {
      let candidates =
        records.map {
          $0.filter { snapshot.type(of: $0) === type && snapshot.presence(of: $0) == .present }
        }
        ?? snapshot.all(type: type.index)
      for record in candidates {
        for event in type.events {
          guard let due = due(event, record: record, run: run, isForeseen: isForeseen), due <= time
          else { continue }
          found.append(
            DueTimer(record: record, recordType: type.index, event: event.index, due: due))
        }
      }
    }
    return found.sorted { left, right in
      if left.due != right.due { return left.due < right.due }
      let (leftID, rightID) = (snapshot.id(of: left.record), snapshot.id(of: right.record))
      if leftID != rightID { return idPrecedes(leftID, rightID) }
      return (left.recordType, left.event) < (right.recordType, right.event)
    }
  }

  /// When a timed event of the record is due; nil where its state, its condition or its time do not
  /// say so.
  private func due(
    _ event: Event, record: RecordHandle, run: StepRun, isForeseen: Bool
  ) -> Int64? {
    if event.isDecidedByStates {
      return run.select(event, record: record).flatMap {
        run.due($0.takeUnretainedValue(), record: record, isForeseen: isForeseen)
      }
    }
    let type = run.snapshot.type(of: record)
    guard let chart = type.chart else { return nil }
    let ways = event.transitions.filter(\.isTimed)
    return run.standing(of: record, in: chart).candidates(ways).joined().lazy
      .compactMap { run.due($0, record: record, isForeseen: isForeseen) }.min()
  }
}

extension StepRun {
  /// When a timed way of the record is due.
  ///
  /// - Parameter isForeseen: whether its condition is left out of account.
  func due(_ transition: Transition, record: RecordHandle, isForeseen: Bool) -> Int64? {
    guard case .clock(let timer) = transition.occasion else { return nil }
    return reader.withFrame(own: record) { frame in
      if !isForeseen, let when = transition.when, reader.truth(of: when, frame) != .yes {
        return nil
      }
      if let slot = timer.enteredSlot {
        let entered = snapshot.cell(record, slot)
        if entered == Scalar.null { return nil }
        frame.slots[FrameSlot.looped] = .timestamp(Timestamp(microseconds: entered))
      }
      let fired = timer.firedSlot.map { snapshot.cell(record, $0) }
      return nextTime(of: timer, fired: fired == Scalar.null ? nil : fired, frame: frame)
    }
  }
}

extension Transition {
  /// Whether the clock fires it.
  public var isTimed: Bool {
    switch occasion {
    case .clock: true
    case .asked, .sent, .automatic, .done: false
    }
  }
}
