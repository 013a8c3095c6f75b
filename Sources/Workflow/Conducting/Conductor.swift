import JSONText
public import WorkflowEngine
public import WorkflowStore

/// The one way in: carries out requests and ticks of the clock on a store, step by step.
///
/// Commands, scenarios, simulations and charts all come through here. What is only tried out is
/// done on a store that forgets (`MemoryStore.init(over:_:)`). One task uses a conductor at a time.
public final class Conductor {
  public let store: any RecordStore
  public let interpreter: Interpreter
  public var options = ConductOptions()

  public init(_ store: any RecordStore, limits: InterpreterLimits = InterpreterLimits()) {
    self.store = store
    interpreter = Interpreter(store.definition, limits: limits)
  }

  public var definition: WorkflowDefinition { store.definition }

  /// Does what is asked and says what became of it.
  ///
  /// Each record is a step of its own. Of several records the good ones are done and the others
  /// reported; where none can be done, the whole is blocked with the reasons of the first.
  ///
  /// - Parameter observe: called with every decision, once it was carried out.
  public func perform(
    _ request: WorkflowRequest, observe: (Decision) -> Void = { _ in }
  ) throws -> Answer {
    try perform(request, as: .apply, observe: observe)
  }

  /// Says what would become of a request, on a store that forgets.
  public func dryRun(
    _ request: WorkflowRequest, observe: (Decision) -> Void = { _ in }
  ) throws -> Answer {
    try forgetting { try $0.perform(request, as: .dryRun, observe: observe) }
  }

  /// Runs a body with a conductor whose store forgets everything that is done.
  public func forgetting<Result>(_ body: (Conductor) throws -> Result) throws -> Result {
    try store.read { view in
      let conductor = Conductor(
        MemoryStore(over: self.store, view), limits: self.interpreter.limits)
      conductor.options = self.options
      return try body(conductor)
    }
  }

  package func perform(
    _ request: WorkflowRequest, as purpose: Answer.Purpose, observe: (Decision) -> Void
  ) throws -> Answer {
    let single = request.single
    let ids = single == nil ? try ids(of: request) : []
    let selection: RequestedSelection =
      switch request.target {
      case .new: .one
      case .records, .holding: single == nil ? .list(ids.count) : .one
      case .all: .all
      }
    if var answer = try refusedSelection(of: request, selection, as: purpose) {
      if purpose == .apply { try noteRefusal(of: request, &answer) }
      return answer
    }
    if let single { return try performOne(request, single, as: purpose, observe) }
    return try performMany(request, ids, as: purpose, observe)
  }

  // MARK: One record

  private func performOne(
    _ request: WorkflowRequest, _ target: StepTarget, as purpose: Answer.Purpose,
    _ observe: (Decision) -> Void
  ) throws -> Answer {
    let names = NameBook(request.names)
    var work = StepWork(key: key(of: request, target, isOneOfMany: false))
    work.shown = request.shown
    let decision: Decision
    do {
      decision = try carryOut(work) { snapshot in
        var decision = self.decide(self.stepRequest(request, target, names, snapshot), on: snapshot)
        decision.names = request.names
        decision.answer = self.answer(to: request, as: purpose, decision)
        return decision
      }
    } catch let used as KeyUsed {
      var answer = self.answer(to: request, as: purpose, refusing: used.refusal)
      answer.outcome = .stale
      answer.isWritten = purpose == .apply ? false : nil
      return answer
    }
    observe(decision)
    return answer(to: request, as: purpose, decision, isWritten: purpose == .apply)
  }

  /// The head and what a decision came to.
  func answer(
    to request: WorkflowRequest, as purpose: Answer.Purpose, _ decision: Decision? = nil
  ) -> Answer {
    let type = definition.recordTypes[request.recordType]
    let maker = AnswerMaker(interpreter: interpreter, actor: request.actor, now: request.now)
    var answer = maker.head(purpose, recordType: type, event: type.events[request.event])
    if let decision { maker.fill(&answer, with: decision) }
    return answer
  }

