import CEL
import Workflow
import WorkflowEngine

/// Which parts of a workflow runs went through, by their numbers in the definition.
public struct Footprint: Sendable, Equatable {
  struct StateKey: Hashable {
    var type: Int
    var slot: Int
    var state: Int
  }

  struct TransitionKey: Hashable {
    var type: Int
    var event: Int
    /// The way's place in `Event.transitions`.
    var way: Int
  }

  struct GuardKey: Hashable {
    var transition: TransitionKey
    /// The use's place in `Transition.guards`.
    var use: Int
  }

  /// An input, a warning or a reminder, by its name.
  struct PartKey: Hashable {
    var transition: TransitionKey
    var name: String
  }

  var states: Set<StateKey> = []
  /// Transitions that fired; of operations that do not exist, those that were asked for.
  var transitions: Set<TransitionKey> = []
  var refusing: Set<GuardKey> = []
  var refusingAlone: Set<GuardKey> = []
  var holding: Set<GuardKey> = []
  /// Invariants that a step was checked against with a record they apply to.
  var invariants: Set<Int> = []
  /// Possibilities that a record met at the end of a step.
  var possibilities: Set<Int> = []
  /// Rows of tables that gave a value.
  var rows: Set<TableRow> = []

  /// Transitions for which somebody lacked the role.
  var roleRefusals: Set<TransitionKey> = []
  var questionsAnswered: Set<TransitionKey> = []
  var questionsOpen: Set<TransitionKey> = []
  var approvals: Set<TransitionKey> = []
  var rejections: Set<TransitionKey> = []
  var withdrawals: Set<TransitionKey> = []
  var expiries: Set<TransitionKey> = []
  var warnings: Set<PartKey> = []
  var reminders: Set<PartKey> = []
  var inputsGiven: Set<PartKey> = []
  var inputsLeftOut: Set<PartKey> = []

  public init() {}

  public mutating func formUnion(_ other: Footprint) {
    states.formUnion(other.states)
    transitions.formUnion(other.transitions)
    refusing.formUnion(other.refusing)
    refusingAlone.formUnion(other.refusingAlone)
    holding.formUnion(other.holding)
    invariants.formUnion(other.invariants)
    possibilities.formUnion(other.possibilities)
    roleRefusals.formUnion(other.roleRefusals)
    questionsAnswered.formUnion(other.questionsAnswered)
    questionsOpen.formUnion(other.questionsOpen)
    approvals.formUnion(other.approvals)
    rejections.formUnion(other.rejections)
    withdrawals.formUnion(other.withdrawals)
    expiries.formUnion(other.expiries)
    warnings.formUnion(other.warnings)
    reminders.formUnion(other.reminders)
    inputsGiven.formUnion(other.inputsGiven)
    inputsLeftOut.formUnion(other.inputsLeftOut)
    rows.formUnion(other.rows)
  }
}

// MARK: What a run leaves behind

extension Footprint {
  /// The states that records are in.
  mutating func note(_ world: RecordsView) {
    for name in world.known where world.presence(of: name) == .present {
      for region in world.definition.recordTypes[name.type].regions {
        let word = world.snapshot.storedWord(of: world.handle(of: name), slot: region.slot)
        note(type: name.type, slot: region.slot, word)
      }
    }
  }

  mutating func note(_ observation: Observation, step: ScenarioStep, _ world: RecordsView) {
    if observation.isRepeat { return }
    for decision in observation.decisions {
      switch decision.outcome {
      case .allowed(let plan): note(plan, of: decision, isDone: !observation.isDryRun)
      case .pending(let pending): note(pending.plan, of: decision, isDone: false)
      case .blocked(let refusal): note(refusal, of: decision)
      case .invalid: break
      }
    }
    if case .ask(let request) = step.action, observation.decisions.isEmpty {
      noteUnsupported(request, world)
    }
    noteDialogue(observation, step)
    note(world)
    noteInvariants(observation, step: step, world)
    notePossibilities(step, world)
  }

  private mutating func note(type: Int, slot: Int, _ word: Int64) {
    if word != Scalar.null { states.insert(StateKey(type: type, slot: slot, state: Int(word))) }
  }

