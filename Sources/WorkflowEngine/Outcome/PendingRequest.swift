/// A request that waits for a second person, in words that outlive a snapshot.
public struct PendingRequest: Sendable, Equatable {
  /// What tells it from every other: a record has one for each event at most.
  public struct Name: Sendable, Hashable {
    public var recordType: String
    public var event: String
    /// The record's id; of one to be created, the id it is to get.
    public var recordID: String

    public init(recordType: String, event: String, recordID: String) {
      self.recordType = recordType
      self.event = event
      self.recordID = recordID
    }
  }

  /// Its number where it is kept; later ones have higher numbers.
  public var number: Int
  /// The line of the history that it left: what is told behind it has happened since.
  public var line = 0
  public var name: Name
  /// Whether the record is to be created.
  public var creates: Bool
  public var inputs: [NamedValue]
  public var edits: [NamedValue]
  /// Whether the transition's question was answered.
  public var isConfirmed: Bool
  /// The first person.
  public var actor: Actor
  /// When it was asked for, in microseconds.
  public var at: Int64
  /// When it expires, in microseconds; nil where it waits for ever.
  public var expires: Int64?
  /// What the definition said to the first person; empty where it said nothing.
  public var sentence: String
  /// Personal values of records that it may hold; a store keeps them apart from it.
  public var about: [HeldValue] = []
  /// Ids for records that effects create; a store does not keep them.
  public var names: [NewRecordName] = []

  public init(
    number: Int = 0, name: Name, creates: Bool, inputs: [NamedValue], edits: [NamedValue],
    isConfirmed: Bool, actor: Actor, at: Int64, sentence: String
  ) {
    self.number = number
    self.name = name
    self.creates = creates
    self.inputs = inputs
    self.edits = edits
    self.isConfirmed = isConfirmed
    self.actor = actor
    self.at = at
    self.sentence = sentence
  }

  /// The request that a decision leaves to a second person; nil for any other decision.
  public init?(_ request: Request, _ outcome: Outcome, in snapshot: Snapshot) {
    guard case .pending(let pending) = outcome, let first = pending.plan.steps.first else {
      return nil
    }
    let type = snapshot.definition.recordTypes[request.recordType]
    self.init(
      name: Name(
        recordType: type.name, event: type.events[request.event].name,
        recordID: snapshot.id(of: first.record)),
      creates: request.target.isNew, inputs: request.inputs, edits: request.edits,
      isConfirmed: request.isConfirmed, actor: request.actor, at: request.now,
      sentence: pending.said ?? "")
    expires = pending.expires
    about = pending.plan.mentions.filter { $0.target == .said || $0.target == .request }
      .map { snapshot.name(of: $0.record, slot: $0.slot) }
  }

  /// The request as the second person puts it, deciding everything again at their time; nil where
  /// the definition has no such event any more.
  public func request(on snapshot: Snapshot, approvedBy approver: Actor, at now: Int64) -> Request?
  {
    guard let type = snapshot.definition.recordType(named: name.recordType),
      let event = type.event(named: name.event)
    else { return nil }
    let record = snapshot.known(type: type.index, id: name.recordID)
    let target: Request.Target =
      if !creates {
        .record(record)
      } else if snapshot.presence(of: record) == .unknown {
        .new(id: name.recordID)
      } else {
        .new(id: nil)
      }
    var request = Request(
      recordType: type.index, event: event.index, target: target, inputs: inputs, edits: edits,
      isConfirmed: isConfirmed, actor: actor, now: now)
    request.approver = approver
    request.isAnswer = true
    return request
  }

  /// Where its record tells that it waits; nil where nobody asks for that.
  package func flag(in definition: WorkflowDefinition) -> (type: RecordType, slot: Int)? {
    guard !creates, let type = definition.recordType(named: name.recordType),
      let slot = type.event(named: name.event)?.pendingSlot
    else { return nil }
    return (type, slot)
  }

  /// The next id after one that another waiting request is to give its record: `refund-2` after
  /// `refund-1`.
  public static func nextID(after id: String) -> String {
    guard let dash = id.lastIndex(of: "-"), let number = Int(id[id.index(after: dash)...]),
      number < Int.max
    else { return "\(id)-2" }
    return "\(id[..<dash])-\(number + 1)"
  }

  /// Why somebody may not reject it, where they may not.
  public func rejectionBlocker(_ second: Actor, in definition: WorkflowDefinition) -> Blocker? {
    let transitions =
      definition.recordType(named: name.recordType)?.event(named: name.event)?.transitions ?? []
    let approvals = transitions.compactMap(\.approval)
    let blockers = approvals.compactMap { $0.blocker(of: second, first: actor, definition.actors) }
    return blockers.count == approvals.count ? blockers.first : nil
  }

  /// Why somebody may not withdraw it, where they may not.
  public func withdrawalBlocker(_ user: Actor, in definition: WorkflowDefinition) -> Blocker? {
    if definition.actors.isSame(user.user, actor.user) { return nil }
    return Blocker(code: .notPermitted, cause: .requestOfOther(user: actor.user))
  }

  /// The refusal of a second request for what waits already.
  public var alreadyPending: Refusal {
    Refusal(blockers: [
      Blocker(
        code: .alreadyPending,
        cause: .waitsAlready(event: name.event, name.record, user: actor.user)
      )
    ])
  }
}

extension WorkflowDefinition {
  /// Whether any record tells that a request waits.
  package var tellsWhatWaits: Bool {
    recordTypes.contains { $0.events.contains { $0.pendingSlot != nil } }
  }
}

extension PendingRequest.Name {
  package var record: NamedRecord { NamedRecord(recordType: recordType, id: recordID) }

  /// The refusal where nothing waits.
  public var nothingPending: Refusal {
    Refusal(blockers: [
      Blocker(
        code: .nothingPending,
        cause: .nothingWaits(event: event, record))
    ])
  }
}

/// Requests that wait for a second person, in memory.
///
/// A class, because the steps that ask and those that answer share it.
public final class PendingBook {
  public private(set) var requests: [PendingRequest] = []
  private var last = 0

  public init() {}

  /// A book of its own with the same requests.
  public func copy() -> PendingBook {
    let copy = PendingBook()
    copy.requests = requests
    copy.last = last
    return copy
  }

  /// The request that waits under a name; nil where none does.
  public func request(_ name: PendingRequest.Name) -> PendingRequest? {
    requests.first { $0.name == name }
  }

  /// Keeps a request; gives it as it is kept, or nil where the same waits already.
  @discardableResult
  public func keep(_ request: PendingRequest, hasOwnID: Bool) -> PendingRequest? {
    var request = request
    while self.request(request.name) != nil {
      if !request.creates || hasOwnID { return nil }
      request.name.recordID = PendingRequest.nextID(after: request.name.recordID)
    }
    // As where a request is numbered by its line.
    last = max(last + 1, request.line)
    request.number = last
    requests.append(request)
    return request
  }

  /// Takes over a request that waits elsewhere under its number.
  package func adopt(_ request: PendingRequest) -> PendingRequest {
    let place = requests.firstIndex { $0.number > request.number } ?? requests.count
    requests.insert(request, at: place)
    last = max(last, request.number)
    return request
  }

  /// Takes a request out that was answered.
  public func remove(_ name: PendingRequest.Name) { requests.removeAll { $0.name == name } }

  /// What was asked of a record that is gone is not asked any more.
  public func forget(recordType: String, recordID: String) {
    requests.removeAll {
      !$0.creates && $0.name.recordType == recordType && $0.name.recordID == recordID
    }
  }
}
