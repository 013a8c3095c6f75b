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

  /// Who has agreed once this one does.
  func agreements(to pending: PendingRequest, with second: Actor) throws -> [Actor] {
    let agreed = try agreements(to: pending)
    return agreed.contains { definition.actors.isSame($0.user, second.user) }
      ? agreed : agreed + [second]
  }

  /// Completes a decision that waits on because others must agree, too; refuses a person who has
  /// agreed before.
  func leaveToOthers(_ decision: inout Decision, _ pending: PendingRequest, by second: Actor) throws
  {
    guard case .pending(var waiting) = decision.outcome else { return }
    let agreed = try agreements(to: pending)
    if agreed.contains(where: { definition.actors.isSame($0.user, second.user) }) {
      decision.refuse(
        Refusal(blockers: [
          Blocker(
            code: .notPermitted, cause: .agreedAlready(user: second.user), place: waiting.place)
        ]))
      return
    }
    waiting.said = pending.sentence.isEmpty ? nil : pending.sentence
    waiting.agreed = agreed + [second]
    decision.outcome = .pending(waiting)
  }
}
