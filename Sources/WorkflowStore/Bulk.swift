public import CEL
public import WorkflowEngine

/// How steps are committed many at a time.
public struct BulkOptions {
  /// Steps in one transaction: each is whole, and others can write between two transactions.
  public var stepsPerTransaction: Int
  /// Called after each transaction with the number of steps that are safe now.
  public var progress: (Int) -> Void

  public init(stepsPerTransaction: Int = 250, progress: @escaping (Int) -> Void = { _ in }) {
    self.stepsPerTransaction = max(1, stepsPerTransaction)
    self.progress = progress
  }
}

/// What became of many steps.
public struct BulkReport: Sendable, Equatable {
  /// Steps whose plans are committed, in the order in which they were written.
  public var committed = 0
  /// Refused attempts whose lines are committed.
  public var refused = 0
  /// Steps and refusals that were taken back with the transaction that failed.
  public var takenBack = 0
  /// Why the rest was not done.
  public var failure: StoreError?

  public init() {}
}

/// Takes the plans of many steps; between two calls of the body the transaction may change.
///
/// Its snapshot is always as the plans written so far left it, and nobody else writes meanwhile:
/// there are no conflicts to look for.
public final class BulkWriter {
  /// Whether there is more to do.
  public enum Next: Sendable { case more, finished }

  private let target: any BulkTarget
  private let makeView: (_ keepsAccount: Bool) -> StoreView
  private(set) package var view: StoreView
  private var keepsAccount = false
  /// Whether records tell what waits for a second person.
  private let tellsWhatWaits: Bool
  private(set) var written = 0
  private(set) var refused = 0

  /// - Parameter makeView: gives a view inside the transaction.
  package init(
    target: any BulkTarget, makeView: @escaping (_ keepsAccount: Bool) -> StoreView
  ) {
    self.target = target
    self.makeView = makeView
    let view = makeView(false)
    self.view = view
    tellsWhatWaits = view.snapshot.definition.tellsWhatWaits
  }

  /// The records as they are now; each transaction starts with a new one.
  public var snapshot: Snapshot { view.snapshot }

  /// Starts a snapshot of its own for the next step, and an account of what it reads.
  public func beginAccount() {
    keepsAccount = true
    view = makeView(true)
  }

  /// The records that were read since the account began.
  public var readRecords: [ReadRecord] { view.readRecords }

  /// The types of whose records sets were read since the account began.
  public var readTypes: Set<Int> { Set(view.source.reads.sets.map(\.type)) }

  /// Writes a plan that was just decided on `snapshot`; gives the numbers of its lines.
  @discardableResult
  public func write(_ plan: Plan, as attempt: Attempt) throws(StoreError) -> ClosedRange<Int> {
    let lines = try target.write(plan, in: snapshot, as: attempt)
    written += 1
    // Requests that spoke of what is erased are forgotten, and records tell so that the snapshot has
    // from before.
    if tellsWhatWaits, ErasureList(plan: plan, snapshot: snapshot) != nil {
      view = makeView(keepsAccount)
    }
    return lines
  }

  /// Keeps what the engine remembers of a record beside its fields: that is no step, it leaves no
  /// line and makes no new version.
  ///
  /// - Parameter slot: of an internal field; the snapshot has the new word from now on.
  public func remember(
    _ word: Int64, in slot: Int, of record: RecordHandle
  ) throws(StoreError) {
    snapshot.setRaw(record, slot: slot, to: word)
    try target.remember(slot, of: record, in: snapshot)
  }

  /// Keeps a request that waits for a second person.
  public func keep(
    _ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt
  ) throws(StoreError) -> KeepResult {
    let teller = teller(of: request)
    let result = try target.keep(request, hasOwnID: hasOwnID, as: attempt)
    if case .kept = result {
      written += 1
      if let teller { snapshot.turn(teller.record, slot: teller.slot, to: 1) }
    }
    return result
  }

  /// The record that tells that a request waits, as it was read before that changes.
  private func teller(of request: PendingRequest) -> (record: RecordHandle, slot: Int)? {
    guard let (type, slot) = request.flag(in: snapshot.definition) else { return nil }
    let record = snapshot.known(type: type.index, id: request.name.recordID)
    return snapshot.presence(of: record) == .present ? (record, slot) : nil
  }

  /// Notes that a second person agreed to what waits: the number of the line, or nil where it waits
  /// no longer.
  public func agree(_ agreement: Agreement, as attempt: Attempt) throws(StoreError) -> Int? {
    try target.agree(agreement, attempt)
  }

  /// Ends the waiting of a request that is not carried out; false where it waits no longer.
  public func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool {
    let teller = teller(of: request)
    let isEnded = try target.end(request, as: end, by: actor, at: now)
    if isEnded {
      written += 1
      if let teller { snapshot.turn(teller.record, slot: teller.slot, to: 0) }
    }
    return isEnded
  }

  /// Leaves a line about a refused attempt.
  public func refuse(_ names: [String], of attempt: Attempt) throws(StoreError) {
    try target.refuse(names, of: attempt)
    refused += 1
  }

  package var count: Int { written + refused }

  package func take() -> (written: Int, refused: Int) {
    defer { (written, refused) = (0, 0) }
    return (written, refused)
  }
}

/// Where a bulk writer's plans go.
package protocol BulkTarget: AnyObject {
  func write(_ plan: Plan, in snapshot: Snapshot, as attempt: Attempt) throws(StoreError)
    -> ClosedRange<Int>
  func remember(_ slot: Int, of record: RecordHandle, in snapshot: Snapshot) throws(StoreError)
  func refuse(_ names: [String], of attempt: Attempt) throws(StoreError)
  func keep(_ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt) throws(StoreError)
    -> KeepResult
  func agree(_ agreement: Agreement, _ attempt: Attempt) throws(StoreError) -> Int?
  func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool
}
