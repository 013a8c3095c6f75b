public import WorkflowEngine

/// Records at rest: what steps are decided on, and what their plans are committed to.
///
/// A store belongs to one workflow; several may share a file. Its members are used by one task at a
/// time.
public protocol RecordStore: AnyObject {
  var definition: WorkflowDefinition { get }

  // MARK: Deciding and committing

  /// Gives a consistent view of the records, which fault in as they are read.
  ///
  /// The body may be called again where the view turned out not to be consistent. What the view
  /// holds stays after the body, and a plan that was decided on it can still be committed; it just
  /// cannot read more.
  func read<Result>(_ body: (StoreView) throws -> Result) throws -> Result
  /// The same, but the body is called once: for what is given out as it is read.
  func readOnce<Result>(_ body: (StoreView) throws -> Result) throws -> Result
  /// Answers questions about what is held, all of the same moment.
  func look<Result>(_ body: (any StoreReader) throws(StoreError) -> Result) throws(StoreError)
    -> Result
  /// Commits a plan in one transaction, if everything that its view has read is as it was.
  func commit(_ plan: Plan, decidedOn view: StoreView, as attempt: Attempt) throws(StoreError)
    -> CommitResult
  /// Leaves a line in the history and changes nothing else; gives the line's number.
  @discardableResult
  func recordRefusal(_ names: [String], of attempt: Attempt) throws(StoreError) -> Int
  /// Decides and commits steps inside write transactions of several steps each.
  func bulk(_ options: BulkOptions, _ body: (BulkWriter) throws -> BulkWriter.Next) throws
    -> BulkReport

  // MARK: Waiting for a second person

  /// Keeps a request that waits for a second person, with a line in the history.
  ///
  /// - Parameter hasOwnID: whether the record was named; one to be created without a name gets
  ///   another id where a waiting request has taken it.
  func keep(_ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt) throws(StoreError)
    -> KeepResult
  func waitingRequest(_ name: PendingRequest.Name) throws(StoreError) -> PendingRequest?
  /// Requests in the order in which they came, after a number.
  func waitingRequests(after number: Int, limit: Int) throws(StoreError) -> [PendingRequest]
  /// What happened to the record of a waiting request since it was asked, oldest first.
  func lines(since request: PendingRequest) throws(StoreError) -> [HistoryLine]
  /// Ends the waiting of a request that is not carried out, with a line in the history; false where
  /// it does not wait any more.
  func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool

  // MARK: Records in and out

  /// Takes records from outside until `next` gives none.
  func importRecords(_ options: ImportOptions, next: () throws -> ImportRow?) throws -> ImportReport

  // MARK: Messages

  /// Says that a message arrived; false where none waits under the key.
  func acknowledge(messageKey: String, at: Int64) throws(StoreError) -> Bool

  // MARK: What else is kept

  /// What was answered under a key. Refused requests are not kept: they may be asked again.
  func knownRequest(_ request: RequestKey) throws(StoreError) -> KnownRequest
  /// Replaces the answer of a request that took more than one step.
  func setAnswer(_ answer: String, ofRequest key: String) throws(StoreError)
  /// When the clock last fired what was due, in microseconds.
  func lastTick() throws(StoreError) -> Int64?
  func setLastTick(_ at: Int64) throws(StoreError)
  /// The time of the last step or import that changed a record, in microseconds.
  func lastChange(ofType type: Int, id: String) throws(StoreError) -> Int64?
  /// The definition that a record last moved under: in a step, an import or a migration.
  func definition(lastMoving type: RecordType, id: String) throws(StoreError) -> KnownDefinition?
  /// The definitions that the store has seen.
  func definitions() throws(StoreError) -> [KnownDefinition]
  /// Whether values of erased records may still stand in free parts of the store, because somebody
  /// was reading when they were to be overwritten. Whatever writes next tries again.
  var isScrubPending: Bool { get throws(StoreError) }
  /// Whether the records were moved to the definition since the store was opened: they may break
  /// what it asks for.
  var hasMovedRecords: Bool { get }
  /// Keeps the text of the definition beside its hash.
  func noteDefinition(text: String, at: Int64) throws(StoreError)
}

/// A definition that a store has seen.
public struct KnownDefinition: Sendable, Equatable {
  public var workflow: String
  public var hash: String
  public var version: String
  public var text: String?

  public init(workflow: String, hash: String, version: String, text: String?) {
    self.workflow = workflow
    self.hash = hash
    self.version = version
    self.text = text
  }
}

/// A record as it stands in a store, its values in slot order.
public struct StoredRecord: Sendable, Equatable {
  public var id: String
  public var version: Int
  public var values: [StoredValue]

  public init(id: String, version: Int, values: [StoredValue]) {
    self.id = id
    self.version = version
    self.values = values
  }
}