  private mutating func note(_ plan: Plan, of decision: Decision, isDone: Bool) {
    let snapshot = decision.snapshot
    for step in plan.steps {
      guard let transition = step.transition, let key = key(of: transition, snapshot.definition)
      else { continue }
      if isDone { transitions.insert(key) }
      for use in transition.guards.indices { holding.insert(GuardKey(transition: key, use: use)) }
    }
    for change in plan.changes where isDone {
      let type = snapshot.type(of: change.record)
      if type.regions.contains(where: { $0.slot == Int(change.slot) }) {
        // A tombstone was in its last state, if only while it was erased.
        note(type: type.index, slot: Int(change.slot), change.new)
      }
    }
    for skipped in plan.skipped {
      for blocker in skipped.blockers { noteCascade(blocker, on: skipped.record, snapshot) }
    }
  }

  private mutating func note(_ refusal: Refusal, of decision: Decision) {
    for blocker in refusal.blockers {
      if let record = blocker.record { noteCascade(blocker, on: record, decision.snapshot) }
    }
    let event = decision.snapshot.definition.recordTypes[decision.request.recordType].events[
      decision.request.event]
    if !event.isDecidedByStates { return noteWays(of: event, refusal, decision) }
    guard let (transition, way) = selected(event, decision) else { return }
    let key = TransitionKey(type: decision.request.recordType, event: event.index, way: way)
    if refusal.blockers.first?.code == .notSupported {
      transitions.insert(key)
      return
    }
    switch refusal.reason {
    case .wrongState: return
    case .guards(let failing, let undecided):
      note(
        failing: failing, undecided: undecided, of: transition, key,
        isOnly: refusal.blockers.count == 1)
    case .other:
      // The question, uniqueness and invariants come after the guards.
      let cameAfter: Set<BlockCode> = [
        .notConfirmed, .notUnique, .invariantBroken, .stillReferenced,
      ]
      if refusal.blockers.allSatisfy({ cameAfter.contains($0.code) }) {
        for use in transition.guards.indices { holding.insert(GuardKey(transition: key, use: use)) }
      }
    }
  }

  /// Of an event that can go several ways, the guards that refused are known by their names.
  private mutating func noteWays(of event: Event, _ refusal: Refusal, _ decision: Decision) {
    let failing = Set(refusal.blockers.filter { $0.code == .guardFailed }.compactMap(\.name))
    for (way, transition) in event.transitions.enumerated() {
      switch decision.request.target {
      case .new: if !transition.creates { continue }
      case .record(let record): if !fits(transition, record, decision.snapshot) { continue }
      }
      let key = TransitionKey(type: decision.request.recordType, event: event.index, way: way)
      for (use, rule) in transition.guards.enumerated() where failing.contains(rule.declared.name) {
        refusing.insert(GuardKey(transition: key, use: use))
        if refusal.blockers.count == 1 { refusingAlone.insert(GuardKey(transition: key, use: use)) }
      }
    }
  }

  private mutating func note(
    failing: UInt64, undecided: UInt64, of transition: Transition, _ key: TransitionKey,
    isOnly: Bool
  ) {
    for use in transition.guards.indices {
      let (bit, guardKey) = (UInt64(1) << UInt64(use), GuardKey(transition: key, use: use))
      if failing & bit != 0 {
        refusing.insert(guardKey)
        if failing | undecided == bit, isOnly { refusingAlone.insert(guardKey) }
      } else if undecided & bit == 0, isOnly || (failing | undecided).nonzeroBitCount > 1 {
        holding.insert(guardKey)
      }
    }
  }

  /// A guard that refused inside a cascade: it is known by its name and the record.
  private mutating func noteCascade(
    _ blocker: Blocker, on record: RecordHandle, _ snapshot: Snapshot
  ) {
    guard blocker.code == .guardFailed, let name = blocker.name else { return }
    let type = snapshot.type(of: record)
    for event in type.events {
      for (way, transition) in event.transitions.enumerated()
      where fits(transition, record, snapshot) {
        for (use, rule) in transition.guards.enumerated() where rule.declared.name == name {
          refusing.insert(
            GuardKey(
              transition: TransitionKey(type: type.index, event: event.index, way: way), use: use))
        }
      }
    }
  }

