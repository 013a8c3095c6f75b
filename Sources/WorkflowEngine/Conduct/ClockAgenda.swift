public import CEL

/// The timers that a tick, or a run of ticks, has still to look at, in their order.
///
/// The order is by due time, record id and file order. What becomes due through a firing is looked
/// at in the same tick. A timer that is held back is looked at again in the next one.
public struct ClockAgenda {
  /// The records whose timers are looked at: their types and ids.
  public struct Scope: Sendable {
    public struct Member: Sendable, Hashable {
      public var type: Int
      public var id: String

      public init(type: Int, id: String) {
        self.type = type
        self.id = id
      }
    }

    public var members: Set<Member>

    public init(_ members: Set<Member>) { self.members = members }
  }

  /// A timer whose turn it is.
  public struct Turn: Sendable {
    public var timer: TimerKey
    /// The time at which it fires: its due time, or the tick's where an earlier one held it back.
    public var now: Int64
  }

  private let interpreter: Interpreter
  /// The last moment that is looked at.
  private let end: Int64
  /// The time of the tick in hand.
  private var moment: Int64
  /// Nil means all records.
  private var scope: Scope?
  private let wasHeldBack: (TimerKey) -> Bool
  /// The last is the next one.
  private var waiting: [TimerKey] = []
  private var known: Set<TimerKey> = []
  /// Timers whose turn came while their condition did not hold: what fires later may set them.
  private var passedOver: Set<TimerKey> = []
  private var hasFired = false
  private var hasFiredSinceLook = false
  private var hasFiredAtMoment = false
  /// Timers that a tick of this run has held back.
  public private(set) var heldBack: [TimerKey] = []
  private var heldBefore: Set<TimerKey> = []

  /// A single tick at a time.
  public init(
    _ interpreter: Interpreter, at time: Int64, scope: Scope? = nil,
    wasHeldBack: @escaping (TimerKey) -> Bool
  ) {
    self.init(interpreter, from: time, until: time, scope: scope, wasHeldBack: wasHeldBack)
  }

  /// A tick at a time, and one at each later moment at which a timer becomes due, until an end.
  public init(
    _ interpreter: Interpreter, from start: Int64, until end: Int64, scope: Scope? = nil,
    wasHeldBack: @escaping (TimerKey) -> Bool
  ) {
    self.interpreter = interpreter
    self.end = end
    moment = min(start, end)
    isStepping = start < end
    self.scope = scope
    self.wasHeldBack = wasHeldBack
  }

  private let isStepping: Bool

  // MARK: Adding

  /// Looks at the timers of all records; false where none is new.
  public mutating func lookAtAll(in snapshot: Snapshot) -> Bool {
    if hasFiredSinceLook { forget(passedOver) }
    hasFiredSinceLook = false
    return add(
      keys(
        in: snapshot,
        of: scope.map { scope in
          scope.members.map { snapshot.known(type: $0.type, id: $0.id) }
        }))
  }

  /// Looks at the timers of records that a firing has changed.
  public mutating func lookAt(_ records: [RecordHandle], in snapshot: Snapshot) {
    for record in records where scope != nil && !snapshot.id(of: record).isEmpty {
      let member = Scope.Member(
        type: snapshot.type(of: record).index, id: snapshot.id(of: record))
      scope?.members.insert(member)
    }
    let keys = keys(in: snapshot, of: records)
    forget(Set(keys.filter(passedOver.contains)))
    _ = add(keys)
  }

  /// Another way of the same event may be due later.
  private mutating func lookOnce(at timer: TimerKey, in snapshot: Snapshot) {
    if !isStepping { return }
    let record = snapshot.known(type: timer.recordType, id: timer.recordID)
    let due = interpreter.dueTimers(snapshot, until: end, records: [record])
    _ = add(
      due.filter { $0.event == timer.event }.map {
        TimerKey(
          recordType: $0.recordType, recordID: timer.recordID, event: $0.event, due: $0.due)
      })
  }

  private mutating func forget(_ timers: Set<TimerKey>) {
    passedOver.subtract(timers)
    known.subtract(timers)
  }

  private mutating func add(_ timers: [TimerKey]) -> Bool {
    let new = timers.filter { known.insert($0).inserted }
    if new.isEmpty { return false }
    insert(new)
    return true
  }

  /// Few find their places one by one; a long agenda is not sorted anew for them.
  private mutating func insert(_ timers: [TimerKey]) {
    if timers.count > 8 {
      waiting += timers
      return waiting.sort { TimerKey.precedes($1, $0) }
    }
    for timer in timers {
      var (low, high) = (0, waiting.count)
      while low < high {
        let middle = (low + high) / 2
        if TimerKey.precedes(timer, waiting[middle]) { low = middle + 1 } else { high = middle }
      }
      waiting.insert(timer, at: low)
    }
  }

  /// A condition may hold at a timer's moment and not at the end, so that it is asked then.
  private func keys(in snapshot: Snapshot, of records: [RecordHandle]?) -> [TimerKey] {
    interpreter.dueTimers(snapshot, until: end, records: records, isForeseen: isStepping).map {
      TimerKey(
        recordType: $0.recordType, recordID: snapshot.id(of: $0.record), event: $0.event,
        due: $0.due)
    }
  }

  // MARK: Taking

  /// The next timer that is due; nil where there is none any more.
  public mutating func next(in snapshot: Snapshot) -> Turn? {
    while true {
      while let timer = waiting.last, timer.due <= moment {
        waiting.removeLast()
        // What fired before may have moved it.
        if hasFired || isStepping, !isDue(timer, in: snapshot) {
          passedOver.insert(timer)
          lookOnce(at: timer, in: snapshot)
          continue
        }
        let isLate = heldBefore.contains(timer) || wasHeldBack(timer)
        return Turn(timer: timer, now: isLate ? moment : timer.due)
      }
      if !isStepping || !startTick() { return nil }
    }
  }

  /// The next tick: once more at the same moment where something has fired, else at the next one.
  private mutating func startTick() -> Bool {
    if !hasFiredAtMoment || heldBack.isEmpty {
      guard let timer = waiting.last else { return startLastTick() }
      moment = timer.due
    }
    lookAgain()
    return true
  }

  /// Whatever is still held back is asked once more at the end.
  private mutating func startLastTick() -> Bool {
    if moment == end || heldBack.isEmpty { return false }
    moment = end
    lookAgain()
    return true
  }

  private mutating func lookAgain() {
    heldBefore.formUnion(heldBack)
    insert(heldBack)
    heldBack.removeAll()
    hasFiredAtMoment = false
  }

  private func isDue(_ timer: TimerKey, in snapshot: Snapshot) -> Bool {
    let record = snapshot.known(type: timer.recordType, id: timer.recordID)
    return interpreter.dueTimers(snapshot, until: moment, records: [record]).contains {
      $0.event == timer.event && $0.due == timer.due
    }
  }

  // MARK: What became of a turn

  public mutating func noteFired() {
    hasFired = true
    hasFiredSinceLook = true
    hasFiredAtMoment = true
  }

  public mutating func noteHeldBack(_ timer: TimerKey) { heldBack.append(timer) }
}
