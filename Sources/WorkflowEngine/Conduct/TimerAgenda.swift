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

/// The timers that a tick has still to look at, in their order; none is looked at twice.
struct TimerAgenda {
  /// The last is the next one.
  private var waiting: [TimerKey] = []
  private var known: Set<TimerKey> = []

  mutating func add(_ timers: [TimerKey]) {
    let new = timers.filter { known.insert($0).inserted }
    if new.isEmpty { return }
    waiting += new
    waiting.sort { TimerKey.precedes($1, $0) }
  }

  mutating func next() -> TimerKey? { waiting.popLast() }
}
