import WorkflowEngine
import WorkflowStore

/// What takes the agreement of more than one person.
extension Conductor {
  /// Who has agreed to what waits, in order and each once. Whoever agreed to the record as it was
  /// before it changed has not agreed to it as it is.
  func agreements(to pending: PendingRequest) throws -> [Actor] {
    let lines = try store.lines(since: pending)
    var found: [Actor] = []
    for (place, line) in lines.enumerated()
    where line.outcome == .approved && line.event == pending.name.event {
      if !pending.creates, !Self.changes(in: lines[(place + 1)...]).isEmpty { continue }
      if found.contains(where: { definition.actors.isSame($0.user, line.actor.user) }) { continue }
      found.append(line.actor)
    }
    return found
  }

  /// Makes a decision that others must still agree to wait on; refuses a person who has agreed.
  func leaveToOthers(_ decision: inout Decision, _ pending: PendingRequest, by second: Actor) throws
  {
    guard let plan = decision.plan else { return }
    let approvals = plan.steps.filter { $0.cause == .asked }.compactMap { $0.transition?.approval }
    guard let approval = approvals.max(by: { $0.count < $1.count }), approval.count > 1 else {
      return
    }
    let agreed = try agreements(to: pending)
    if agreed.contains(where: { definition.actors.isSame($0.user, second.user) }) {
      decision.refuse(
        Refusal(blockers: [
          Blocker(
            code: .notPermitted, cause: .agreedAlready(user: second.user), place: approval.place)
        ]))
      return
    }
    if agreed.count + 1 >= approval.count { return }
    var waiting = Pending(
      said: pending.sentence.isEmpty ? nil : pending.sentence, roles: approval.roles,
      count: approval.count, place: approval.place, plan: plan)
    waiting.agreed = agreed + [second]
    decision.outcome = .pending(waiting)
  }
}
