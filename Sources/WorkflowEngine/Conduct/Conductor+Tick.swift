import CEL

/// What a tick of the clock did.
public struct TickReport {
  /// The timers that fired, in the order in which they did.
  public var fired: [Decision] = []
  /// Timers that are due and whose guards do not hold; they stay due.
  public var heldBack: [Decision] = []
  /// What fired and what was held back for the first time, in their order.
  public var timeline: [Decision] = []
  /// The timers of `heldBack`: the next tick asks for them.
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
  ///   - names: ids for records that the timers' effects create.
  ///   - wasHeldBack: whether an earlier tick found the timer due and could not fire it.
  ///   - afterEach: called for each timer that fired, once it was carried out.
  public func tick(
    at time: Int64, limits: TickLimits = TickLimits(), names: [NewRecordName] = [],
    wasHeldBack: @escaping (TimerKey) -> Bool,
    afterEach: (Decision) -> Void = { _ in }
  ) throws(Place.Failure) -> TickReport {
    let agenda = ClockAgenda(interpreter, at: time, wasHeldBack: wasHeldBack)
    return try run(agenda, limits: limits, names: names, afterEach: afterEach)
  }

  /// Fires what becomes due from a time until another one, as if the clock ticked at each moment at
  /// which something does.
  ///
  /// - Parameter scope: the records whose timers are looked at, with those that a firing changes;
  ///   nil means all.
  public func play(
    from start: Int64, until end: Int64, scope: ClockAgenda.Scope? = nil,
    limits: TickLimits = TickLimits(), wasHeldBack: @escaping (TimerKey) -> Bool,
    afterEach: (Decision) -> Void = { _ in }
  ) throws(Place.Failure) -> TickReport {
    let agenda = ClockAgenda(
      interpreter, from: start, until: end, scope: scope, wasHeldBack: wasHeldBack)
    return try run(agenda, limits: limits, afterEach: afterEach)
  }

  private func run(
    _ start: ClockAgenda, limits: TickLimits, names: [NewRecordName] = [],
    afterEach: (Decision) -> Void
  ) throws(Place.Failure) -> TickReport {
    var report = TickReport()
    if !interpreter.hasTimers { return report }
    let isLocal = interpreter.timersReadTheirRecordAlone
    let book = names.isEmpty ? nil : NameBook(names)
    var agenda = start
    _ = try ground.read { agenda.lookAtAll(in: $0) }
    var heldBack: [TimerKey: Decision] = [:]
    while let turn = try ground.read({ agenda.next(in: $0) }) {
      guard report.fired.count < limits.firings else {
        report.isCutShort = true
        break
      }
      let decision = try fire(turn, book)
      if decision.isDone {
        report.fired.append(decision)
        report.timeline.append(decision)
        afterEach(decision)
        agenda.noteFired()
        try ground.read { lookAgain(&agenda, after: decision, isLocal: isLocal, in: $0) }
      } else {
        agenda.noteHeldBack(turn.timer)
        // The first time says since when.
        if heldBack[turn.timer] == nil {
          heldBack[turn.timer] = decision
          report.timeline.append(decision)
        }
      }
    }
    report.heldBackTimers = Set(agenda.heldBack)
    report.heldBack = agenda.heldBack.compactMap { heldBack[$0] }
    return report
  }

  private func lookAgain(
    _ agenda: inout ClockAgenda, after decision: Decision, isLocal: Bool, in snapshot: Snapshot
  ) {
    let changed = (decision.changeset?.entries ?? []).compactMap { entry in
      interpreter.definition.recordType(named: entry.recordType).map {
        snapshot.known(type: $0.index, id: entry.recordID)
      }
    }
    agenda.lookAt(changed, in: snapshot)
    if !isLocal { _ = agenda.lookAtAll(in: snapshot) }
  }

  private func fire(
    _ turn: ClockAgenda.Turn, _ names: NameBook?
  ) throws(Place.Failure) -> Decision {
    try ground.carryOut { snapshot in
      var request = Request(
        recordType: turn.timer.recordType, event: turn.timer.event,
        target: .record(
          snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)),
        isConfirmed: true, actor: Actor(user: "clock"), now: turn.now, cause: .clock,
        due: turn.timer.due)
      if let names { request.nameNewRecord = { names.take(for: $0, $1) } }
      return decision(on: snapshot, request)
    }
  }
}

extension Interpreter {
  /// Whether each timer depends on stored values of its own record alone, so that no other record
  /// can set it.
  public var timersReadTheirRecordAlone: Bool {
    definition.recordTypes.allSatisfy { type in
      type.events.flatMap(\.transitions).allSatisfy { transition in
        guard case .clock(let timer) = transition.occasion else { return true }
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
