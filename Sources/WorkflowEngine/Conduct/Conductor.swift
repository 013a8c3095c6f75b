/// Carries out commands and ticks of the clock, step by step: the same for a store and a scenario.
public struct Conductor<Place: Ground> {
  public let interpreter: Interpreter
  public let ground: Place

  public init(_ interpreter: Interpreter, on ground: Place) {
    self.interpreter = interpreter
    self.ground = ground
  }

  /// Does what is asked and says what became of it.
  ///
  /// Each record is a step of its own. Of a list the good ones are done and the others reported;
  /// where none can be done, the whole is blocked with the reasons of the first. All records at
  /// once are allowed even where a guard blocks each of them.
  public func ask(_ command: Command) throws(Place.Failure) -> Answer {
    let names = NameBook(command.names)
    switch command.target {
    case .new(let id):
      return conclude([try decide(command, target: .new(id), names)], of: command)
    case .one, .several:
      if let answer = try refusedSelection(of: command) { return answer }
      var parts: [Decision] = []
      for id in command.ids { parts.append(try decide(command, target: .known(id), names)) }
      return conclude(parts, of: command)
    case .all:
      if let answer = try refusedSelection(of: command) { return answer }
      let ids = try ground.read { snapshot in
        interpreter.everyTarget(snapshot, recordType: command.recordType, event: command.event)
          .map { snapshot.id(of: $0) }
      }
      var parts: [Decision] = []
      for id in ids { parts.append(try decide(command, target: .known(id), names)) }
      return concludeAll(parts, of: command)
    }
  }

  // MARK: One step

  enum StepTarget {
    case new(String?)
    case known(String)
  }

  private func decide(
    _ command: Command, target: StepTarget, _ names: NameBook
  ) throws(Place.Failure) -> Decision {
    try ground.carryOut { snapshot in
      var decision = decision(on: snapshot, request(command, target: target, names, snapshot))
      decision.names = command.names
      return decision
    }
  }

  private func request(
    _ command: Command, target: StepTarget, _ names: NameBook, _ snapshot: Snapshot
  ) -> Request {
    let record: Request.Target =
      switch target {
      case .new(let id): .new(id: id)
      case .known(let id): .record(snapshot.known(type: command.recordType, id: id))
      }
    var request = Request(
      recordType: command.recordType, event: command.event, target: record, inputs: command.inputs,
      edits: command.edits, isConfirmed: command.isConfirmed, actor: command.actor, now: command.now
    )
    if !command.names.isEmpty { request.nameNewRecord = { names.take(for: $0, $1) } }
    return request
  }

  /// Decides one request, and carries nothing out.
  public func decide(_ request: Request, on snapshot: Snapshot) -> Decision {
    decision(on: snapshot, request)
  }

  func decision(on snapshot: Snapshot, _ request: Request) -> Decision {
    let outcome = interpreter.step(snapshot, request)
    var decision = Decision(
      request: request, recordType: interpreter.definition.recordTypes[request.recordType].name,
      recordID: "", outcome: outcome, changeset: nil, snapshot: snapshot)
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

  // MARK: The whole

  /// The answer where so many records cannot be asked for at once, or a name does not exist.
  private func refusedSelection(of command: Command) throws(Place.Failure) -> Answer? {
    let selection: RequestedSelection =
      switch command.target {
      case .new, .one: .one
      case .several: .list(command.ids.count)
      case .all: .all
      }
    let blocker = interpreter.selectionBlocker(
      recordType: command.recordType, event: command.event, selection: selection)
    if blocker == nil, command.target != .all { return nil }
    // A step that is decided and not carried out: names that do not exist, and records that are not
    // there, come before what the selection says.
    return try ground.read { snapshot in
      let names = NameBook([])
      let probe = interpreter.step(
        snapshot, request(command, target: .new(nil), names, snapshot), explained: false)
      if case .invalid(let invalid) = probe { return Answer(verdict: .invalid, invalid: invalid) }
      for id in command.ids {
        let part = decision(on: snapshot, request(command, target: .known(id), names, snapshot))
        if let refusal = part.refusal, refusal.isAboutPresence {
          return Answer(verdict: .blocked, parts: [part], refusal: refusal)
        }
      }
      return blocker.map(Answer.blocked)
    }
  }

  private func conclude(_ parts: [Decision], of command: Command) -> Answer {
    if parts.contains(where: \.isDone) { return Answer(verdict: .allowed, parts: parts) }
    if parts.contains(where: { $0.pending != nil }) {
      return Answer(verdict: .pending, parts: parts)
    }
    guard let first = parts.first else { return Answer(verdict: .allowed) }
    switch first.outcome {
    case .allowed, .pending: return Answer(verdict: .allowed, parts: parts)
    case .blocked(let refusal): return Answer(verdict: .blocked, parts: parts, refusal: refusal)
    case .invalid(let invalid): return Answer(verdict: .invalid, parts: parts, invalid: invalid)
    }
  }

  private func concludeAll(_ parts: [Decision], of command: Command) -> Answer {
    if parts.isEmpty, let unsupported = unsupported(command) { return .blocked(unsupported) }
    if parts.contains(where: \.isDone) { return Answer(verdict: .allowed, parts: parts) }
    if parts.contains(where: { $0.pending != nil }) {
      return Answer(verdict: .pending, parts: parts)
    }
    // What the request itself lacks (a role, an input, an answer to the question) is no matter of a
    // record.
    let refusal = parts.lazy.compactMap(\.refusal).first { !$0.isAboutTheRecord }
    if let refusal { return Answer(verdict: .blocked, parts: parts, refusal: refusal) }
    return Answer(verdict: .allowed, parts: parts)
  }

  /// With no record to ask it of, an operation that does not exist is still one that does not
  /// exist.
  private func unsupported(_ command: Command) -> Blocker? {
    let transitions = interpreter.definition.recordTypes[command.recordType].events[command.event]
      .transitions
    guard let transition = transitions.first(where: { $0.notSupported != nil }) else { return nil }
    return Blocker(
      code: .notSupported, cause: .said(transition.notSupported?.template ?? ""),
      place: transition.place)
  }
}

extension Refusal {
  /// Whether the record is not there.
  var isAboutPresence: Bool { blockers.first?.code.subject == .presence }

  /// Whether every reason lies in the record, so that another record could have none.
  var isAboutTheRecord: Bool { blockers.allSatisfy { $0.code.subject == .record } }
}
