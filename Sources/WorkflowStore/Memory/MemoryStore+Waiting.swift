import JSONText
public import WorkflowEngine

/// Requests that wait for a second person.
extension MemoryStore {
  public func keep(
    _ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt
  ) throws(StoreError) -> KeepResult {
    if !attempt.isFollowUp, let key = attempt.request?.key, requests[key] != nil {
      return .requestKeyUsed(key)
    }
    _ = try waitingRequest(request.name)
    var request = request
    request.line = log.lines.count + 1
    guard let kept = waiting.keep(request, hasOwnID: hasOwnID) else {
      guard let other = waiting.request(request.name) else {
        preconditionFailure("a request is refused because none waits")
      }
      return .waiting(other)
    }
    var attempt = attempt
    attempt.recordID = kept.name.recordID
    let line = note(.requested, of: attempt)
    precondition(line == kept.line, "a request that waits left another line than its own")
    remember(attempt)
    return .kept(kept, line: line)
  }

  public func waitingRequest(_ name: PendingRequest.Name) throws(StoreError) -> PendingRequest? {
    if let request = waiting.request(name) { return request }
    guard let underlying, let request = try underlying.store.waitingRequest(name),
      !underlying.answered.contains(request.number)
    else { return nil }
    // It is answered here, and goes on waiting below.
    underlying.answered.insert(request.number)
    return waiting.adopt(request)
  }

  public func waitingRequests(
    after number: Int, limit: Int
  ) throws(StoreError) -> [PendingRequest] {
    Array(waiting.requests.lazy.filter { $0.number > number }.prefix(limit))
  }

  public func lines(since request: PendingRequest) throws(StoreError) -> [HistoryLine] {
    let own = log.lines(ofType: request.name.recordType, id: request.name.recordID)
    guard let underlying, underlying.answered.contains(request.number) else {
      return own.filter { $0.line > request.line }
    }
    return try underlying.store.lines(since: request) + Array(own)
  }

  public func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool {
    guard waiting.request(request.name)?.number == request.number else { return false }
    waiting.remove(request.name)
    _ = note(
      end.outcome,
      of: Attempt(
        actor: actor, at: now, event: request.name.event, recordType: request.name.recordType,
        recordID: request.name.recordID))
    return true
  }

  /// Says that the second person agreed; false where the request does not wait any more.
  func agree(_ agreement: Agreement, _ attempt: Attempt) -> Bool {
    guard let request = waiting.requests.first(where: { $0.number == agreement.number }) else {
      return false
    }
    waiting.remove(request.name)
    var agreed = attempt
    agreed.actor = agreement.second
    agreed.request = nil
    _ = note(.approved, of: agreed)
    return true
  }

  func forgetWaiting(_ plan: Plan, in snapshot: Snapshot) {
    for removal in plan.removed {
      waiting.forget(
        recordType: snapshot.type(of: removal.record).name,
        recordID: snapshot.id(of: removal.record))
    }
  }

  /// Requests of other records that speak of erased ones: they cannot be carried out as they were
  /// asked.
  func forgetWaiting(mentioning list: ErasureList) {
    for (_, id) in list.records {
      let mention = JSONWriter.text(of: .text(id))
      forgetWaiting { _, values in values.contains(mention) }
    }
  }

  /// - Parameter isMeant: told the request, and its inputs and edits as text.
  func forgetWaiting(where isMeant: (PendingRequest, String) -> Bool) {
    for request in waiting.requests {
      let values = (request.inputs + request.edits).map { JSONWriter.text(of: $0.value) }
      if isMeant(request, values.joined(separator: " ")) { waiting.remove(request.name) }
    }
  }
}
