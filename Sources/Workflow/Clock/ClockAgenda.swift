import CEL
import WorkflowEngine
import WorkflowStore

/// The timers that a tick has still to look at, in the order of their moments.
///
/// A moment is the time at which a timer is due, or the later one at which it may have become
/// possible: something that it reads was changed, or a day began. So the outcome does not depend on
/// when somebody lets the clock tick.
struct ClockAgenda {
  /// A timer whose turn it is.
  struct Turn {
    var timer: TimerKey
    /// The time at which it fires, if it may.
    var moment: Int64
  }

  /// A timer that could not fire, and what it had looked at.
  private struct Held {
    var turn: Turn
    var reads: Set<ReadRecord>
    var readTypes: Set<Int>
  }

  private var waiting: [Turn] = []
  private var known: Set<TimerKey> = []
  private var held: [TimerKey: Held] = [:]
  /// Which of them have looked at a record, and which at a set of records of a type.
  private var readers: [ReadRecord: Set<TimerKey>] = [:]
  private var typeReaders: [Int: Set<TimerKey>] = [:]

  /// Timers that stay due and could not fire, in the order in which they became due.
  var heldBack: [TimerKey] {
    held.values.map(\.turn).sorted { Self.precedes($0, $1) }.map(\.timer)
  }

  var isEmpty: Bool { waiting.isEmpty }

  // MARK: Adding

  /// - Parameter notBefore: when the clock last looked: what was due then is asked from there on.
  mutating func add(_ timers: [TimerKey], notBefore: Int64) {
    for timer in timers where known.insert(timer).inserted {
      waiting.append(Turn(timer: timer, moment: max(timer.due, notBefore)))
    }
    waiting.sort { Self.precedes($1, $0) }
  }

  /// Looks at a timer once more at a later moment.
  mutating func postpone(_ turn: Turn, to moment: Int64) {
    insert(Turn(timer: turn.timer, moment: max(moment, turn.moment)))
  }

  private mutating func insert(_ turn: Turn) {
    var (low, high) = (0, waiting.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(turn, waiting[middle]) { low = middle + 1 } else { high = middle }
    }
    waiting.insert(turn, at: low)
  }

  // MARK: Taking

  /// The next timer whose moment has come; nil where there is none until then.
  mutating func next(until end: Int64) -> Turn? {
    guard let turn = waiting.last, turn.moment <= end else { return nil }
    waiting.removeLast()
    return turn
  }

  // MARK: What became of a turn

  mutating func hold(_ turn: Turn, reads: Set<ReadRecord>, readTypes: Set<Int>) {
    release(turn.timer)
    held[turn.timer] = Held(turn: turn, reads: reads, readTypes: readTypes)
    for record in reads { readers[record, default: []].insert(turn.timer) }
    for type in readTypes { typeReaders[type, default: []].insert(turn.timer) }
  }

  /// What is held back no longer: it has fired, or is not due any more.
  mutating func release(_ timer: TimerKey) {
    guard let entry = held.removeValue(forKey: timer) else { return }
    for record in entry.reads { readers[record]?.remove(timer) }
    for type in entry.readTypes { typeReaders[type]?.remove(timer) }
  }

  /// A timer that is not due any more may be due again later.
  mutating func forget(_ timer: TimerKey) {
    release(timer)
    known.remove(timer)
  }

  /// What was held back is asked again where something that it had looked at has changed.
  mutating func noteChanges(_ records: Set<ReadRecord>, at moment: Int64) {
    if held.isEmpty { return }
    var again: Set<TimerKey> = []
    for record in records {
      again.formUnion(readers[record] ?? [])
      again.formUnion(typeReaders[record.type] ?? [])
    }
    for turn in again.compactMap({ held[$0]?.turn }) { postpone(turn, to: moment) }
  }

  /// By moment, then due time, record id and file order.
  private static func precedes(_ left: Turn, _ right: Turn) -> Bool {
    if left.moment != right.moment { return left.moment < right.moment }
    if left.timer.due != right.timer.due { return left.timer.due < right.timer.due }
    if left.timer.recordID != right.timer.recordID {
      return left.timer.recordID.utf8.lexicographicallyPrecedes(right.timer.recordID.utf8)
    }
    return (left.timer.recordType, left.timer.event) < (right.timer.recordType, right.timer.event)
  }
}
