public import WorkflowEngine

/// A consistent view of a store: the records that steps are decided on, and what was read of them.
public final class StoreView {
  public let snapshot: Snapshot
  package let source: any ViewSource
  private let makeReader: () -> any StoreReader
  /// Whether a plan was committed from it, or one failed half way: its snapshot has moved on.
  package var isSpent = false

  package init(
    snapshot: Snapshot, source: any ViewSource, reader makeReader: @escaping () -> any StoreReader
  ) {
    self.snapshot = snapshot
    self.makeReader = makeReader
    self.source = source
  }

  /// All that the store holds, of the same moment as the snapshot.
  public var reader: any StoreReader { makeReader() }

  /// The records that were read, also those that are not there.
  public var readRecords: [ReadRecord] {
    source.reads.records.map { ReadRecord(type: $0.type, id: $0.id) }
  }

  /// Why a record could not be read, where one could not: it was taken for absent.
  public var failure: StoreError? { source.failure }

  package func checkUsable() throws(StoreError) {
    if let failure { throw failure }
    if isSpent { throw StoreError(.viewEnded, "a view of the store was committed twice") }
  }
}

/// A record that was read.
public struct ReadRecord: Sendable, Hashable {
  public var type: Int
  public var id: String

  public init(type: Int, id: String) {
    self.type = type
    self.id = id
  }
}

/// A source of records that keeps account of what it has given.
package protocol ViewSource: RecordSource {
  var reads: ReadSet { get }
  var failure: StoreError? { get }
  /// Ends the reading: what was not read by then cannot be any more.
  func end()
}

/// What a step has read: a commit holds only while all of it is as it was.
package struct ReadSet {
  package struct Record {
    package var type: Int
    package var id: String
    package var presence: RecordPresence
    package var version: Int

    package init(type: Int, id: String, presence: RecordPresence, version: Int) {
      self.type = type
      self.id = id
      self.presence = presence
      self.version = version
    }
  }

  package enum Membership {
    case referencing(id: String)
    case linking(id: String)
    case holding(StoredValue)
    /// Records whose list has entries that point at a record.
    case owning(slot: Int, id: String)
    case all
  }

  package struct Members {
    package var type: Int
    /// -1 where the set is of all records.
    package var slot: Int
    package var membership: Membership
    package var ids: [String]

    package init(type: Int, slot: Int, membership: Membership, ids: [String]) {
      self.type = type
      self.slot = slot
      self.membership = membership
      self.ids = ids
    }
  }

  /// The number of write transactions the store had seen: while it stands, nothing has changed.
  package var commits = 0
  package var records: [Record] = []
  package var sets: [Members] = []
  package var serials: [(type: Int, next: Int)] = []
  package var messageKeys: [(key: String, isKnown: Bool)] = []

  package init() {}
}
