import WorkflowEngine

/// The timers of one tick, each a request of its own: by due time, each once unless it is set anew.
///
/// A timer fires at its due time, or at the tick's where that lies before the moment at which
/// records may have changed last.
struct ClockTurns {
  private let end: Int64
  private let former: Int64
  private var tried: Set<DueTimer> = []
  private var firings = 0

  /// How many timers a tick fires: one that sets itself again at once would never end.
  private static let maximum = 100

  init(at end: Int64, after former: Int64) {
    self.end = end
    self.former = former
  }

  /// The request of the next timer; nil where nothing is due any more.
  mutating func next(_ interpreter: Interpreter, in snapshot: Snapshot) -> Request? {
    guard firings < Self.maximum,
      let timer = interpreter.dueTimers(snapshot, until: end).first(where: {
        !tried.contains($0)
      })
    else { return nil }
    tried.insert(timer)
    return Request(
      recordType: timer.recordType, event: timer.event, target: .record(timer.record),
      isConfirmed: true, actor: MoveMaker.clock, now: timer.due > former ? timer.due : end,
      cause: .clock, due: timer.due)
  }

  /// What was held back is asked again after another one has fired.
  mutating func noteFired() {
    firings += 1
    tried.removeAll()
  }
}
