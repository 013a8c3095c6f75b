public import WorkflowEngine
import WorkflowStore

/// A timer that is due, in words that outlive a snapshot.
public struct TimerKey: Sendable, Hashable {
  public var recordType: Int
  public var recordID: String
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64

  init(_ timer: DueTimer, in snapshot: Snapshot) {
    recordType = timer.recordType
    recordID = snapshot.id(of: timer.record)
    event = timer.event
    due = timer.due
  }

  var record: ReadRecord { ReadRecord(type: recordType, id: recordID) }
}
