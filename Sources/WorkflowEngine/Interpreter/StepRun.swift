import CEL

/// One step being decided: scratch memory and the parts of its plan. Reused from step to step.
final class StepRun {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let limits: InterpreterLimits
  let working: WorkingCopy
  let reader: StepReader
  let automatics: Automatics
  /// Whether nothing is looked at once the effects of a step have changed words.
  private let settlesAtOnce: Bool

  /// The request, but for its type and event: `decide` gets these.
  private(set) var request: Request
  var isExplained = false
  var invariants: InvariantChecks
  /// Whether warnings, questions and reminders are left out.
  var isSilent = false
  var steps = WordBuffer<Plan.Step>(capacity: 64)
  /// Whether the step may have left anything behind but steps and changed words.
  private var isDirty = true
  var blockers: [Blocker] = []
  var extras = PlanExtras()
  var cascadeDepth = 0
  var reactions = ReactionProgress()
  var following = Following()
  /// What an effect gives to the inputs of the event that it sends, until these have taken it.
  var carried: [NamedValue] = []
  /// Which event the inputs belong to that formulas see.
  var inputScope = 0
  // What the frames' moment was made of.
  private var momentTime = Int64.min
  private var momentDue: Int64?
  private var momentCause = Cause.asked
  private var momentActor: Actor?
  private var momentApprover: Actor?

  init(definition: WorkflowDefinition, snapshot: Snapshot, limits: InterpreterLimits) {
    self.definition = definition
    self.snapshot = snapshot
    self.limits = limits
    working = WorkingCopy(snapshot: snapshot)
    reader = StepReader(working: working, limits: limits)
    invariants = InvariantChecks(definition: definition)
    automatics = Automatics(definition: definition)
    settlesAtOnce =
      !snapshot.traits.hasReactions && !snapshot.traits.hasUniqueFields && !automatics.isNeeded
      && definition.invariants.isEmpty
    request = Request(
      recordType: 0, event: 0, target: .new(id: nil), actor: Actor(user: ""), now: 0)
  }

  deinit { reader.releaseFrames() }

  /// Decides a request.
  func step(_ request: borrowing Request, explained: Bool) -> Outcome {
    begin(request, explained: explained)
    if request.brings { noteAnswered(request) }
    return decide(recordType: request.recordType, event: request.event)
  }

  @inline(__always)
  private func decide(recordType: Int, event number: Int) -> Outcome {
    let type = snapshot.types[recordType]
    if let events = type.events, request.record >= 0, !request.brings, !isExplained,
      let table = events[number].table
    {
      let record = RecordHandle(raw: request.record)
      if snapshot.headers[Int(record.raw)].presence == .present,
        let way = table.way(from: snapshot.cell(record, table.slot)),
        way._withUnsafeGuaranteedRef(\.isPlain)
      {
        return way._withUnsafeGuaranteedRef { attemptPlain($0, on: record, type: type) }
      }
    }
    return type.type._withUnsafeGuaranteedRef { type in
      type.eventTable[number]._withUnsafeGuaranteedRef { event in decide(type, event) }
    }
  }

  /// The same as `attempt` for a transition of which nothing is asked but guards over words, and
  /// that says nothing: the stages that have nothing to do are left out.
  private func attemptPlain(
    _ transition: Transition, on record: RecordHandle, type: FlatType
  ) -> Outcome {
    let verdict = checkPlain(transition, record: record)
    if verdict.failing | verdict.undecided != 0 {
      leaveClean()
      return .blocked(
        Refusal(reason: .guards(failing: verdict.failing, undecided: verdict.undecided)))
    }
    steps.append(
      Plan.Step(record: record, transition: transition, cause: request.cause, parent: nil))
    if settlesAtOnce, transition.onlyWrites {
      working.note(transition.writes, of: record)
      leaveClean()
      return .allowed(makePlainPlan())
    }
    return carryOutPlain(transition, on: record, type: type)
  }

  @inline(never)
  private func carryOutPlain(
    _ transition: Transition, on record: RecordHandle, type: FlatType
  ) -> Outcome {
    let isDone = reader.blank._withUnsafeGuaranteedRef { frame in
      type.type._withUnsafeGuaranteedRef { type in
        carryOut(transition, on: record, type: type, frame: frame, step: 0)
      }
    }
    return isDone && settle() ? .allowed(makePlan()) : refused()
  }

