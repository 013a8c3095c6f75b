public import WorkflowEngine
import WorkflowStore

/// A timer that is due, in words that outlive a snapshot.
public struct TimerKey: Sendable, Hashable {
  public var recordType: Int
  public var recordID: String
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64
  /// The number of the request that expires, where it is no timer of the record's own.
  public var request: Int?

  init(_ timer: DueTimer, in snapshot: Snapshot) {
    recordType = timer.recordType
    recordID = snapshot.id(of: timer.record)
    event = timer.event
    due = timer.due
  }

  /// That a request expires.
  ///
  /// - Parameter event: what follows from it; where nothing does, what was asked for.
  init(_ pending: PendingRequest, recordType: Int, event: Int, due: Int64) {
    self.recordType = recordType
    recordID = pending.name.recordID
    self.event = event
    self.due = due
    request = pending.number
  }

  var record: ReadRecord { ReadRecord(type: recordType, id: recordID) }
}
