/// What a tick of the clock did.
public struct TickReport {
  /// The timers that fired, in the order in which they did.
  public var fired: [Decision] = []
  /// Timers that are due and whose guards do not hold; they stay due.
  public var heldBack: [Decision] = []
  /// Whether the limit on firings was reached: the rest stays due.
  public var isCutShort = false

  public init() {}
}

/// A timer that is due, in words that outlive a snapshot.
public struct TimerKey: Sendable, Hashable {
  public var recordType: Int
  public var recordID: String
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64

  public init(recordType: Int, recordID: String, event: Int, due: Int64) {
    self.recordType = recordType
    self.recordID = recordID
    self.event = event
    self.due = due
  }
}

/// How much one tick may do.
public struct TickLimits: Sendable {
  /// Timers that one tick may fire: one that sets itself again at once would never end.
  public var firings = 100_000

  public init() {}
}

extension Conductor {
  /// Fires everything that is due by a time, each timer as a step of its own, by due time, record id and file order.
  ///
  /// What becomes due through a firing fires in the same tick. A timer's `now` is its due time, unless an earlier
  /// tick held it back: then it is the tick's.
  ///
  /// - Parameters:
  ///   - heldBack: timers that earlier ticks held back; those that this tick holds back take their place.
  ///   - afterEach: called for each timer that fired, once it was carried out.
  public func tick(
    at time: Int64, heldBack: inout Set<TimerKey>, limits: TickLimits = TickLimits(),
    afterEach: (Decision) -> Void = { _ in }
  ) throws(Place.Failure) -> TickReport {
    var report = TickReport()
    if !interpreter.hasTimers { return report }
    var lookedAt: Set<TimerKey> = []
    var stillHeld: Set<TimerKey> = []
    while let timer = try nextTimer(until: time, except: lookedAt) {
      guard report.fired.count < limits.firings else {
        report.isCutShort = true
        break
      }
      lookedAt.insert(timer)
      let now = heldBack.contains(timer) ? time : timer.due
      let decision = try ground.carryOut { snapshot in
        self.decision(
          on: snapshot,
          Request(
            recordType: timer.recordType, event: timer.event,
            target: .record(snapshot.known(type: timer.recordType, id: timer.recordID)),
            isConfirmed: true, actor: Actor(user: "clock"), now: now, cause: .clock, due: timer.due))
      }
      if decision.isDone {
        report.fired.append(decision)
        afterEach(decision)
      } else {
        stillHeld.insert(timer)
        report.heldBack.append(decision)
      }
    }
    heldBack = stillHeld
    return report
  }

  /// The first timer due that this tick has not looked at.
  private func nextTimer(until time: Int64, except lookedAt: Set<TimerKey>) throws(Place.Failure) -> TimerKey? {
    try ground.read { snapshot in
      interpreter.dueTimers(snapshot, until: time).lazy.map { timer in
        TimerKey(
          recordType: timer.recordType, recordID: snapshot.id(of: timer.record), event: timer.event,
          due: timer.due)
      }.first { !lookedAt.contains($0) }
    }
  }
}