  /// The answer of one step, with what was written.
  private func answer(
    to request: WorkflowRequest, as purpose: Answer.Purpose, _ decision: Decision, isWritten: Bool
  ) -> Answer {
    if let known = decision.repeated {
      return repeated(known, of: decision, to: request, as: purpose, isWritten: isWritten)
    }
    var answer = decision.answer ?? self.answer(to: request, as: purpose, decision)
    if decision.isStale { answer.outcome = .stale }
    answer.isWritten = isWritten ? decision.isDone : nil
    answer.history = decision.lines.map(LinesAnswer.init)
    if decision.pending != nil, isWritten {
      answer.waitsAs = "\(decision.recordType):\(decision.recordID)"
    }
    return answer
  }

  /// The first answer once more: only what was done, or waits, was kept.
  private func repeated(
    _ known: Decision.KnownAnswer, of decision: Decision, to request: WorkflowRequest,
    as purpose: Answer.Purpose, isWritten: Bool
  ) -> Answer {
    var answer = self.answer(to: request, as: purpose)
    answer.record = decision.answer?.record
    answer.isWritten = isWritten ? false : nil
    answer.isRepeated = true
    answer.firstAnswer = .null
    if case .text(let text) = known, !text.isEmpty {
      answer.firstAnswer = .raw(text)
      if text.contains("\"outcome\":\"\(Answer.Outcome.pending.rawValue)\"") {
        answer.outcome = .pending
      }
    }
    return answer
  }

  // MARK: Deciding

  func key(
    of request: WorkflowRequest, _ target: StepTarget, isOneOfMany: Bool
  ) -> RequestKey? {
    guard let key = request.key else { return nil }
    let content = request.canonicalText(of: target, in: definition)
    guard isOneOfMany, case .known(let id) = target else {
      return RequestKey(key: key, content: content)
    }
    let type = definition.recordTypes[request.recordType].name
    return RequestKey(key: "\(key)/\(type):\(id)", content: content)
  }

  func stepRequest(
    _ request: WorkflowRequest, _ target: StepTarget, _ names: NameBook, _ snapshot: Snapshot
  ) -> Request {
    let record: Request.Target =
      switch target {
      case .new(let id): .new(id: id)
      case .known(let id): .record(snapshot.known(type: request.recordType, id: id))
      }
    var result = Request(
      recordType: request.recordType, event: request.event, target: record, inputs: request.inputs,
      edits: request.edits, isConfirmed: request.isConfirmed, actor: request.actor, now: request.now
    )
    if !request.names.isEmpty { result.nameNewRecord = { names.take(for: $0, $1) } }
    return result
  }

  /// Decides one step, and carries nothing out.
  func decide(_ request: Request, on snapshot: Snapshot) -> Decision {
    let outcome = interpreter.step(snapshot, request)
    var decision = Decision(
      request: request, recordType: definition.recordTypes[request.recordType].name,
      recordID: "", outcome: outcome, snapshot: snapshot)
    switch request.target {
    case .record(let record): decision.recordID = snapshot.id(of: record)
    case .new(let id): decision.recordID = id ?? ""
    }
    switch outcome {
    case .allowed(let plan): decision.changeset = snapshot.changeset(of: plan)
    case .pending(let pending): decision.changeset = snapshot.changeset(of: pending.plan)
    case .blocked, .invalid: break
    }
    if let first = (decision.plan ?? decision.pending?.plan)?.steps.first {
      decision.recordID = snapshot.id(of: first.record)
    }
    return decision
  }
}

/// How work on many records goes on.
public struct ConductOptions {
  /// Of many records, how many share a transaction.
  public var stepsPerTransaction = 250
  /// Timers that one tick may fire: one that sets itself again at once would never end.
  public var firings = 100_000
  /// Asked between two steps: whether to stop, with what was done so far.
  public var shouldStop: () -> Bool = { false }
  /// Told after each transaction how many records were looked at, and how many there are.
  public var progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }

  public init() {}
}

extension WorkflowRequest {
  /// The one record it is about; nil where it is about several.
  var single: StepTarget? {
    switch target {
    case .new(let id): .new(id)
    case .records(let ids) where ids.count == 1 && !isList: .known(ids[0])
    case .records, .all, .holding: nil
    }
  }
}
