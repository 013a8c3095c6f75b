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
    try adoptAll()
    var request = request
    request.line = log.lines.count + 1
    let about = request.about
    request.about = []
    guard let kept = waiting.keep(request, hasOwnID: hasOwnID) else {
      guard let other = waiting.request(request.name) else {
        preconditionFailure("a request is refused because none waits")
      }
      return .waiting(other)
    }
    tell(kept, waits: true, at: attempt.at)
    var attempt = attempt
    attempt.recordID = kept.name.recordID
    let line = note(.requested, of: attempt)
    precondition(line == kept.line, "a request that waits left another line than its own")
    remember(attempt)
    try mentions.note(kept, about: about, isKept: attempt.request != nil)
    return .kept(kept, line: line)
  }

  public func waitingRequest(_ name: PendingRequest.Name) throws(StoreError) -> PendingRequest? {
    if let request = waiting.request(name) { return request }
    guard let underlying, !underlying.hasAllWaiting,
      let request = try underlying.store.waitingRequest(name),
      !underlying.answered.contains(request.number)
    else { return nil }
    // It is answered here, and goes on waiting below.
    underlying.answered.insert(request.number)
    return waiting.adopt(request)
  }

  /// Takes over everything that waits below and was not looked at yet: what is kept from then on has
  /// numbers of its own.
  private func adoptAll() throws(StoreError) {
    guard let underlying, !underlying.hasAllWaiting else { return }
    underlying.hasAllWaiting = true
    var last = 0
    while true {
      let page = try underlying.store.waitingRequests(after: last, limit: Self.waitingPage)
      for request in page where underlying.answered.insert(request.number).inserted {
        _ = waiting.adopt(request)
      }
      if page.count < Self.waitingPage { return }
      last = page.last?.number ?? last
    }
  }

  private static let waitingPage = 1000

  public func waitingRequests(
    after number: Int, limit: Int
  ) throws(StoreError) -> [PendingRequest] {
    try adoptAll()
    return Array(waiting.requests.lazy.filter { $0.number > number }.prefix(limit))
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
    tell(request, waits: false, at: now)
    _ = note(
      end.outcome,
      of: Attempt(
        actor: actor, at: now, event: request.name.event, recordType: request.name.recordType,
        recordID: request.name.recordID), refusedBy: end.reasons)
    return true
  }

  /// Lets the record of a request tell whether it waits, where somebody asks for that.
  func tell(_ request: PendingRequest, waits: Bool, at now: Int64) {
    guard let (type, slot) = request.flag(in: definition) else { return }
    turn(slot, of: request.name.recordID, type, to: waits, at: now)
  }

  /// Says that the second person agreed: the line, or nil where the request waits no longer.
  func agree(_ agreement: Agreement, _ attempt: Attempt) -> Int? {
    guard let request = waiting.requests.first(where: { $0.number == agreement.number }) else {
      return nil
    }
    if agreement.isLast { waiting.remove(request.name) }
    var agreed = attempt
    agreed.actor = agreement.second
    agreed.request = nil
    return note(.approved, of: agreed)
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
  func forgetWaiting(mentioning list: ErasureList, at now: Int64) {
    for (_, id) in list.records {
      let mention = JSONWriter.text(of: .text(id))
      forgetWaiting(at: now) { _, values in values.contains(mention) }
    }
  }

  /// - Parameter isMeant: told the request, and its inputs and edits as text.
  func forgetWaiting(at now: Int64, where isMeant: (PendingRequest, String) -> Bool) {
    for request in waiting.requests {
      let values = (request.inputs + request.edits).map { JSONWriter.text(of: $0.value) }
      guard isMeant(request, values.joined(separator: " ")) else { continue }
      waiting.remove(request.name)
      tell(request, waits: false, at: now)
    }
  }
}
