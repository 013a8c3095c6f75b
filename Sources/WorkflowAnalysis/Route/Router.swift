import CEL
package import Workflow
package import WorkflowEngine
package import WorkflowStore

/// Looks for the shortest list of operations from the records as they are to a goal.
package struct Router {
  package enum Goal {
    /// A condition over a record.
    case holds(Condition, type: RecordType, id: String)
    /// What is asked for can be done.
    case done(WorkflowRequest)
  }

  private let conductor: Conductor
  private let table: WriterTable
  private let sinks: SinkTable
  /// Whether what cannot be taken back may be part of a route.
  package var allowsIrreversible = false
  /// How long it may take, in seconds.
  package var seconds = 10.0
  /// How many words may be read: the same on every machine, whatever its load.
  package var maximumReads = 3_000_000
  package var isInterrupted: () -> Bool = { false }
  /// Whether to look for what stands in the way where there is none; it takes as long again.
  package var wantsObstacles = true
  /// Whether a record that is where the event would bring it is not led away and back.
  package var leavesReached = false

  package init(_ conductor: Conductor) {
    self.conductor = conductor
    table = WriterTable(conductor.definition)
    sinks = SinkTable(conductor.definition)
  }

  /// - Throws: `AbsentRecord` where the record is not there, `StoreError` where the store cannot be
  ///   read.
  package func route(to goal: Goal, by actor: Actor, at now: Int64) throws -> RouteFinding {
    try conductor.store.read { view in
      let target: RouteSearch.Goal
      var formulas: [Formula] = []
      switch goal {
      case .holds(let condition, let type, let id):
        formulas = condition.formulas
        target = .holds(condition, try view.snapshot.present(type, id))
      case .done(let request):
        let step = request.step(on: view.snapshot)
        if let hopeless = hopeless(step, view.snapshot, actor, now) { return .none(hopeless) }
        if leavesReached, isThere(step, view.snapshot) { return .holdsAlready }
        target = .done(step)
      }
      let world = RouteWorld(view, Interpreter(conductor.definition), now: now)
      var search = RouteSearch(world, to: target, table, sinks, by: actor, formulas: formulas)
      search.maximumReads = maximumReads
      search.deadline = ContinuousClock.now + .seconds(seconds)
      search.isInterrupted = isInterrupted
      guard let route = try search.run(isAccepted: { try leads($0, to: goal, actor) }) else {
        let extent: NoRoute.Extent =
          search.isCut ? .limit : search.isSampled ? .valuesTried : .everything
        return .none(
          NoRoute(
            extent: extent, situations: search.situations,
            obstacles: wantsObstacles ? search.obstacles() : []))
      }
      if route.steps.isEmpty { return .holdsAlready }
      return route.isIrreversible && !allowsIrreversible ? .onlyIrreversible(route) : .found(route)
    }
  }

  /// Whether the record is where the event would bring it.
  private func isThere(_ request: Request, _ snapshot: Snapshot) -> Bool {
    guard case .record(let record) = request.target else { return false }
    let event = conductor.definition.recordTypes[request.recordType].events[request.event]
    return event.transitions.allSatisfy { way in
      !way.to.isEmpty
        && way.to.allSatisfy { snapshot.peek(record, slot: $0.slot) == $0.state }
    }
  }

  /// Why a request can never be carried out as it is, whatever happens before.
  private func hopeless(
    _ request: Request, _ snapshot: Snapshot, _ actor: Actor, _ now: Int64
  ) -> NoRoute? {
    let interpreter = Interpreter(conductor.definition)
    let codes: Set<BlockCode> = [
      .inputInvalid, .notSupported, .selectionNotAllowed, .unknownRecord, .erased,
    ]
    guard case .blocked(let refusal) = interpreter.step(snapshot, request) else { return nil }
    let blockers = refusal.blockers.filter { codes.contains($0.code) }
    guard !blockers.isEmpty else { return nil }
    let type = conductor.definition.recordTypes[request.recordType]
    var name = "new \(type.name)"
    if case .record(let record) = request.target {
      name = interpreter.name(snapshot, of: record, actor: actor, now: now)
    }
    return NoRoute(
      extent: .everything, situations: 1,
      obstacles: [
        NoRoute.Obstacle(
          event: "\(type.name).\(type.events[request.event].name)", record: name,
          blockers: blockers)
      ])
  }

  /// Whether a route gets there when its steps are carried out one by one, as anybody would.
  package func leads(_ route: Route, to goal: Goal, _ actor: Actor) throws -> Bool {
    try conductor.forgetting { conductor in
      var last: Int64?
      for step in route.steps {
        last = step.at
        guard try conductor.carryOut(step) else { return false }
      }
      switch goal {
      case .done: return true
      case .holds(let condition, let type, let id):
        return try conductor.store.read { view in
          let record = try view.snapshot.present(type, id)
          return conductor.interpreter.holds(
            condition, view.snapshot, record, actor: actor, now: last ?? 0) == .yes
        }
      }
    }
  }
}

extension Conductor {
  /// Carries one step of a route out; false where it is refused.
  package func carryOut(_ step: Route.Step) throws -> Bool {
    guard step.kind == .ask else {
      _ = try tick(at: step.at)
      return true
    }
    let request = WorkflowRequest(
      recordType: step.recordType, event: step.event,
      target: step.isNew ? .new(id: step.recordID) : .one(step.recordID), inputs: step.inputs,
      edits: step.edits, isConfirmed: true, actor: step.actor, now: step.at)
    let answer = try perform(request)
    switch answer.outcome {
    case .allowed: return true
    case .pending:
      let type = definition.recordTypes[step.recordType]
      let name = PendingRequest.Name(
        recordType: type.name, event: type.events[step.event].name, recordID: step.recordID)
      for person in step.approvers {
        let answer = try approve(name, by: person, at: step.at)
        if answer.outcome != .pending { return answer.outcome == .allowed }
      }
      return false
    case .blocked, .partlyBlocked, .invalid, .stale: return false
    }
  }
}

extension WorkflowRequest {
  /// The request of its first record, as it is decided.
  fileprivate func step(on snapshot: Snapshot) -> Request {
    let target: Request.Target =
      switch self.target {
      case .new(let id): .new(id: id)
      case .records(let ids): .record(snapshot.known(type: recordType, id: ids.first ?? ""))
      case .all, .holding: .new(id: nil)
      }
    return Request(
      recordType: recordType, event: event, target: target, inputs: inputs, edits: edits,
      isConfirmed: true, actor: actor, now: now)
  }
}