  /// An operation that does not exist, refused before any record was looked at.
  private mutating func noteUnsupported(_ command: WorkflowRequest, _ world: RecordsView) {
    let event = world.definition.recordTypes[command.recordType].events[command.event]
    for (way, transition) in event.transitions.enumerated() where transition.notSupported != nil {
      transitions.insert(TransitionKey(type: command.recordType, event: event.index, way: way))
    }
  }

  private mutating func notePossibilities(_ step: ScenarioStep, _ world: RecordsView) {
    for (index, possibility) in world.definition.possibilities.enumerated()
    where !possibilities.contains(index) {
      let isMet = world.known.contains { name in
        name.type == possibility.recordType && world.presence(of: name) == .present
          && world.interpreter.holds(
            possibility.check, world.snapshot, world.handle(of: name), actor: step.actor,
            now: step.at) == .yes
      }
      if isMet { possibilities.insert(index) }
    }
  }

  private mutating func noteInvariants(
    _ observation: Observation, step: ScenarioStep, _ world: RecordsView
  ) {
    let plans = observation.decisions.compactMap(\.plan)
    for blocker in observation.blockers where blocker.code == .invariantBroken {
      if let index = world.definition.invariants.firstIndex(where: { $0.name == blocker.name }) {
        invariants.insert(index)
      }
    }
    guard !plans.isEmpty, !observation.isDryRun else { return }
    let events = plans.compactMap { plan -> String? in
      guard let transition = plan.steps.first?.transition else { return nil }
      return "\(world.definition.recordTypes[transition.recordType].name).\(transition.event)"
    }
    for (index, invariant) in world.definition.invariants.enumerated()
    where !invariants.contains(index) {
      if !invariant.during.isEmpty, !invariant.during.contains(where: events.contains) { continue }
      let applies = world.known.contains { name in
        guard name.type == invariant.recordType, world.presence(of: name) == .present else {
          return false
        }
        guard let when = invariant.when else { return true }
        return truth(of: when, name, observation, step: step, world) == .yes
      }
      if applies { invariants.insert(index) }
    }
  }

  private func truth(
    of when: Condition, _ name: RecordName, _ observation: Observation, step: ScenarioStep,
    _ world: RecordsView
  ) -> Truth {
    guard when.readsBefore, let former = observation.former, former.presence(of: name) == .present
    else {
      return world.interpreter.holds(
        when, world.snapshot, world.handle(of: name), actor: step.actor, now: step.at)
    }
    let changes = observation.changed.filter {
      former.presence(of: $0) == .present && world.presence(of: $0) == .present
    }.map { (record: former.handle(of: $0), values: world.storedValues(of: $0)) }
    return former.interpreter.holds(
      when, former.snapshot, former.handle(of: name), after: changes, actor: step.actor,
      now: step.at)
  }

  // MARK: Finding transitions

  private func selected(_ event: Event, _ decision: Decision) -> (Transition, Int)? {
    for (way, transition) in event.transitions.enumerated() {
      if transition.notSupported != nil { return (transition, way) }
      switch decision.request.target {
      case .new: if transition.creates { return (transition, way) }
      case .record(let record):
        if !transition.creates, fits(transition, record, decision.snapshot) {
          return (transition, way)
        }
      }
    }
    return nil
  }

  private func fits(_ transition: Transition, _ record: RecordHandle, _ snapshot: Snapshot) -> Bool
  {
    guard snapshot.presence(of: record) == .present else { return false }
    return transition.from.allSatisfy {
      $0.contains(snapshot.storedWord(of: record, slot: $0.slot))
    }
  }

  func key(of transition: Transition, _ definition: WorkflowDefinition) -> TransitionKey? {
    let type = definition.recordTypes[transition.recordType]
    guard let event = type.event(named: transition.event),
      let way = event.transitions.firstIndex(where: { $0 === transition })
    else { return nil }
    return TransitionKey(type: type.index, event: event.index, way: way)
  }
}
