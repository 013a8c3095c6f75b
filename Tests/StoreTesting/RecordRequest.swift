import JSONText
package import WorkflowEngine
package import WorkflowStore

/// What is asked of a record, by id: it means the same for every view of a store.
package struct RecordRequest: Sendable {
  package enum Target: Sendable, Equatable {
    case record(String)
    /// A record to be created; without an id it gets the next of its type.
    case new(id: String?)
  }

  package var recordType: RecordType
  package var event: Event
  package var target: Target
  package var inputs: [NamedValue]
  package var edits: [NamedValue]
  package var isConfirmed: Bool
  package var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var now: Int64
  package var cause: Cause
  package var key: String?
  package var nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)?

  package init(
    recordType: RecordType, event: Event, target: Target, inputs: [NamedValue] = [],
    edits: [NamedValue] = [], isConfirmed: Bool = false, actor: Actor, now: Int64,
    cause: Cause = .asked, key: String? = nil,
    nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)? = nil
  ) {
    self.recordType = recordType
    self.event = event
    self.target = target
    self.inputs = inputs
    self.edits = edits
    self.isConfirmed = isConfirmed
    self.actor = actor
    self.now = now
    self.cause = cause
    self.key = key
    self.nameNewRecord = nameNewRecord
  }

  /// The request in the numbers of a snapshot.
  package func request(on snapshot: Snapshot) -> Request {
    let target: Request.Target =
      switch self.target {
      case .record(let id): .record(snapshot.known(type: recordType.index, id: id))
      case .new(let id): .new(id: id)
      }
    return Request(
      recordType: recordType.index, event: event.index, target: target, inputs: inputs,
      edits: edits, isConfirmed: isConfirmed, actor: actor, now: now, cause: cause,
      nameNewRecord: nameNewRecord)
  }

  /// What the history says of the request, whatever becomes of it.
  package func attempt(answer: String = "") -> Attempt {
    var id: String?
    if case .record(let known) = target { id = known }
    return Attempt(
      actor: actor, at: now, event: event.name, recordType: recordType.name, recordID: id,
      cause: cause, request: requestKey, answer: answer)
  }

  /// The key with a digest of everything that makes the request what it is: not of who asks, nor
  /// when.
  package var requestKey: RequestKey? {
    guard let key else { return nil }
    var content = JSONWriter()
    content.append(string: recordType.name)
    content.append(string: event.name)
    switch target {
    case .record(let id): content.append(string: id)
    case .new(let id):
      content.append(raw: "new")
      content.append(string: id ?? "")
    }
    for values in [inputs, edits] {
      let sorted = values.sorted { $0.name < $1.name }
      content.append(object: sorted.map { (key: $0.name, value: $0.value) }) { $0.append($1) }
    }
    content.append(raw: isConfirmed ? "confirmed" : "open")
    return RequestKey(key: key, content: content.text)
  }
}
