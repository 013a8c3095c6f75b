public import CEL

/// A transition that the clock has made due.
public struct DueTimer: Sendable, Hashable {
  public var record: RecordHandle
  public var recordType: Int
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64

  public init(record: RecordHandle, recordType: Int, event: Int, due: Int64) {
    self.record = record
    self.recordType = recordType
    self.event = event
    self.due = due
  }
}

/// When the clock was looked at: what the times depend on that a timer has missed.
public struct ClockLook: Sendable {
  /// When it ticked last; nil where it never did.
  public var last: Int64?
  /// When it ticks now. What lies later is looked at in time.
  public var now: Int64

  public init(last: Int64?, now: Int64) {
    self.last = last
    self.now = now
  }
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
  ///   - look: which times of a timer count as missed; nil means none of them.
  public func dueTimers(
    _ snapshot: Snapshot, until time: Int64, records: [RecordHandle]? = nil,
    isForeseen: Bool = false, look: ClockLook? = nil
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
          var times = Set(upcoming(event, record, run, isForeseen: isForeseen, look).map(\.due))
          if !isForeseen, let first = times.min() { times = [first] }
          for due in times where due <= time {
            found.append(
              DueTimer(record: record, recordType: type.index, event: event.index, due: due))
          }
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

  /// The way that the clock takes when it fires a timer at a moment, or would take if a condition
  /// held; nil where the timer is not due while the record is as it is.
  public func way(
    of timer: DueTimer, _ snapshot: Snapshot, at moment: Int64, look: ClockLook? = nil
  ) -> (way: Transition, applies: Bool)? {
    let run = reading(snapshot, actor: Actor(user: ""), now: moment)
    let event = definition.recordTypes[timer.recordType].events[timer.event]
    let ways = upcoming(event, timer.record, run, isForeseen: true, look)
      .filter { $0.due == timer.due }.map(\.way)
    let applying = ways.first { run.applies($0, timer.record, due: timer.due) }
    return applying.map { ($0, true) } ?? ways.first.map { ($0, false) }
  }

  /// The last of a timer's times that have come by a moment: what one firing for all is for.
  public func lastTime(
    of way: Transition, _ snapshot: Snapshot, _ record: RecordHandle, until moment: Int64
  ) -> Int64? {
    guard case .clock(let timer) = way.occasion else { return nil }
    let run = reading(snapshot, actor: Actor(user: ""), now: moment)
    return run.withTimerFrame(timer, record: record) { run.lastTime(of: timer, upTo: moment, $0) }
      ?? nil
  }

  /// The timed ways of an event that the record's states allow, each with its next time.
  private func upcoming(
    _ event: Event, _ record: RecordHandle, _ run: StepRun, isForeseen: Bool, _ look: ClockLook?
  ) -> [(due: Int64, way: Transition)] {
    let ways: [Transition]
    if event.isDecidedByStates {
      ways = run.select(event, record: record).map { [$0.takeUnretainedValue()] } ?? []
    } else if let chart = run.snapshot.type(of: record).chart {
      ways = run.standing(of: record, in: chart).candidates(event.transitions.filter(\.isTimed))
        .flatMap(\.self)
    } else {
      ways = []
    }
    return ways.compactMap { way in
      run.due(way, record: record, isForeseen: isForeseen, look: look).map { ($0, way) }
    }
  }
}

extension StepRun {
  /// When a timed way of the record is due.
  ///
  /// - Parameter isForeseen: whether its condition is left out of account.
  func due(
    _ transition: Transition, record: RecordHandle, isForeseen: Bool, look: ClockLook? = nil
  ) -> Int64? {
    guard case .clock(let timer) = transition.occasion else { return nil }
    return withTimerFrame(timer, record: record) { frame in
      let fired = timer.firedSlot.map { snapshot.cell(record, $0) }
      guard
        let due = nextTime(
          of: timer, fired: fired == Scalar.null ? nil : fired, frame: frame, look: look)
      else { return nil }
      return isForeseen || applies(transition, record, due: due) ? due : nil
    } ?? nil
  }

  /// Whether a timed way applies to a record: whether its `when` holds.
  func applies(_ way: Transition, _ record: RecordHandle, due: Int64) -> Bool {
    guard let when = way.when else { return true }
    return reader.withFrame(own: record) { frame in
      let saved = frame.slots[FrameSlot.due]
      defer { frame.slots[FrameSlot.due] = saved }
      frame.slots[FrameSlot.due] = .timestamp(Timestamp(microseconds: due))
      return reader.truth(of: when, frame) == .yes
    }
  }

  /// Runs a body with a frame in which a timer's formulas see when the state was entered; nil where
  /// it was not.
  func withTimerFrame<Result>(
    _ timer: Timer, record: RecordHandle, _ body: (Frame) -> Result
  ) -> Result? {
    reader.withFrame(own: record) { frame in
      if let slot = timer.enteredSlot {
        let entered = snapshot.cell(record, slot)
        if entered == Scalar.null { return nil }
        frame.slots[FrameSlot.looped] = .timestamp(Timestamp(microseconds: entered))
      }
      return body(frame)
    }
  }
}

extension Transition {
  /// Whether the clock fires it.
  public var isTimed: Bool {
    switch occasion {
    case .clock: true
    case .asked, .sent, .automatic, .done, .expired: false
    }
  }
}
