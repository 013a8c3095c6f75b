import CEL
import WorkflowEngine

/// Carries out the steps of one scenario on its records.
struct StepPerformer {
  let world: World

  private var conductor: Conductor<MemoryGround> {
    Conductor(
      world.interpreter, on: MemoryGround(world.snapshot, waiting: world.waiting))
  }

  func perform(_ step: ScenarioStep) -> Observation {
    let before = world.image()
    let asksBefore = world.definition.invariants.contains { $0.when?.readsBefore ?? false }
    let former = asksBefore ? world.copy() : nil
    var observation = observe(step)
    observation.former = former
    observation.changed = world.image().differences(from: before, in: world.definition)
    return observation
  }

  private func observe(_ step: ScenarioStep) -> Observation {
    switch step.action {
    case .ask(let command):
      return step.isDryRun ? dryRun(command) : ask(command, key: step.requestKey)
    case .unknownEvent(let invalid):
      var observation = Observation(.invalid, time: step.at)
      observation.invalid = invalid
      return observation
    case .tick(let names): return tick(step, names)
    case .approve(let name):
      let answer = conductor.approve(name, by: step.actor, at: step.at)
      return account(for: Observation(answer, time: step.at))
    case .reject(let name):
      return Observation(conductor.reject(name, by: step.actor, at: step.at), time: step.at)
    case .view(let record): return view(record, step)
    case .list(let type, let list, let parent): return self.list(type, list, of: parent, step)
    }
  }

  // MARK: Events

  private func ask(_ command: Command, key: String?) -> Observation {
    guard let key else { return carryOut(command) }
    let content = command.canonicalText(in: world.definition)
    switch world.requests.entry(for: key, content: content) {
    case .new:
      let (answer, observation) = answer(command)
      world.requests.keep(answer, for: key, content: content)
      return observation
    case .answered(let answer):
      var observation = Observation(answer, time: command.now)
      observation.isRepeat = true
      return observation
    case .different(let refusal):
      return Observation(Answer(verdict: .blocked, refusal: refusal), time: command.now)
    }
  }

  private func carryOut(_ command: Command) -> Observation { answer(command).1 }

  private func answer(_ command: Command) -> (Answer, Observation) {
    let answer = conductor.ask(command)
    return (answer, account(for: Observation(answer, time: command.now)))
  }

  /// The same on records that nobody keeps.
  private func dryRun(_ command: Command) -> Observation {
    let scratch = world.copy()
    let answer = Conductor(
      scratch.interpreter, on: MemoryGround(scratch.snapshot, waiting: scratch.waiting)
    ).ask(command)
    var observation = Observation(answer, time: command.now)
    observation.isDryRun = true
    observation.planned = scratch
    return observation
  }

  /// Adds what the decisions brought about.
  private func account(for observation: Observation) -> Observation {
    var observation = observation
    for plan in observation.decisions.compactMap(\.plan) {
      let created = plan.created.filter { !$0.id.isEmpty }.map {
        RecordName(type: $0.type, id: $0.id)
      }
      world.note(created)
      observation.created += created
      observation.messages += plan.messages
    }
    observation.created = observation.created.filter { world.presence(of: $0) == .present }
    return observation
  }

  // MARK: The clock

  private func tick(_ step: ScenarioStep, _ names: [NewRecordName]) -> Observation {
    let report = conductor.tick(
      at: step.at, names: names, wasHeldBack: world.heldBack.contains)
    world.heldBack = report.heldBackTimers
    var observation = Observation(.allowed, time: step.at)
    observation.decisions = report.fired + report.heldBack
    if report.isCutShort {
      observation.outcome = .blocked
      observation.refusal = Refusal(blockers: [
        Blocker(
          code: .tooMuch, cause: .clockNeverEnds(fired: report.fired.count))
      ])
    }
    return account(for: observation)
  }

  // MARK: Looking

  private func view(_ record: RecordName, _ step: ScenarioStep) -> Observation {
    if let refusal = missing(record) { return refusal.observed(at: step.at) }
    var observation = Observation(.allowed, time: step.at)
    observation.view = world.interpreter.view(
      world.snapshot, world.handle(of: record), actor: step.actor, now: step.at)
    return observation
  }

  private func list(
    _ type: Int, _ list: RecordList, of parent: RecordName?, _ step: ScenarioStep
  ) -> Observation {
    if let parent, let refusal = missing(parent) { return refusal.observed(at: step.at) }
    let rows = world.interpreter.list(
      world.snapshot, list, of: world.definition.recordTypes[type],
      parent: parent.map { world.handle(of: $0) }, actor: step.actor, now: step.at)
    var observation = Observation(.allowed, time: step.at)
    observation.rows = rows.map { world.snapshot.id(of: $0) }
    var seen: Set<String> = []
    observation.listMenu = rows.flatMap { row in
      world.interpreter.view(world.snapshot, row, actor: step.actor, now: step.at).menu.map(\.label)
    }.filter { seen.insert($0).inserted }
    return observation
  }

  private func missing(_ record: RecordName) -> Refusal? {
    let name = NamedRecord(
      recordType: world.definition.recordTypes[record.type].name, id: record.id)
    switch world.presence(of: record) {
    case .present: return nil
    case .erased:
      return Refusal(blockers: [
        Blocker(code: .erased, cause: .erased(name))
      ])
    case .deleted, .unknown:
      return Refusal(blockers: [
        Blocker(code: .unknownRecord, cause: .unknownRecord(name))
      ])
    }
  }
}

extension Refusal {
  fileprivate func observed(at time: Int64) -> Observation {
    Observation(Answer(verdict: .blocked, refusal: self), time: time)
  }
}
