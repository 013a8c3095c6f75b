/// The second person's answer.
extension Conductor {
  /// Carries out what waits for a second person, deciding everything again; blocked where nothing
  /// waits, where this one may not, or where it cannot be done any more: then it waits on.
  public func approve(
    _ name: PendingRequest.Name, by second: Actor, at now: Int64
  ) throws(Place.Failure) -> Answer {
    guard let pending = try ground.pendingRequest(name) else {
      return Answer(verdict: .blocked, refusal: name.nothingPending)
    }
    let names = NameBook(pending.names)
    let decision = try ground.carryOut(approved: pending) { snapshot in
      guard var request = pending.request(on: snapshot, approvedBy: second, at: now) else {
        preconditionFailure("a waiting request was found for an event that is not there")
      }
      if !pending.names.isEmpty { request.nameNewRecord = { names.take(for: $0, $1) } }
      return self.decision(on: snapshot, request)
    }
    switch decision.outcome {
    case .allowed, .pending: return Answer(verdict: .allowed, parts: [decision])
    case .blocked(let refusal):
      return Answer(verdict: .blocked, parts: [decision], refusal: refusal)
    case .invalid(let invalid):
      return Answer(verdict: .invalid, parts: [decision], invalid: invalid)
    }
  }

  /// Ends the waiting of a request without carrying it out.
  public func reject(
    _ name: PendingRequest.Name, by second: Actor, at now: Int64
  ) throws(Place.Failure) -> Answer {
    guard let pending = try ground.pendingRequest(name) else {
      return Answer(verdict: .blocked, refusal: name.nothingPending)
    }
    if let blocker = pending.rejectionBlocker(second, in: interpreter.definition) {
      return .blocked(blocker)
    }
    try ground.reject(pending, by: second, at: now)
    return Answer(verdict: .allowed)
  }
}
