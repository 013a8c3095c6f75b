import CEL

/// What a tick of the clock did.
public struct TickReport {
  /// The timers that fired, in the order in which they did.
  public var fired: [Decision] = []
  /// Timers that are due and whose guards do not hold; they stay due.
  public var heldBack: [Decision] = []
  /// The same timers: the next tick asks for them.
  public var heldBackTimers: Set<TimerKey> = []
  /// Whether the limit on firings was reached: the rest stays due.
  public var isCutShort = false

  public init() {}
}

/// How much one tick may do.
public struct TickLimits: Sendable {
  /// Timers that one tick may fire: one that sets itself again at once would never end.
  public var firings = 100_000

  public init() {}
}

extension Conductor {
  /// Fires everything that is due by a time, each timer as a step of its own.
  ///
  /// The order is by due time, record id and file order. What becomes due through a firing fires in
  /// the same tick. A timer's `now` is its due time, unless an earlier tick held it back: then it
  /// is the tick's.
  ///
  /// - Parameters:
  ///   - wasHeldBack: whether an earlier tick found the timer due and could not fire it.
  ///   - afterEach: called for each timer that fired, once it was carried out.
  public func tick(
    at time: Int64, limits: TickLimits = TickLimits(), wasHeldBack: (TimerKey) -> Bool,
    afterEach: (Decision) -> Void = { _ in }
  ) throws(Place.Failure) -> TickReport {
    var report = TickReport()
    if !interpreter.hasTimers { return report }
    let isLocal = interpreter.timersReadTheirRecordAlone
    var agenda = TimerAgenda()
    agenda.add(try dueTimers(until: time, records: nil))
    while let timer = agenda.next() {
      // What fired before may have moved it.
      if !report.fired.isEmpty, try !isStillDue(timer, at: time) { continue }
      guard report.fired.count < limits.firings else {
        report.isCutShort = true
        break
      }
      let decision = try fire(timer, now: wasHeldBack(timer) ? time : timer.due)
      if decision.isDone {
        report.fired.append(decision)
        afterEach(decision)
        let changed =
          isLocal ? (decision.changeset?.entries ?? []).map { ($0.recordType, $0.recordID) } : nil
        agenda.add(try dueTimers(until: time, records: changed))
      } else {
        report.heldBackTimers.insert(timer)
        report.heldBack.append(decision)
      }
    }
    return report
  }

  private func fire(_ timer: TimerKey, now: Int64) throws(Place.Failure) -> Decision {
    try ground.carryOut { snapshot in
      decision(
        on: snapshot,
        Request(
          recordType: timer.recordType, event: timer.event,
          target: .record(snapshot.known(type: timer.recordType, id: timer.recordID)),
          isConfirmed: true, actor: Actor(user: "clock"), now: now, cause: .clock, due: timer.due))
    }
  }

  /// - Parameter records: types and ids of the records to look at; nil means all.
  private func dueTimers(
    until time: Int64, records: [(type: String, id: String)]?
  ) throws(Place.Failure) -> [TimerKey] {
    try ground.read { snapshot in
      let handles = records?.compactMap { type, id in
        interpreter.definition.recordType(named: type).map {
          snapshot.known(type: $0.index, id: id)
        }
      }
      return interpreter.dueTimers(snapshot, until: time, records: handles).map { timer in
        TimerKey(
          recordType: timer.recordType, recordID: snapshot.id(of: timer.record), event: timer.event,
          due: timer.due)
      }
    }
  }

  private func isStillDue(_ timer: TimerKey, at time: Int64) throws(Place.Failure) -> Bool {
    let type = interpreter.definition.recordTypes[timer.recordType].name
    return try dueTimers(until: time, records: [(type, timer.recordID)]).contains(timer)
  }
}

extension Interpreter {
  /// Whether each timer depends on stored values of its own record alone, so that no other record
  /// can set it.
  var timersReadTheirRecordAlone: Bool {
    definition.recordTypes.allSatisfy { type in
      type.events.flatMap(\.transitions).allSatisfy { transition in
        guard case .clock(let timer) = transition.trigger else { return true }
        return (timer.formulas + (transition.when?.formulas ?? [])).flatMap(\.program.reads)
          .allSatisfy { read in
            read.recordType == type.index
              && type.slot(of: read.member).map { type.fields[$0].type.isPlain } ?? false
          }
      }
    }
  }
}

extension FieldType {
  /// Whether a value leads to no other record.
  fileprivate var isPlain: Bool {
    switch self {
    case .text, .integer, .decimal, .boolean, .date, .timestamp, .duration, .choice: true
    case .list(let element): element.isPlain
    case .reference, .entries, .links: false
    }
  }
}
