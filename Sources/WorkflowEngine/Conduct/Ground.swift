/// Where steps are decided and their plans carried out: records in memory, or a store.
///
/// A dry run is the same work on a ground that forgets.
public protocol Ground: AnyObject {
  associatedtype Failure: Error

  /// Reads the records as they are now.
  func read<Result>(_ body: (Snapshot) -> Result) throws(Failure) -> Result

  /// Decides a step on the records as they are now and carries out the plan, if there is one.
  ///
  /// The body may be called again where the records changed before the plan was carried out.
  /// What waits for a second person is kept.
  func carryOut(_ decide: (Snapshot) -> Decision) throws(Failure) -> Decision

  /// The request of this name that waits for a second person.
  func pendingRequest(_ name: PendingRequest.Name) throws(Failure) -> PendingRequest?

  /// Decides what a second person agreed to, carries it out, and ends its waiting; where it is
  /// blocked, it waits on.
  func carryOut(
    approved pending: PendingRequest, _ decide: (Snapshot) -> Decision
  ) throws(Failure) -> Decision

  /// Ends the waiting of a request without carrying it out.
  func reject(_ pending: PendingRequest, by second: Actor, at now: Int64) throws(Failure)
}

/// Records in memory that nobody else changes.
public final class MemoryGround: Ground {
  public let snapshot: Snapshot
  /// What waits for a second person.
  public let waiting: PendingBook

  public init(_ snapshot: Snapshot, waiting: PendingBook = PendingBook()) {
    self.snapshot = snapshot
    self.waiting = waiting
  }

  public func read<Result>(_ body: (Snapshot) -> Result) -> Result { body(snapshot) }

  public func carryOut(_ decide: (Snapshot) -> Decision) -> Decision {
    var decision = decide(snapshot)
    if let plan = decision.plan { apply(plan) }
    if var request = PendingRequest(decision.request, decision.outcome, in: snapshot) {
      request.names = decision.names
      if let kept = waiting.keep(request, hasOwnID: decision.request.target.hasOwnID) {
        decision.recordID = kept.name.recordID
      } else if let other = waiting.request(request.name) {
        decision.outcome = .blocked(other.alreadyPending)
      }
    }
    return decision
  }

  public func pendingRequest(_ name: PendingRequest.Name) -> PendingRequest? {
    waiting.request(name)
  }

  public func carryOut(
    approved pending: PendingRequest, _ decide: (Snapshot) -> Decision
  ) -> Decision {
    let decision = decide(snapshot)
    if let plan = decision.plan {
      waiting.remove(pending.name)
      apply(plan)
    }
    return decision
  }

  public func reject(_ pending: PendingRequest, by second: Actor, at now: Int64) {
    waiting.remove(pending.name)
  }

  private func apply(_ plan: Plan) {
    for removal in plan.removed {
      waiting.forget(
        recordType: snapshot.type(of: removal.record).name,
        recordID: snapshot.id(of: removal.record))
    }
    snapshot.apply(plan)
  }
}