  @inline(never)
  private func decide(_ type: RecordType, _ event: Event) -> Outcome {
    if request.brings, let invalid = unknownNames(type: type, event: event) {
      return .invalid(invalid)
    }
    switch resolve(type: type, event: event) {
    case .refused(let refusal): return .blocked(refusal)
    case .open(let record):
      return attemptWays(of: event, on: record, type: type, isNew: request.record < 0)
    case .selected(let record, let transition):
      return transition._withUnsafeGuaranteedRef { transition in
        if !transition.readsFrame, !isExplained {
          return reader.blank._withUnsafeGuaranteedRef {
            attempt(transition, on: record, type: type, frame: $0)
          }
        }
        return reader.withFrame(own: record) { frame in
          attempt(transition, on: record, type: type, frame: frame)
        }
      }
    }
  }

  /// Makes the run ready for a step, or for reading records as they are.
  @inline(__always)
  func begin(_ request: borrowing Request, explained: Bool) {
    self.request.takeCircumstances(of: request)
    if !definition.secrets.isEmpty {
      reader.sight = Sight(definition, of: request.approver ?? request.actor)
    }
    isExplained = explained
    working.reset()
    steps.removeAll()
    if isDirty { clear() }
    isDirty = true
    if request.now != momentTime || request.cause != momentCause || request.actor !== momentActor
      || request.brings && (request.due != momentDue || request.approver !== momentApprover)
      || !request.brings && momentApprover != nil
    {
      setMoment()
    }
  }

  @inline(never)
  private func clear() {
    if !blockers.isEmpty { blockers.removeAll() }
    extras.forget()
    reactions.forget()
    cascadeDepth = 0
    carried = []
    inputScope = 0
    if automatics.isNeeded { following.forget() }
    reader.begin()
  }

  /// Says that nothing is left behind that the next step would have to clear.
  // INVARIANT: there are no blockers, messages and records left alone, and no frame is in use.
  @inline(__always)
  func leaveClean() {
    if !snapshot.traits.hasReactions, !automatics.isNeeded { isDirty = false }
  }

  @inline(never)
  private func setMoment() {
    let now = Timestamp(microseconds: request.now)
    reader.setMoment([
      .timestamp(now), .date(definition.timeZone.civilDate(of: now)),
      Value.text(request.actor.user),
      Value.makeList(request.actor.roles.map { Value.text($0) }),
      Value.text(request.cause.rawValue),
      .timestamp(request.due.map(Timestamp.init(microseconds:)) ?? now),
      request.approver.map { Value.text($0.user) } ?? .null,
    ])
    momentApprover = request.approver
    momentTime = request.now
    momentDue = request.due
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
    var missing: Set<String>?
    if request.brings || transition.asksOrCreates {
      missing = prepare(transition, record: record, type: type, frame: frame)
      if working.journal.count > 0, !react() { return refused() }
    }
    let verdict = check(transition, record: record, frame: frame, missing: missing)
    if verdict.failing | verdict.undecided != 0 || !blockers.isEmpty {
      return refuse(transition, verdict: verdict, record: record, type: type, frame: frame)
    }
    if transition.saysSomething {
      return carryOutSaying(transition, on: record, type: type, frame: frame)
    }
    guard carryOut(transition, on: record, type: type, frame: frame, step: 0), settle() else {
      return refused()
    }
    return .allowed(makePlan())
  }

  /// The same for a transition with warnings, reminders, a question or a second person.
  @inline(never)
  private func carryOutSaying(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame
  ) -> Outcome {
    let approval = approvalNeeded(transition, frame: frame)
    guard blockers.isEmpty else { return refused() }
    let sayings =
      isSilent ? [] : [Saying(transition, of: steps[0].record, frame: frame, reader)]
    guard carryOut(transition, on: record, type: type, frame: frame, step: 0), settle() else {
      return refused()
    }
    let outcome = conclude(sayings, record: record)
    return approval.map { awaitingApproval(outcome, transition, $0) } ?? outcome
  }

