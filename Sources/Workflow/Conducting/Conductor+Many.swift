import CEL
import WorkflowEngine
import WorkflowStore

/// Requests about several records, or about all.
extension Conductor {
  /// How many ids are fetched at a time.
  private static let page = 10_000

  func performMany(
    _ request: WorkflowRequest, _ ids: [String], as purpose: Answer.Purpose,
    _ observe: (Decision) -> Void
  ) throws -> Answer {
    var account = ManyAccount(request, total: ids.count)
    let names = NameBook(request.names)
    let maker = AnswerMaker(interpreter: interpreter, actor: request.actor, now: request.now)
    var next = 0
    let batches = BulkOptions(stepsPerTransaction: options.stepsPerTransaction) { _ in
      self.options.progress(next, ids.count)
    }
    let bulk = try store.bulk(batches) { writer in
      guard next < ids.count, !self.options.shouldStop() else { return .finished }
      let target = StepTarget.known(ids[next])
      let work = StepWork(key: self.key(of: request, target, isOneOfMany: true))
      do {
        let decision = try self.carryOut(work, writer) { snapshot in
          var decision = self.decide(
            self.stepRequest(request, target, names, snapshot), on: snapshot)
          decision.names = request.names
          if decision.prompt != nil, account.asked.wantsName {
            decision.name = account.name(decision, maker)
          }
          return decision
        }
        if !decision.isRepeated, decision.isDone || decision.pending != nil { names.settle() }
        account.note(decision, maker)
        observe(decision)
      } catch let used as KeyUsed {
        account.note(ids[next], used.refusal)
      }
      next += 1
      return next < ids.count ? .more : .finished
    }
    account.takeBack(bulk.takenBack)
    let event = definition.recordTypes[request.recordType].events[request.event]
    var answer = self.answer(to: request, as: purpose)
    account.fill(&answer, isStopped: options.shouldStop() && next < ids.count)
    answer.question = account.asked.result
    answer.counts?.erased = event.erases ? account.erased : nil
    answer.isWritten = purpose == .apply && bulk.committed > 0
    answer.failure = bulk.failure.map(FailureAnswer.init)
    if answer.counts?.done == 0, let refusal = wholeRefusal(account, request) {
      answer.refusal = maker.refusal(refusal, in: account.firstRefused)
    } else if case .all = request.target, answer.outcome != .pending {
      // What cannot be done with some of all is reported, and stands in nobody's way.
      answer.outcome = .allowed
    }
    return answer
  }

  /// What makes the whole blocked where nothing was done.
  ///
  /// All records at once are allowed even where a guard blocks each of them; what the request
  /// itself lacks (a role, an input, an answer to the question) is no matter of a record.
  private func wholeRefusal(_ account: ManyAccount, _ request: WorkflowRequest) -> Refusal? {
    guard case .all = request.target else { return account.refusals.first }
    return account.refusals.first { !$0.isAboutTheRecord }
  }

  // MARK: Which records

  func ids(of request: WorkflowRequest) throws -> [String] {
    switch request.target {
    case .new: return []
    case .records(let ids): return ids.onlyFirst
    case .all: return try everyID(request)
    case .holding(let condition, _):
      try RecordCondition.check(condition, for: request.actor, in: definition)
      return try store.read { view in
        view.snapshot.all(type: request.recordType).filter { record in
          self.interpreter.holds(
            condition, view.snapshot, record, actor: request.actor, now: request.now) == .yes
        }.map { view.snapshot.id(of: $0) }
      }
    }
  }

  /// The records in a state that the event starts from.
  private func everyID(_ request: WorkflowRequest) throws -> [String] {
    let starts = interpreter.startingStates(recordType: request.recordType, event: request.event)
    guard let starts, starts.count != 1 || starts[0].count != 1 else {
      return try pagedIDs(definition.recordTypes[request.recordType], in: starts?.first?.first)
    }
    return try store.read { view in
      self.interpreter.everyTarget(
        view.snapshot, recordType: request.recordType, event: request.event
      ).map { view.snapshot.id(of: $0) }
    }
  }

  private func pagedIDs(_ type: RecordType, in states: StateTest?) throws -> [String] {
    var ids: [String] = []
    while true {
      let page = try store.ids(of: type, in: states, after: ids.last, limit: Self.page)
      ids += page
      if page.count < Self.page { return ids }
    }
  }

  // MARK: How many at once

  /// The answer where so many records cannot be asked for at once, or where a name or a record does
  /// not exist.
  func refusedSelection(
    of request: WorkflowRequest, _ selection: RequestedSelection, as purpose: Answer.Purpose
  ) throws -> Answer? {
    try store.read { view in
      if !request.isAboutOne,
        let answer = self.invalid(request, as: purpose, view.snapshot)
      {
        return answer
      }
      let blocker =
        self.interpreter.selectionBlocker(
          view.snapshot, recordType: request.recordType, event: request.event,
          selection: selection, actor: request.actor, now: request.now)
        ?? (selection == .all
          ? self.interpreter.unsupportedBlocker(
            view.snapshot, recordType: request.recordType, event: request.event,
            actor: request.actor, now: request.now) : nil)
      guard let blocker else { return nil }
      if let answer = self.firstMistake(in: request, as: purpose, view.snapshot) { return answer }
      return self.answer(to: request, as: purpose, refusing: Refusal(blockers: [blocker]))
    }
  }

