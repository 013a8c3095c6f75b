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
  func carryOut(_ decide: (Snapshot) -> Decision) throws(Failure) -> Decision
}

/// Records in memory that nobody else changes.
public final class MemoryGround: Ground {
  public let snapshot: Snapshot

  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  public func read<Result>(_ body: (Snapshot) -> Result) -> Result { body(snapshot) }

  public func carryOut(_ decide: (Snapshot) -> Decision) -> Decision {
    let decision = decide(snapshot)
    if let plan = decision.plan { snapshot.apply(plan) }
    return decision
  }
}
