import CEL
package import WorkflowEngine

/// Carries a story out on records of its own, as anybody would.
package struct Replay {
  package let definition: WorkflowDefinition
  package let snapshot: Snapshot
  private let interpreter: Interpreter

  package init(_ definition: WorkflowDefinition, given: [PlacedRecord]) {
    self.definition = definition
    snapshot = Snapshot(definition: definition)
    interpreter = Interpreter(definition)
    for record in given {
      let handle = snapshot.place(type: record.type, id: record.id)
      interpreter.fillPlainDefaults(snapshot, handle)
    }
    for record in given {
      let handle = snapshot.known(type: record.type, id: record.id)
      for (slot, value) in record.values.sorted(by: { $0.key < $1.key }) {
        snapshot.set(handle, slot: slot, to: value)
      }
      interpreter.fillStates(snapshot, handle, except: Set(record.values.keys))
    }
  }

  /// What came of a step; an allowed one is carried out.
  package enum Result {
    case done(needsApproval: Bool)
    case refused(Refusal)
  }

  package func perform(_ step: Story.Step, of story: Story) -> Result {
    switch step.move.kind {
    case .wait: return .done(needsApproval: false)
    case .tick: return tick(at: step.at, after: step.former)
    case .ask: return ask(step, of: story)
    }
  }

  private func ask(_ step: Story.Step, of story: Story) -> Result {
    let move = step.move
    let record = story.records[move.record]
    var request = Request(
      recordType: move.recordType, event: move.event,
      target: move.isNew
        ? .new(id: record.id) : .record(snapshot.known(type: record.type, id: record.id)),
      inputs: move.inputs, edits: move.edits, isConfirmed: true, actor: move.actor, now: step.at)
    var outcome = interpreter.step(snapshot, request)
    var needsApproval = false
    if case .pending = outcome, let approver = move.approver {
      needsApproval = true
      request.approver = approver
      outcome = interpreter.step(snapshot, request)
    }
    switch outcome {
    case .allowed(let plan):
      snapshot.apply(plan)
      return .done(needsApproval: needsApproval)
    case .blocked(let refusal): return .refused(refusal)
    case .pending, .invalid: return .refused(Refusal())
    }
  }

  /// Fires what is due; refused where a rule is what holds a timer back.
  private func tick(at time: Int64, after former: Int64) -> Result {
    var turns = ClockTurns(at: time, after: former)
    while let turn = turns.next(interpreter, in: snapshot) {
      switch interpreter.step(snapshot, turn) {
      case .allowed(let plan):
        snapshot.apply(plan)
        turns.noteFired()
      case .blocked(let refusal):
        if refusal.blockers.contains(where: { $0.code == .invariantBroken }) {
          return .refused(refusal)
        }
      case .pending, .invalid: break
      }
    }
    return .done(needsApproval: false)
  }

  /// Whether a condition holds for a record.
  package func holds(_ condition: Condition, type: Int, id: String, at time: Int64) -> Bool {
    let record = snapshot.known(type: type, id: id)
    guard snapshot.presence(of: record) == .present else { return false }
    return interpreter.holds(
      condition, snapshot, record, actor: Actor(user: "nobody"), now: time) == .yes
  }
}
