import Workflow
import WorkflowEngine

/// What passed between people and the workflow in a step.
extension Footprint {
  mutating func noteDialogue(_ observation: Observation, _ step: ScenarioStep) {
    for decision in observation.decisions {
      let definition = decision.snapshot.definition
      switch decision.outcome {
      case .allowed(let plan):
        guard let transition = plan.steps.first?.transition,
          let key = key(of: transition, definition)
        else { continue }
        note(plan, transition, key)
        noteInputs(decision.request, transition, key)
        if case .approve = step.action { approvals.insert(key) }
      case .pending(let pending):
        guard let transition = pending.plan.steps.first?.transition,
          let key = key(of: transition, definition)
        else { continue }
        note(pending.plan, transition, key)
        noteInputs(decision.request, transition, key)
      case .blocked(let refusal): note(refusal, of: decision)
      case .invalid: break
      }
    }
    for name in observation.expired { note(\.expiries, of: name, observation) }
    guard observation.outcome == .allowed else { return }
    switch step.action {
    case .reject(let name): note(\.rejections, of: name, observation)
    case .withdraw(let name): note(\.withdrawals, of: name, observation)
    case .ask, .unknownEvent, .approve, .tick, .view, .list: break
    }
  }

  private mutating func note(_ plan: Plan, _ transition: Transition, _ key: TransitionKey) {
    if plan.prompt != nil { questionsAnswered.insert(key) }
    noteSaid(plan.warnings, key, \.warnings)
    noteSaid(plan.prompt?.warnings ?? [], key, \.warnings)
    noteSaid(plan.reminders, key, \.reminders)
  }

  private mutating func noteSaid(
    _ said: [Said], _ key: TransitionKey, _ part: WritableKeyPath<Footprint, Set<PartKey>>
  ) {
    for one in said { self[keyPath: part].insert(PartKey(transition: key, name: one.name)) }
  }

  private mutating func noteInputs(
    _ request: Request, _ transition: Transition, _ key: TransitionKey
  ) {
    let given = Set(request.inputs.map(\.name))
    for input in transition.inputs {
      let part = PartKey(transition: key, name: input.name)
      if given.contains(input.name) {
        inputsGiven.insert(part)
      } else {
        inputsLeftOut.insert(part)
      }
    }
  }

  private mutating func note(_ refusal: Refusal, of decision: Decision) {
    let request = decision.request
    let event = decision.snapshot.definition.recordTypes[request.recordType].events[request.event]
    for (way, transition) in event.transitions.enumerated() {
      let key = TransitionKey(type: request.recordType, event: request.event, way: way)
      for blocker in refusal.blockers {
        switch blocker.code {
        case .notPermitted where !transition.roles.isEmpty: roleRefusals.insert(key)
        case .notConfirmed where transition.question != nil: questionsOpen.insert(key)
        default: continue
        }
      }
      noteSaid(refusal.prompt?.warnings ?? [], key, \.warnings)
    }
  }

  /// That a request ended so which waited.
  private mutating func note(
    _ end: WritableKeyPath<Footprint, Set<TransitionKey>>, of name: PendingRequest.Name,
    _ observation: Observation
  ) {
    guard let definition = observation.former?.definition,
      let type = definition.recordType(named: name.recordType),
      let event = type.event(named: name.event)
    else { return }
    for (way, transition) in event.transitions.enumerated() where transition.approval != nil {
      self[keyPath: end].insert(
        TransitionKey(type: type.index, event: event.index, way: way))
    }
  }
}
