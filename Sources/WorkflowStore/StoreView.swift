public import WorkflowEngine

/// A consistent view of a store: the records that steps are decided on, and what was read of them.
public final class StoreView {
  public let snapshot: Snapshot
  let source: any ViewSource
  /// Whether a plan was committed from it, or one failed half way: its snapshot has moved on.
  var isSpent = false

  init(snapshot: Snapshot, source: any ViewSource) {
    self.snapshot = snapshot
    self.source = source
  }

  /// Why a record could not be read, where one could not: it was taken for absent.
  public var failure: StoreError? { source.failure }

  func checkUsable() throws(StoreError) {
    if let failure { throw failure }
    if isSpent { throw StoreError(.viewEnded, "a view of the store was committed twice") }
  }
}

/// A source of records that keeps account of what it has given.
protocol ViewSource: RecordSource {
  var reads: ReadSet { get }
  var failure: StoreError? { get }
}

/// What a step has read: a commit holds only while all of it is as it was.
struct ReadSet {
  struct Record {
    var type: Int
    var id: String
    var presence: RecordPresence
    var version: Int
  }

  enum Membership {
    case referencing(id: String)
    case linking(id: String)
    case holding(StoredValue)
    case all
  }

  struct Members {
    var type: Int
    /// -1 where the set is of all records.
    var slot: Int
    var membership: Membership
    var ids: [String]
  }

  /// The number of write transactions the store had seen: while it stands, nothing has changed.
  var commits = 0
  var records: [Record] = []
  var sets: [Members] = []
  var serials: [(type: Int, next: Int)] = []
}
