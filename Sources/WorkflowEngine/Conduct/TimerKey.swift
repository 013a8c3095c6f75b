/// A timer that is due, in words that outlive a snapshot.
public struct TimerKey: Sendable, Hashable {
  public var recordType: Int
  public var recordID: String
  public var event: Int
  /// When it became due, in microseconds.
  public var due: Int64

  public init(recordType: Int, recordID: String, event: Int, due: Int64) {
    self.recordType = recordType
    self.recordID = recordID
    self.event = event
    self.due = due
  }

  /// By due time, then record id, then file order.
  static func precedes(_ left: TimerKey, _ right: TimerKey) -> Bool {
    if left.due != right.due { return left.due < right.due }
    if left.recordID != right.recordID { return idPrecedes(left.recordID, right.recordID) }
    return (left.recordType, left.event) < (right.recordType, right.event)
  }
}
