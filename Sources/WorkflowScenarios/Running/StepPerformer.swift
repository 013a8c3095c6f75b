import CEL
import Workflow
import WorkflowEngine
import WorkflowStore

/// Carries out the steps of one scenario on its records.
struct StepPerformer {
  let world: World

  func perform(_ step: ScenarioStep) -> Observation {
    let former = world.now
    let before = former.image()
    var observation = observe(step)
    observation.former = former
    observation.changed = world.now.image().differences(from: before)
    return observation
  }

  private func observe(_ step: ScenarioStep) -> Observation {
    do {
      return try tryToObserve(step)
    } catch {
      preconditionFailure("a store in memory failed: \(error)")
    }
  }

  private func tryToObserve(_ step: ScenarioStep) throws -> Observation {
    switch step.action {
    case .ask(let request): return try step.isDryRun ? dryRun(request) : ask(request)
    case .unknownEvent(let invalid):
      var observation = Observation(.invalid, time: step.at)
      observation.invalid = InvalidAnswer(invalid)
      return observation
    case .tick(let names): return try tick(step, names)
    case .approve(let name, let seen):
      var decisions: [Decision] = []
      let answer = try world.conductor.approve(
        name, by: step.actor, at: step.at, seen: seen ? .present : nil
      ) { decisions.append($0) }
      return account(for: Observation(answer, decisions, time: step.at))
    case .reject(let name):
      let answer = try world.conductor.reject(name, by: step.actor, at: step.at)
      return Observation(answer, [], time: step.at)
    case .withdraw(let name):
      let answer = try world.conductor.withdraw(name, by: step.actor, at: step.at)
      return Observation(answer, [], time: step.at)
    case .view(let record): return view(record, step)
    case .list(let type, let list, let parent): return self.list(type, list, of: parent, step)
    }
  }

  // MARK: Events

  private func ask(_ request: WorkflowRequest) throws -> Observation {
    var decisions: [Decision] = []
    let answer = try world.conductor.perform(request) { decisions.append($0) }
    return account(for: Observation(answer, decisions, time: request.now))
  }

  /// The same on a store that forgets.
  private func dryRun(_ request: WorkflowRequest) throws -> Observation {
    let scratch = MemoryStore(over: world.store, world.store.openView())
    var decisions: [Decision] = []
    let conductor = Conductor(scratch)
    let answer = try conductor.perform(request, as: .dryRun) { decisions.append($0) }
    world.note(rows: conductor.interpreter.usedRows)
    var observation = Observation(answer, decisions, time: request.now)
    observation.isDryRun = true
    observation.planned = world.planned(
      scratch.openView().snapshot, created: decisions.flatMap { RecordName.created($0.plan) })
    return observation
  }

  /// Adds what the decisions brought about.
  private func account(for observation: Observation) -> Observation {
    var observation = observation
    for decision in observation.decisions where !decision.isRepeated {
      guard let plan = decision.plan else { continue }
      let created = RecordName.created(plan)
      world.note(created)
      observation.created += created
      observation.messages += plan.messages
    }
    observation.created = observation.created.filter { world.now.presence(of: $0) == .present }
    return observation
  }

  // MARK: The clock

  private func tick(_ step: ScenarioStep, _ names: [NewRecordName]) throws -> Observation {
    var options = TickOptions()
    options.names = names
    var decisions: [Decision] = []
    options.observe = { decisions.append($0) }
    let answer = try world.conductor.tick(at: step.at, options)
    var observation = Observation(.allowed, time: step.at)
    observation.decisions = decisions
    observation.expired = answer.ended.filter { $0.reason == ClockAnswer.Ended.expired }.map {
      PendingRequest.Name(recordType: $0.type, event: $0.event, recordID: $0.id)
    }
    if answer.isCutShort {
      observation.outcome = .blocked
      observation.refusal = RefusalAnswer(
        Blocker(
          code: .tooMuch, cause: .clockNeverEnds(fired: answer.fired.count)))
    }
    return account(for: observation)
  }

  // MARK: Looking

  private func view(_ record: RecordName, _ step: ScenarioStep) -> Observation {
    if let refusal = missing(record) { return refusal.observed(at: step.at) }
    let now = world.now
    var observation = Observation(.allowed, time: step.at)
    observation.view = now.interpreter.view(
      now.snapshot, now.handle(of: record), actor: step.actor, now: step.at)
    return observation
  }

  private func list(
    _ type: Int, _ list: RecordList, of parent: RecordName?, _ step: ScenarioStep
  ) -> Observation {
    if let parent, let refusal = missing(parent) { return refusal.observed(at: step.at) }
    let now = world.now
    let rows = now.interpreter.list(
      now.snapshot, list, of: world.definition.recordTypes[type],
      parent: parent.map { now.handle(of: $0) }, actor: step.actor, now: step.at)
    var observation = Observation(.allowed, time: step.at)
    observation.rows = rows.map { now.snapshot.id(of: $0) }
    var seen: Set<String> = []
    let onRows = rows.flatMap { row in
      now.interpreter.view(now.snapshot, row, actor: step.actor, now: step.at).menu
    }
    observation.listMenu = (now.interpreter.menu(of: world.definition.recordTypes[type]) + onRows)
      .map(\.label).filter { seen.insert($0).inserted }
    return observation
  }

  private func missing(_ record: RecordName) -> Blocker? {
    let name = NamedRecord(
      recordType: world.definition.recordTypes[record.type].name, id: record.id)
    switch world.now.presence(of: record) {
    case .present: return nil
    case .erased: return Blocker(code: .erased, cause: .erased(name))
    case .deleted, .unknown: return Blocker(code: .unknownRecord, cause: .unknownRecord(name))
    }
  }
}

extension Blocker {
  fileprivate func observed(at time: Int64) -> Observation {
    var observation = Observation(.blocked, time: time)
    observation.refusal = RefusalAnswer(self)
    return observation
  }
}

extension RecordName {
  /// The records that a plan makes.
  fileprivate static func created(_ plan: Plan?) -> [RecordName] {
    (plan?.created ?? []).filter { !$0.id.isEmpty }.map { RecordName(type: $0.type, id: $0.id) }
  }
}
