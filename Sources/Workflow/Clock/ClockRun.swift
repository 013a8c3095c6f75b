import CEL
import WorkflowEngine
import WorkflowStore

/// One tick at work.
struct ClockRun {
  let conductor: Conductor
  private let last: Int64?
  private let lastTick: Int64?
  let end: Int64
  private let options: TickOptions
  let names: NameBook?
  var agenda = ClockAgenda()
  var answer: ClockAnswer
  var heldDecisions: [TimerKey: Decision] = [:]
  var heldEntries: [TimerKey: ClockAnswer.Entry] = [:]
  /// When this run changed a record.
  var changedAt: [ReadRecord: Int64] = [:]
  var firings = 0
  var scope: Set<ReadRecord>?
  /// What waits for a second person, as far as it has not ended.
  var waiting: [PendingRequest] = []
  private var hasLookedAtWaiting = false
  /// Types of records on which timers of other records depend.
  private let distantTypes: Set<Int>
  private let decidesByTime: Bool

  init(_ conductor: Conductor, lastTick: Int64?, until end: Int64, _ options: TickOptions) {
    self.conductor = conductor
    self.lastTick = lastTick
    last = options.notBefore ?? lastTick
    self.end = end
    self.options = options
    scope = options.scope
    names = options.names.isEmpty ? nil : NameBook(options.names)
    answer = ClockAnswer(
      workflow: DefinitionAnswer(conductor.definition), at: conductor.definition.timeText(end),
      lastTick: last.map(conductor.definition.timeText))
    distantTypes = conductor.interpreter.typesThatDistantTimersRead
    decidesByTime = conductor.definition.decidesByTime
  }

  private var interpreter: Interpreter { conductor.interpreter }
  var definition: WorkflowDefinition { conductor.definition }

  // MARK: Looking

  /// Whether there is anything to look at.
  mutating func lookAtAll() throws -> Bool {
    if definition.hasApprovals { waiting = try conductor.waitingRequests() }
    agenda.add(waiting.compactMap(expiry), notBefore: notBefore)
    if !interpreter.hasTimers { return !waiting.isEmpty }
    let timers = try conductor.store.read { self.timers(in: $0.snapshot, of: self.scope) }
    agenda.add(timers, notBefore: notBefore)
    return true
  }

  private var notBefore: Int64 { min(last ?? .min, end) }
  private var look: ClockLook { ClockLook(last: lastTick, now: min(options.now ?? end, end)) }

  /// Conditions are left to the moment at which a timer is asked.
  private func timers(in snapshot: Snapshot, of records: Set<ReadRecord>?) -> [TimerKey] {
    let handles = records.map { $0.map { snapshot.known(type: $0.type, id: $0.id) } }
    return interpreter.dueTimers(
      snapshot, until: end, records: handles, isForeseen: true, look: look
    ).map { TimerKey($0, in: snapshot) }
  }

  // MARK: A turn

  /// Takes the next timer; it is looked at inside the write transaction, where nobody interferes.
  mutating func turn(_ writer: BulkWriter) throws -> BulkWriter.Next {
    if conductor.options.shouldStop() {
      answer.isInterrupted = true
      return .finished
    }
    if !hasLookedAtWaiting {
      hasLookedAtWaiting = true
      try endLapsed(of: scope, at: nil, writer)
      return .more
    }
    guard let turn = agenda.next(until: end) else { return .finished }
    if firings == conductor.options.firings {
      answer.isCutShort = true
      return .finished
    }
    writer.beginAccount()
    if let number = turn.timer.request {
      try expire(turn, number, writer)
      return .more
    }
    guard let (way, applies) = way(of: turn, in: writer.snapshot) else {
      try lookAgain(at: turn.timer, writer)
      return .more
    }
    if applies { try fire(turn, way, writer) } else { try wait(turn, way, writer) }
    return .more
  }

