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
    case .tick: return tick(at: step.at)
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
  private func tick(at time: Int64) -> Result {
    var agenda = ClockAgenda(interpreter, at: time) { _ in false }
    _ = agenda.lookAtAll(in: snapshot)
    var firings = 0
    while firings < 100, let turn = agenda.next(in: snapshot) {
      let record = snapshot.known(type: turn.timer.recordType, id: turn.timer.recordID)
      let request = Request(
        recordType: turn.timer.recordType, event: turn.timer.event, target: .record(record),
        isConfirmed: true, actor: MoveMaker.clock, now: turn.now, cause: .clock,
        due: turn.timer.due)
      firings += 1
      switch interpreter.step(snapshot, request) {
      case .allowed(let plan):
        snapshot.apply(plan)
        agenda.noteFired()
        _ = agenda.lookAtAll(in: snapshot)
      case .blocked(let refusal):
        if refusal.blockers.contains(where: { $0.code == .invariantBroken }) {
          return .refused(refusal)
        }
        agenda.noteHeldBack(turn.timer)
      case .pending, .invalid: agenda.noteHeldBack(turn.timer)
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