  /// Names that do not exist, and records that are not there, come before what the selection says.
  private func firstMistake(
    in request: WorkflowRequest, as purpose: Answer.Purpose, _ snapshot: Snapshot
  ) -> Answer? {
    if let answer = invalid(request, as: purpose, snapshot) { return answer }
    guard case .records(let ids) = request.target else { return nil }
    for id in ids {
      let part = decide(stepRequest(request, .known(id), NameBook([]), snapshot), on: snapshot)
      if let refusal = part.refusal, refusal.isAboutPresence {
        return answer(to: request, as: purpose, part)
      }
    }
    return nil
  }

  /// The answer where the request speaks of what does not exist.
  private func invalid(
    _ request: WorkflowRequest, as purpose: Answer.Purpose, _ snapshot: Snapshot
  ) -> Answer? {
    let probe = stepRequest(request, .new(nil), NameBook([]), snapshot)
    guard case .invalid = interpreter.step(snapshot, probe, explained: false) else { return nil }
    var answer = self.answer(to: request, as: purpose, decide(probe, on: snapshot))
    answer.record = nil
    return answer
  }

  func answer(
    to request: WorkflowRequest, as purpose: Answer.Purpose, refusing refusal: Refusal
  ) -> Answer {
    var answer = self.answer(to: request, as: purpose)
    answer.outcome = .blocked
    answer.refusal = AnswerMaker(interpreter: interpreter, actor: request.actor, now: request.now)
      .refusal(refusal, in: nil)
    return answer
  }

  /// Leaves a line about a request that was refused as a whole.
  func noteRefusal(of request: WorkflowRequest, _ answer: inout Answer) throws {
    answer.isWritten = false
    guard answer.outcome == .blocked, answer.record == nil else { return }
    let type = definition.recordTypes[request.recordType]
    try store.recordRefusal(
      answer.refusal?.blockedBy ?? [],
      of: Attempt(
        actor: request.actor, at: request.now, event: type.events[request.event].name,
        recordType: type.name, recordID: nil))
  }
}

extension [String] {
  /// Each text once.
  var onlyFirst: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Event {
  /// Whether it takes records away for good.
  fileprivate var erases: Bool { transitions.contains { $0.effects.contains(where: \.erases) } }
}

extension Effect {
  fileprivate var erases: Bool {
    let parts = kind.parts
    return parts.erases || parts.inner.contains(where: \.erases)
  }
}

/// What became of many records so far.
private struct ManyAccount {
  private(set) var results: [ResultAnswer] = []
  private(set) var refusals: [Refusal] = []
  private(set) var asked = ManyQuestionMaker()
  /// How many records each result has erased.
  private var erasures: [String: Int] = [:]
  var erased: Int { results.reduce(0) { $0 + erasures[$1.id, default: 0] } }
  /// The records that the first refusal speaks of.
  private(set) var firstRefused: Snapshot?
  private let total: Int
  private let recordType: Int

  init(_ request: WorkflowRequest, total: Int) {
    self.total = total
    recordType = request.recordType
    results.reserveCapacity(total)
  }

  mutating func note(_ decision: Decision, _ maker: AnswerMaker) {
    let id = decision.recordID
    if decision.isRepeated { return results.append(ResultAnswer(id: id, outcome: .repeated)) }
    asked.note(decision, maker)
    switch decision.outcome {
    case .allowed(let plan):
      let erased = plan.removed.count(where: \.isErased)
      if erased > 0 { erasures[id] = erased }
      results.append(
        ResultAnswer(id: id, outcome: .allowed, records: plan.changedRecords.count))
    case .pending: results.append(ResultAnswer(id: id, outcome: .pending))
    case .blocked(let refusal):
      if refusals.isEmpty { firstRefused = decision.snapshot }
      refusals.append(refusal)
      results.append(
        ResultAnswer(id: id, outcome: .blocked, name: name(decision, maker), refusal: refusal))
    case .invalid(let invalid):
      let blocker = Blocker(code: .inputInvalid, cause: .invalid(invalid))
      results.append(
        ResultAnswer(id: id, outcome: .blocked, name: id, refusal: Refusal(blockers: [blocker])))
    }
  }

  mutating func note(_ id: String, _ refusal: Refusal) {
    refusals.append(refusal)
    results.append(ResultAnswer(id: id, outcome: .blocked, name: id, refusal: refusal))
  }

  func name(_ decision: Decision, _ maker: AnswerMaker) -> String {
    let snapshot = decision.snapshot
    let record = snapshot.known(type: recordType, id: decision.recordID)
    return snapshot.presence(of: record) == .present
      ? maker.name(of: record, in: snapshot) : "\(decision.recordType) \(decision.recordID)"
  }

  /// The last ones were taken back with the transaction that failed.
  mutating func takeBack(_ count: Int) { results.removeLast(min(count, results.count)) }

  func fill(_ answer: inout Answer, isStopped: Bool) {
    func count(_ outcome: ResultAnswer.Outcome) -> Int { results.count { $0.outcome == outcome } }
    let (blocked, pending) = (count(.blocked), count(.pending))
    answer.counts = Counts(
      asked: total, done: results.count - blocked - pending, blocked: blocked,
      repeated: count(.repeated), pending: pending)
    answer.isInterrupted = isStopped
    answer.results = results
    if blocked == 0 {
      answer.outcome = pending == 0 ? .allowed : .pending
    } else {
      answer.outcome = blocked == results.count ? .blocked : .partlyBlocked
    }
  }
}
