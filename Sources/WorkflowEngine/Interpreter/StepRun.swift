import CEL

/// One step being decided: scratch memory and the parts of its plan. Reused from step to step.
final class StepRun {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let limits: InterpreterLimits
  let working: WorkingCopy
  let reader: StepReader
  let invariants: DependencyIndex
  let automatics: Automatics
  /// The definition's record types, without counting references.
  let types = WordBuffer<Unmanaged<RecordType>>()

  var request: Request
  var isExplained = false
  let steps = WordBuffer<Plan.Step>(capacity: 64)
  var blockers: [Blocker] = []
  var leftAlone: [Plan.LeftAlone] = []
  var skipped: [Plan.Skipped] = []
  var messages: [Plan.Message] = []
  var cascadeDepth = 0
  var reactionCursor = 0
  var reactionCounts: [ReactionKey: Int] = [:]
  var reactionWrote = false
  /// Events that wait until nothing automatic is left to do, and those that wait for these too.
  var raised: [RaisedEvent] = []
  var raisedLater: [RaisedEvent] = []
  /// Records whose automatic transitions are still to be looked at.
  var unsettled: Set<RecordHandle> = []
  /// The first line of the journal that no automatic transition has seen.
  var settledCursor = 0
  var automaticSteps = 0
  // What the frames' moment was made of.
  private var momentTime = Int64.min
  private var momentCause = Cause.asked
  private var momentActor: Actor?

  struct ReactionKey: Hashable {
    var record: RecordHandle
    var slot: Int
  }

  init(definition: WorkflowDefinition, snapshot: Snapshot, limits: InterpreterLimits) {
    self.definition = definition
    self.snapshot = snapshot
    self.limits = limits
    working = WorkingCopy(snapshot: snapshot)
    reader = StepReader(working: working, limits: limits)
    invariants = DependencyIndex(
      definition: definition,
      formulas: definition.invariants.map { ($0.when?.formulas ?? []) + $0.check.formulas })
    automatics = Automatics(definition: definition)
    for type in definition.recordTypes { types.append(.passUnretained(type)) }
    request = Request(
      recordType: 0, event: 0, target: .new(id: nil), actor: Actor(user: ""), now: 0)
  }

  deinit { reader.releaseFrames() }

  func decide(_ request: Request, explained: Bool) -> Outcome {
    begin(request, explained: explained)
    return types[request.recordType]._withUnsafeGuaranteedRef { type in
      type.eventTable[request.event]._withUnsafeGuaranteedRef { event in decide(type, event) }
    }
  }

  private func decide(_ type: RecordType, _ event: Event) -> Outcome {
    if request.brings, let invalid = unknownNames(type: type, event: event) {
      return .invalid(invalid)
    }
    switch resolve(type: type, event: event) {
    case .refused(let refusal): return .blocked(refusal)
    case .open(let record):
      return attemptWays(of: event, on: record, type: type, isNew: request.record < 0)
    case .selected(let record, let transition):
      return reader.withFrame(own: record) { frame in
        transition._withUnsafeGuaranteedRef { attempt($0, on: record, type: type, frame: frame) }
      }
    }
  }

  /// Makes the run ready for reading records as they are, without a step.
  func begin(_ request: Request, explained: Bool) {
    self.request.become(request)
    isExplained = explained
    working.reset()
    steps.removeAll()
    if !blockers.isEmpty { blockers.removeAll() }
    if !leftAlone.isEmpty { leftAlone.removeAll() }
    if !skipped.isEmpty { skipped.removeAll() }
    if !messages.isEmpty { messages.removeAll() }
    if !reactionCounts.isEmpty { reactionCounts.removeAll() }
    cascadeDepth = 0
    reactionCursor = 0
    if automatics.isNeeded { forgetFollowing() }
    if request.now != momentTime || request.cause != momentCause || request.actor !== momentActor {
      setMoment()
    }
    reader.begin()
  }

  private func forgetFollowing() {
    raised.removeAll()
    raisedLater.removeAll()
    unsettled.removeAll()
    settledCursor = 0
    automaticSteps = 0
  }

  private func setMoment() {
    let now = Timestamp(microseconds: request.now)
    reader.setMoment([
      .timestamp(now), .date(definition.timeZone.civilDate(of: now)),
      Value.text(request.actor.user),
      Value.makeList(request.actor.roles.map { Value.text($0) }),
      Value.text(request.cause.rawValue),
    ])
    momentTime = request.now
    momentCause = request.cause
    momentActor = request.actor
  }

