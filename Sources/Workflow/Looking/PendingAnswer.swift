public import JSONText
public import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// What waits for a second person. Its encoding is the documented JSON.
public struct PendingAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "pending"
  /// In the order in which they were asked for.
  public var requests: [Waiting]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case requests
  }

  public init(requests: [Waiting]) { self.requests = requests }

  /// A waiting request: as the list of all that waits shows it.
  public struct Waiting: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id; of one to be created, the id it is to get.
    public var id: String
    /// The event that was asked for.
    public var event: String
    /// Whether it makes a record.
    public var creates: Bool
    /// Who asked.
    public var actor: PersonAnswer
    /// When it was asked for.
    public var at: String
    /// The inputs by their names.
    public var inputs: JSON
    /// The fields that were edited with it, by their names.
    public var edits: JSON
    /// What waits, in a sentence.
    public var sentence: String
    /// Whether the one who looks may be the second person; nil where nobody said who that is.
    @OrNull public var mayAnswer: Bool?
    /// Whether the one who looks asked for it and may withdraw it; nil where nobody said who that is.
    @OrNull public var mayWithdraw: Bool?
    /// How many different persons must agree.
    public var count: Int
    /// Who has agreed already.
    public var agreed: [PersonAnswer]
    /// When it expires; nil where it waits for ever.
    @OrNull public var expires: String?
    /// Why it can never happen any more; nil where it may.
    @OrNull public var lapsed: String?
    /// What the definition calls the event.
    @OrNull public var label: String?
    /// The version of the record as it is; nil where it is to be created.
    @OrNull public var version: Int?
    /// What has changed in the record since it was asked.
    public var changes: [ChangedValueAnswer]

    enum CodingKeys: String, CodingKey {
      case type, id, event, creates, actor, at, inputs, edits, sentence
      case mayAnswer = "may_answer"
      case mayWithdraw = "may_withdraw"
      case count, agreed, expires, lapsed, label, version, changes
    }
  }
}

extension Conductor {
  private static let waitingPage = 1000

  /// Everything that waits for a second person.
  ///
  /// - Parameters:
  ///   - second: the one who looks, where it is to be told what that one may answer.
  ///   - until: a time after which what was asked is left out.
  public func pending(to second: Actor?, until: Int64? = nil) throws -> PendingAnswer {
    let found = try waitingRequests()
    return PendingAnswer(
      requests: try found.filter { $0.at <= until ?? .max }.map { try waiting($0, second) })
  }

  /// All requests that wait, in the order in which they came.
  func waitingRequests() throws -> [PendingRequest] {
    var found: [PendingRequest] = []
    while true {
      let page = try store.waitingRequests(
        after: found.last?.number ?? 0, limit: Self.waitingPage)
      found += page
      if page.count < Self.waitingPage { return found }
    }
  }

  /// A request that waits, as the one who is to agree sees it; nil where none does.
  public func pending(_ name: PendingRequest.Name, to second: Actor) throws -> PendingAnswer
    .Waiting?
  {
    try store.waitingRequest(name).map { try waiting($0, second) }
  }

  private func waiting(
    _ request: PendingRequest, _ second: Actor?
  ) throws -> PendingAnswer.Waiting {
    // The version is read first: what changes after that was not seen.
    let version = try version(of: request)
    let sight = Sight(definition, of: second)
    func shown(_ values: [NamedValue]) -> JSON {
      JSON(
        sight.shown(values, event: request.name.event, ofType: request.name.recordType),
        in: definition)
    }
    return PendingAnswer.Waiting(
      type: request.name.recordType, id: request.name.recordID, event: request.name.event,
      creates: request.creates, actor: PersonAnswer(request.actor),
      at: definition.timeText(request.at), inputs: shown(request.inputs),
      edits: shown(request.edits), sentence: request.words(in: definition),
      mayAnswer: second.map { request.rejectionBlocker($0, in: definition) == nil },
      mayWithdraw: second.map { request.withdrawalBlocker($0, in: definition) == nil },
      count: request.count(in: definition),
      agreed: try agreements(to: request).map(PersonAnswer.init),
      expires: request.expires.map(definition.timeText),
      lapsed: try store.read { self.lapse(of: request, in: $0.snapshot) }?.sentence,
      label: request.event(in: definition)?.soleLabel, version: version,
      changes: try changeAnswers(since: request, to: second))
  }

  private func version(of request: PendingRequest) throws -> Int? {
    guard !request.creates, let type = definition.recordType(named: request.name.recordType) else {
      return nil
    }
    return try store.read { view in
      view.snapshot.find(type: type.index, id: request.name.recordID).map {
        view.snapshot.version(of: $0)
      }
    }
  }
}

extension PendingRequest {
  /// How many different persons must agree, as far as the event alone tells.
  func count(in definition: WorkflowDefinition) -> Int {
    event(in: definition)?.transitions.compactMap(\.approval?.count).max() ?? 1
  }
}
