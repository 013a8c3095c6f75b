public import WorkflowEngine

/// History, messages, and what else is kept.
extension MemoryStore {
  public func look<Result>(
    _ body: (any StoreReader) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    if let underlying, !hasChanged { return try underlying.store.look(body) }
    return try body(filledReader())
  }

  public var isScrubPending: Bool { get throws(StoreError) { false } }

  public var hasMovedRecords: Bool { false }

  public func acknowledge(messageKey: String, at: Int64) throws(StoreError) -> Bool {
    guard
      let place = outbox.firstIndex(where: { $0.key == messageKey && $0.deliveredAt == nil })
    else { return false }
    outbox[place].deliveredAt = at
    return true
  }

  public func knownRequest(_ request: RequestKey) throws(StoreError) -> KnownRequest {
    guard let known = requests[request.key] else {
      return try underlying?.store.knownRequest(request) ?? .new
    }
    return known.digest == request.digest ? .answered(known.answer) : .different
  }

  public func setAnswer(_ answer: String, ofRequest key: String) throws(StoreError) {
    requests[key]?.answer = answer
  }

  public func lastTick() throws(StoreError) -> Int64? {
    if let tick { return tick }
    return try underlying?.store.lastTick()
  }

  public func setLastTick(_ at: Int64) throws(StoreError) { tick = at }

  public func lastChange(ofType type: Int, id: String) throws(StoreError) -> Int64? {
    if let at = changedAt[ReadRecord(type: type, id: id)] { return at }
    return try underlying?.store.lastChange(ofType: type, id: id)
  }

  public func definitions() throws(StoreError) -> [KnownDefinition] { known }

  public func definition(lastMoving type: RecordType, id: String) throws(StoreError)
    -> KnownDefinition?
  { known[0] }

  public func noteDefinition(text: String, at: Int64) throws(StoreError) { known[0].text = text }
}