  // MARK: The step

  /// Everything from the inputs to the question, on a record whose state fits.
  func attempt(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame
  ) -> Outcome {
    steps.append(
      Plan.Step(record: record, transition: transition, cause: request.cause, parent: nil))
    if transition.creates { prepareNewRecord(record, type: type, frame: frame) }
    var missing = takeInputs(transition, record: record, type: type, frame: frame)
    if request.brings { missing.formUnion(takeEdits([transition], record: record, type: type)) }
    if working.journal.count > 0, !react() { return refused() }
    let verdict = check(transition, record: record, frame: frame, missing: missing)
    if verdict.failing | verdict.undecided != 0 || !blockers.isEmpty {
      return refuse(transition, verdict: verdict, record: record, type: type, frame: frame)
    }
    let approval = transition.approval == nil ? nil : approvalNeeded(transition, frame: frame)
    guard blockers.isEmpty else { return refused() }
    let said = transition.saysSomething ? sayBefore(transition, frame: frame) : nil
    guard carryOut(transition, on: record, type: type, frame: frame, step: 0), settle() else {
      return refused()
    }
    let outcome = conclude([(transition, frame, said)], record: record)
    return approval.map { awaitingApproval(outcome, transition, $0) } ?? outcome
  }

  /// The new state, the effects, and what follows from both.
  func carryOut(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    working.attribute(record, to: step)
    if type.chart != nil {
      return move(
        [TakenWay(transition: transition, step: step, frame: frame)], record: record, type: type)
    }
    if transition.creates {
      for region in type.regions { working.write(record, region.slot, 0, step: step) }
    }
    for move in transition.moves { working.write(record, move.slot, move.state, step: step) }
    if case .clock(let timer) = transition.trigger, let slot = timer.firedSlot,
      let due = request.due
    {
      working.write(record, slot, due, step: step)
    }
    for effect in transition.effectTable {
      let isDone = effect._withUnsafeGuaranteedRef {
        perform($0, record: record, type: type, frame: frame, step: step)
      }
      guard isDone else { return false }
    }
    return true
  }

  /// Reactions, what follows by itself, references to removed records, uniqueness and invariants.
  func settle() -> Bool {
    var released = 0
    repeat {
      released = working.removed.count
      if released > 0, !releaseReferences() { return false }
      if !complete() { return false }
    } while working.removed.count > released
    if !working.created.isEmpty { checkRequiredFields() }
    checkUniqueness(assumingNew: nil)
    checkInvariants()
    return blockers.isEmpty
  }

  /// The plan, with what is said and asked for each of the ways that were taken.
  func conclude(
    _ ways: [(transition: Transition, frame: Frame, said: SaidBefore?)], record: RecordHandle
  ) -> Outcome {
    var plan = working.withChanges { Plan(steps: steps, changes: $0) }
    if !working.created.isEmpty { plan.created = working.created }
    if !working.removed.isEmpty { plan.removed = working.removed }
    if !messages.isEmpty { plan.messages = messages }
    if !leftAlone.isEmpty { plan.leftAlone = leftAlone }
    if !skipped.isEmpty { plan.skipped = skipped }
    for (transition, frame, said) in ways {
      guard let said else { continue }
      finishSaying(transition, record: record, frame: frame, said: said, plan: &plan)
      guard blockers.isEmpty else { return refused() }
      if let prompt = plan.prompt, !request.isConfirmed {
        let blocker = Blocker(
          code: .notConfirmed, sentence: "The question is not answered: \(prompt.text)",
          place: transition.place)
        return .blocked(Refusal(blockers: [blocker], prompt: prompt))
      }
    }
    return .allowed(plan)
  }

  func refused() -> Outcome { .blocked(Refusal(blockers: blockers)) }
}

extension WorkingCopy {
  /// The journal as a plan carries it: lines that came to nothing are left out.
  func withChanges<Result>(_ body: (UnsafeBufferPointer<Plan.Change>) -> Result) -> Result {
    let all = UnsafeBufferPointer(start: journal.base, count: journal.count)
    if hasMerged, all.contains(where: { $0.old == $0.new }) {
      return all.filter { $0.old != $0.new }.withUnsafeBufferPointer(body)
    }
    return body(all)
  }
}