  /// What comes before the guards: a new record's defaults, inputs and edits; gives the names of
  /// those that are missing.
  @inline(never)
  private func prepare(
    _ transition: Transition, record: RecordHandle, type: RecordType, frame: Frame
  ) -> Set<String> {
    if transition.creates { prepareNewRecord(record, type: type, frame: frame) }
    let missing = takeInputs(transition, record: record, frame: frame, step: 0)
    return missing.union(
      takeEdits(
        besides: [transition], among: [transition], of: transition.event, record: record, type: type
      ))
  }

  /// The new state, the effects, and what follows from both.
  func carryOut(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let place = working.attribute(record, to: step)
    if !transition.movesPlainly {
      if type.chart != nil {
        return moveInChart(transition, on: record, type: type, frame: frame, step: step)
      }
      for region in type.regions { working.write(record, region.slot, 0, step: step) }
    }
    for move in transition.moves {
      working.write(record, at: place, move.slot, move.state, traits: 0, step: step)
    }
    if transition.firedSlot >= 0, let due = request.firedThrough {
      working.write(record, transition.firedSlot, due, step: step)
    }
    for effect in transition.effectTable {
      let isDone = effect._withUnsafeGuaranteedRef { effect in
        if effect.flat.isPlain {
          assignFixed(effect, to: record, at: place, step: step)
          return true
        }
        return carryOut(effect, record: record, type: type, frame: frame, step: step)
      }
      guard isDone else { return false }
    }
    return true
  }

  @inline(never)
  private func moveInChart(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    move([TakenWay(transition: transition, step: step, frame: frame)], record: record, type: type)
  }

  /// Reactions, what follows by itself, references to removed records, uniqueness and invariants.
  @inline(__always)
  func settle() -> Bool {
    settlesAtOnce && working.isPlain ? blockers.isEmpty : settleAll()
  }

  @inline(never)
  private func settleAll() -> Bool {
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

  /// The plan, with what is said and asked for the ways that were taken.
  func conclude(_ sayings: [Saying], record: RecordHandle) -> Outcome {
    var plan = makePlan()
    // Sentences are made once more, which may leave reasons behind.
    isDirty = true
    for saying in sayings {
      saying.finish(on: record, plan: &plan)
      guard blockers.isEmpty else { return refused() }
      if let prompt = plan.prompt, !request.isConfirmed {
        let blocker = Blocker(
          code: .notConfirmed, cause: .questionUnanswered(prompt.text), place: saying.way.place)
        return .blocked(Refusal(blockers: [blocker], prompt: prompt))
      }
    }
    if !reader.said.isEmpty {
      var said = MentionBook()
      said.note(.part(.said), reader.said)
      plan.mentions += said.mentions
    }
    return .allowed(plan)
  }

  /// The steps and changes as a plan, with everything else it carries.
  @inline(__always)
  private func makePlan() -> Plan {
    let plan = makePlainPlan()
    guard working.isPlain, extras.isEmpty else {
      return withRest(plan)
    }
    if reader.isAtRest { leaveClean() }
    return plan
  }

  @inline(never)
  private func withRest(_ plain: Plan) -> Plan {
    var plan = plain
    plan.created = working.created
    plan.removed = working.removed
    plan.messages = extras.messages
    plan.leftAlone = extras.leftAlone
    plan.skipped = extras.skipped
    plan.mentions = extras.mentions.mentions
    return plan
  }

  @inline(__always)
  private func makePlainPlan() -> Plan {
    let contents = snapshot.takeSparePlan() ?? PlanContents()
    contents.movesIndexes = working.movesIndexes
    // The plan gets the lists, and the run those of an earlier plan.
    swap(&contents.steps, &steps)
    steps.removeAll()
    if working.hasMerged {
      working.withChanges { contents.changes.copy($0) }
    } else {
      working.exchangeJournal(for: &contents.changes)
    }
    contents.clearRest()
    return Plan(contents)
  }

  func refused() -> Outcome { .blocked(Refusal(blockers: blockers)) }
}

extension WorkingCopy {
  /// The journal as a plan carries it: lines that came to nothing are left out.
  func withChanges<Result>(_ body: (UnsafeBufferPointer<Plan.Change>) -> Result) -> Result {
    let all = journal.elements
    if all.contains(where: { $0.old == $0.new }) {
      return all.filter { $0.old != $0.new }.withUnsafeBufferPointer(body)
    }
    return body(all)
  }
}