  /// The way that the timer fires, and whether its own condition holds at the moment; nil where it
  /// is not due any more.
  private func way(
    of turn: ClockAgenda.Turn, in snapshot: Snapshot
  ) -> (way: Transition, applies: Bool)? {
    let record = snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)
    guard snapshot.presence(of: record) == .present else { return nil }
    let timer = DueTimer(
      record: record, recordType: turn.timer.recordType, event: turn.timer.event,
      due: turn.timer.due)
    return interpreter.way(of: timer, snapshot, at: turn.moment, look: look)
  }

  private mutating func lookAgain(at timer: TimerKey, _ writer: BulkWriter) throws {
    agenda.forget(timer)
    agenda.add(timers(in: writer.snapshot, of: [timer.record]), notBefore: notBefore)
  }

  private mutating func fire(
    _ turn: ClockAgenda.Turn, _ way: Transition, _ writer: BulkWriter
  ) throws {
    var decision = conductor.decide(request(turn, way, in: writer.snapshot), on: writer.snapshot)
    let possibleSince = try lastChange(writer)
    if possibleSince > turn.moment { return agenda.postpone(turn, to: possibleSince) }
    if way.timer?.missed == .skip, turn.moment > turn.timer.due {
      return try passOver(turn, way, writer)
    }
    guard let plan = decision.plan else {
      hold(turn, decision, writer)
      if way.timer?.missed == .skip { try passOver(turn, way, writer) }
      return
    }
    // It could not fire when the clock last looked, and no record has changed since: the definition
    // has.
    if let last, turn.timer.due <= last, possibleSince <= last, turn.moment <= last, last < end {
      return agenda.postpone(turn, to: end)
    }
    try carryOut(plan, of: &decision, turn, writer)
  }

  /// Writes what a turn brings about, and looks at what follows.
  mutating func carryOut(
    _ plan: Plan, of decision: inout Decision, _ turn: ClockAgenda.Turn, _ writer: BulkWriter
  ) throws {
    let changed = Set(
      plan.changedRecords.map {
        ReadRecord(type: writer.snapshot.type(of: $0).index, id: writer.snapshot.id(of: $0))
      })
    decision.lines = try writer.write(plan, as: attempt(turn, decision))
    names?.settle()
    firings += 1
    agenda.forget(turn.timer)
    heldEntries[turn.timer] = nil
    heldDecisions[turn.timer] = nil
    answer.entries.append(entry(turn, decision))
    options.observe?(decision)
    for record in changed { changedAt[record] = turn.moment }
    try endLapsed(of: changed, at: turn.moment, writer)
    if scope != nil {
      scope?.formUnion(changed)
      agenda.add(waiting.compactMap(expiry), notBefore: notBefore)
    }
    agenda.noteChanges(changed, at: turn.moment)
    addTimers(of: changed, writer)
  }

  /// Looks for timers of records that have changed, and of those that depend on them.
  mutating func addTimers(of changed: Set<ReadRecord>, _ writer: BulkWriter) {
    let isDistant = changed.contains { distantTypes.contains($0.type) }
    agenda.add(
      timers(in: writer.snapshot, of: isDistant ? scope : changed), notBefore: notBefore)
  }

  private func request(
    _ turn: ClockAgenda.Turn, _ way: Transition, in snapshot: Snapshot
  ) -> Request {
    let record = snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)
    var request = Request(
      recordType: turn.timer.recordType, event: turn.timer.event, target: .record(record),
      isConfirmed: true, actor: .clock, now: turn.moment, cause: .clock, due: turn.timer.due)
    if way.timer?.missed == .once {
      request.overUntil = interpreter.lastTime(
        of: way, snapshot, record, until: max(turn.moment, look.now))
    }
    names?.beginDecision()
    if let names { request.nameNewRecord = { names.take(for: $0, $1) } }
    return request
  }

  private func attempt(_ turn: ClockAgenda.Turn, _ decision: Decision) -> Attempt {
    let type = definition.recordTypes[turn.timer.recordType]
    return Attempt(
      actor: .clock, at: turn.moment, event: type.events[turn.timer.event].name,
      recordType: type.name, recordID: turn.timer.recordID, cause: .clock)
  }

  /// The latest change of anything that was read since the turn began.
  func lastChange(_ writer: BulkWriter) throws -> Int64 {
    var latest = Int64.min
    for record in writer.readRecords {
      if let own = changedAt[record] {
        latest = max(latest, own)
      } else if let at = try conductor.store.lastChange(ofType: record.type, id: record.id) {
        latest = max(latest, at)
      }
    }
    return latest
  }

  // MARK: Held back

  /// A timer whose own condition does not hold is not held back: it waits, or its time is passed
  /// over where there are others.
  private mutating func wait(
    _ turn: ClockAgenda.Turn, _ way: Transition, _ writer: BulkWriter
  ) throws {
    if way.timer?.isRepeating == true {
      let possibleSince = try lastChange(writer)
      return possibleSince > turn.moment
        ? agenda.postpone(turn, to: possibleSince) : try passOver(turn, way, writer)
    }
    agenda.hold(turn, reads: Set(writer.readRecords), readTypes: writer.readTypes)
    askAgainLater(turn, writer)
  }

  /// Goes on to the timer's next time.
  private mutating func passOver(
    _ turn: ClockAgenda.Turn, _ way: Transition, _ writer: BulkWriter
  ) throws {
    let record = writer.snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)
    if let slot = way.timer?.firedSlot {
      try writer.remember(turn.timer.due, in: slot, of: record)
    }
    try lookAgain(at: turn.timer, writer)
  }

  mutating func hold(
    _ turn: ClockAgenda.Turn, _ decision: Decision, _ writer: BulkWriter
  ) {
    agenda.hold(turn, reads: Set(writer.readRecords), readTypes: writer.readTypes)
    if heldEntries[turn.timer] == nil {
      let entry = entry(turn, decision)
      heldEntries[turn.timer] = entry
      answer.entries.append(entry)
    }
    if options.observe != nil { heldDecisions[turn.timer] = decision }
    askAgainLater(turn, writer)
  }

  /// What does not hold today may hold tomorrow, or some hours later, without any change.
  private mutating func askAgainLater(_ turn: ClockAgenda.Turn, _ writer: BulkWriter) {
    guard definition.looksAtToday || definition.looksAtNow else { return }
    let zone = definition.timeZone
    let day = zone.civilDate(of: Timestamp(microseconds: turn.moment))
    let next = CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
    let tomorrow = zone.startOfDay(next).microseconds
    let moment = decidesByTime ? firstPossible(turn, before: tomorrow, writer) : tomorrow
    if moment <= end { agenda.postpone(turn, to: moment) }
  }

  private static let hour: Int64 = 3_600_000_000

  /// The moment within the day at which the timer becomes possible, as the records are; the day's
  /// end where it does not.
  ///
  /// Looked at are the full hours, and between two of which it is possible at the second alone, to
  /// the microsecond; that they may lie behind the tick's end makes the moment the same for every
  /// tick.
  private func firstPossible(
    _ turn: ClockAgenda.Turn, before tomorrow: Int64, _ writer: BulkWriter
  ) -> Int64 {
    var early = turn.moment
    while early < tomorrow {
      var late = min(tomorrow, early - early % Self.hour + Self.hour)
      if isPossible(turn, at: late, writer) {
        while late - early > 1 {
          let middle = early + (late - early) / 2
          if isPossible(turn, at: middle, writer) { late = middle } else { early = middle }
        }
        return late
      }
      early = late
    }
    return tomorrow
  }

  private func isPossible(
    _ turn: ClockAgenda.Turn, at moment: Int64, _ writer: BulkWriter
  ) -> Bool {
    var later = turn
    later.moment = moment
    if turn.timer.request != nil {
      guard let request = expiryRequest(later, in: writer.snapshot) else { return true }
      return conductor.decide(request, on: writer.snapshot).plan != nil
    }
    guard let (way, applies) = way(of: later, in: writer.snapshot), applies else { return false }
    return conductor.decide(request(later, way, in: writer.snapshot), on: writer.snapshot).plan
      != nil
  }

  // MARK: The answer

  private func entry(_ turn: ClockAgenda.Turn, _ decision: Decision) -> ClockAnswer.Entry {
    let type = definition.recordTypes[turn.timer.recordType]
    var entry = ClockAnswer.Entry(
      type: type.name, id: turn.timer.recordID, event: type.events[turn.timer.event].name,
      at: definition.timeText(turn.moment), due: definition.timeText(turn.timer.due))
    let maker = AnswerMaker(interpreter: interpreter, actor: .clock, now: turn.moment)
    entry.fill(with: decision, maker, isDetailed: options.isDetailed)
    return entry
  }

  mutating func finish() -> ClockAnswer {
    let held = agenda.heldBack
    answer.held = held.compactMap { heldEntries[$0] }
    for timer in held {
      if let decision = heldDecisions[timer] { options.observe?(decision) }
    }
    return answer
  }
}

extension Interpreter {
  /// The types of records that some timer of another record reads: when one of them changes, all
  /// timers have to be looked at.
  fileprivate var typesThatDistantTimersRead: Set<Int> {
    var types: Set<Int> = []
    for type in definition.recordTypes {
      for transition in type.events.flatMap(\.transitions) {
        guard case .clock(let timer) = transition.occasion else { continue }
        let reads = (timer.formulas + (transition.when?.formulas ?? [])).flatMap(\.program.reads)
        let isLocal = reads.allSatisfy { read in
          read.recordType == type.index
            && type.slot(of: read.member).map { type.fields[$0].type.isPlain } ?? false
        }
        // What a computed field or a relation leads to is not followed: it may be anything.
        if !isLocal { types.formUnion(definition.recordTypes.indices) }
      }
    }
    return types
  }
}

extension Transition {
  /// When the clock fires it.
  fileprivate var timer: WorkflowEngine.Timer? {
    if case .clock(let timer) = occasion { timer } else { nil }
  }
}

extension FieldType {
  /// Whether a value leads to no other record.
  fileprivate var isPlain: Bool {
    switch self {
    case .plain, .choice: true
    case .list(let element): element.isPlain
    case .reference, .entries, .links: false
    }
  }
}
