public import WorkflowEngine
public import WorkflowStore

/// How one tick goes about.
public struct TickOptions {
  /// The records whose timers are looked at, with those that a firing changes; nil means all.
  public var scope: Set<ReadRecord>?
  /// When the clock is taken to have looked last; nil means when it did.
  public var notBefore: Int64?
  /// When it ticks, where it goes on from there: later times are not missed; nil means at its end.
  public var now: Int64?
  /// Ids for records that the timers' effects create.
  public var names: [NewRecordName] = []
  /// Whether the answer says what each firing changed.
  public var isDetailed = false
  /// Called with every timer that fired, and at the end with those that were held back.
  public var observe: ((Decision) -> Void)?

  public init() {}
}

/// The clock.
extension Conductor {
  /// Fires everything that has become due until a time, each timer as a step of its own.
  ///
  /// A timer fires at its due time, or at the later one at which it became possible: its record
  /// came into its state, something that it reads was changed, a day began. So one tick after a
  /// year does what a tick a day does, and no record's history runs backwards. What becomes due
  /// through a firing fires in the same tick; what cannot fire stays due. Where a repeating timer's
  /// own condition does not hold for the moment, its time is passed over.
  public func tick(at end: Int64, _ tickOptions: TickOptions = TickOptions()) throws -> ClockAnswer
  {
    let last = try store.lastTick()
    var run = ClockRun(self, lastTick: last, until: end, tickOptions)
    if try run.lookAtAll() {
      let bulk = try store.bulk(BulkOptions(stepsPerTransaction: options.stepsPerTransaction)) {
        try run.turn($0)
      }
      if let failure = bulk.failure { throw failure }
    }
    let answer = run.finish()
    if !answer.isInterrupted, !answer.isCutShort, end > last ?? .min, tickOptions.scope == nil {
      try store.setLastTick(end)
    }
    return answer
  }
}
