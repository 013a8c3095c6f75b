import CEL
import Diagnostics
import JSONText
import WorkflowEngine
import WorkflowStore

/// A step of many records: each is decided on its own, and the good ones are done.
struct BulkStep {
  let question: StepQuestion
  let targets: StepTargets
  let store: any RecordStore
  let report: Report
  private let decider: StepDecider

  /// How many ids are fetched at a time.
  private static let page = 10_000

  init(question: StepQuestion, targets: StepTargets, store: any RecordStore, report: Report) {
    self.question = question
    self.targets = targets
    self.store = store
    self.report = report
    decider = StepDecider(question)
  }

  // MARK: Looking

  func dryRun() throws -> ExitStatus {
    let ids = try ids()
    if let status = try refusedSelection(count: ids.count, isWritten: nil) { return status }
    let results = try store.read { view in
      try ids.map { id in
        let target = view.snapshot.known(type: question.type.index, id: id)
        return try result(
          decider.outcome(.record(target), isConfirmed: true, in: view.snapshot), id: id,
          in: view.snapshot)
      }
    }
    return try BulkAnswer(question: question, results: results, isDryRun: true)
      .give(report, head: decider.questionHead)
  }

  // MARK: Doing

  /// - Parameter batch: how many records share a transaction.
  func apply(isConfirmed: Bool, requestID: String?, batch: Int) throws -> ExitStatus {
    let ids = try ids()
    if let status = try refusedSelection(count: ids.count, isWritten: false) { return status }
    var results: [BulkResult] = []
    results.reserveCapacity(ids.count)
    let progress = Progress(report: report, total: ids.count)
    var next = 0
    let bulk = try Interruption.deferred {
      try store.bulk(BulkOptions(stepsPerTransaction: batch) { _ in progress.show(next) }) {
        writer in
        guard next < ids.count, !Interruption.wasAsked else { return .finished }
        results.append(
          try carryOut(ids[next], isConfirmed: isConfirmed, requestID: requestID, writer))
        next += 1
        return next < ids.count ? .more : .finished
      }
    }
    progress.end()
    results.removeLast(min(bulk.takenBack, results.count))
    return try BulkAnswer(
      question: question, results: results, isDryRun: false, total: ids.count,
      isInterrupted: Interruption.wasAsked && results.count < ids.count, failure: bulk.failure
    ).give(report, head: decider.questionHead)
  }

  private func carryOut(
    _ id: String, isConfirmed: Bool, requestID: String?, _ writer: BulkWriter
  ) throws -> BulkResult {
    var key: RequestKey?
    if let requestID {
      let wanted = RequestKey(
        key: "\(requestID)/\(question.type.name):\(id)",
        content: question.canonicalText(of: .known(id)))
      switch try store.knownRequest(wanted) {
      case .answered: return BulkResult(id: id, verdict: .repeated)
      case .different:
        throw CommandFailure(
          .stale, "the request id '\(requestID)' was used for another request already",
          hints: ["take a new id for a new request"])
      case .new: key = wanted
      }
    }
    let snapshot = writer.snapshot
    let target = snapshot.known(type: question.type.index, id: id)
    let outcome = decider.outcome(.record(target), isConfirmed: isConfirmed, in: snapshot)
    let result = try result(outcome, id: id, in: snapshot)
    let attempt = Attempt(
      actor: question.actor, at: question.at, event: question.event.name,
      recordType: question.type.name, recordID: id, request: key)
    switch outcome {
    case .allowed(let plan): try writer.write(plan, as: attempt)
    case .pending(let pending):
      let request = PendingRequest(
        name: PendingRequest.Name(
          recordType: question.type.name, event: question.event.name, recordID: id),
        creates: false, inputs: question.inputs, edits: question.edits, isConfirmed: isConfirmed,
        actor: question.actor, at: question.at, sentence: pending.sentence)
      if case .waiting(let other) = try writer.keep(request, hasOwnID: true, as: attempt) {
        try writer.refuse(other.alreadyPending.names, of: attempt)
        return try self.result(.blocked(other.alreadyPending), id: id, in: snapshot)
      }
    case .blocked(let refusal): try writer.refuse(refusal.names, of: attempt)
    case .invalid: break
    }
    return result
  }

  // MARK: The records

  private func ids() throws -> [String] {
    switch targets {
    case .new, .all: return try everyID()
    case .one(let id): return [id]
    case .several(let ids): return ids
    case .holding(let text):
      let condition = try RecordCondition.compile(text, of: question.type, in: question.definition)
      return try store.read { view in
        view.snapshot.all(type: question.type.index).filter { record in
          decider.interpreter.holds(
            condition, view.snapshot, record, actor: question.actor, now: question.at) == .yes
        }.map { view.snapshot.id(of: $0) }
      }
    }
  }

  /// The records in a state that the event starts from.
  private func everyID() throws -> [String] {
    let starts = decider.interpreter.startingStates(
      recordType: question.type.index, event: question.event.index)
    guard let starts, starts.count != 1 || starts[0].count != 1 else {
      return try pagedIDs(in: starts?.first?.first)
    }
    return try store.read { view in
      decider.interpreter.everyTarget(
        view.snapshot, recordType: question.type.index, event: question.event.index
      ).map { view.snapshot.id(of: $0) }
    }
  }

  private func pagedIDs(in states: StateTest?) throws -> [String] {
    var ids: [String] = []
    while true {
      let page = try store.ids(of: question.type, in: states, after: ids.last, limit: Self.page)
      ids += page
      if page.count < Self.page { return ids }
    }
  }

  // MARK: Answers

  private func result(_ outcome: Outcome, id: String, in snapshot: Snapshot) throws -> BulkResult {
    switch outcome {
    case .allowed(let plan):
      return BulkResult(id: id, verdict: .done(changes: plan.changedRecords.count))
    case .pending: return BulkResult(id: id, verdict: .pending)
    case .blocked(let refusal):
      let record = snapshot.known(type: question.type.index, id: id)
      let isThere = snapshot.presence(of: record) == .present
      return BulkResult(
        id: id,
        verdict: .blocked(
          name: isThere
            ? decider.name(of: record, in: snapshot) : "\(question.type.name) \(id)",
          reasons: refusal.blockers.map {
            BulkResult.Reason(name: $0.reportedName, sentence: $0.sentence)
          }))
    case .invalid(let request):
      throw CommandFailure.unknown(
        request.message, meant: suggestion(for: request.name, among: request.candidates),
        known: request.candidates)
    }
  }

  /// The answer where so many records cannot be asked for at once.
  private func refusedSelection(count: Int, isWritten: Bool?) throws -> ExitStatus? {
    let selection: RequestedSelection =
      switch targets {
      case .all: .all
      case .new, .one, .several, .holding: .list(count)
      }
    guard let blocker = decider.selectionBlocker(selection) else { return nil }
    let refusal = Refusal(blockers: [blocker])
    let screen = RefusalScreen(
      subject: counted(count, question.type.name), event: question.event.name, refusal: refusal,
      guardCount: nil, footer: question.moment.text, name: { _ in "" }, tint: report.tint)
    try report.print(screen.text)
    let json = OutcomeJSON(words: ValueWords(definition: question.definition)) { _ in ("", "") }
    var members: [(String, JSON)] = [("command", .string(isWritten == nil ? "dry-run" : "apply"))]
    members += decider.questionHead + [("outcome", .string("blocked"))] + json.refusal(refusal)
    if let isWritten {
      members.append(("written", .boolean(isWritten)))
      let attempt = Attempt(
        actor: question.actor, at: question.at, event: question.event.name,
        recordType: question.type.name, recordID: nil)
      try store.recordRefusal(refusal.names, of: attempt)
    }
    try report.printMachine(members)
    return .blocked
  }
}
