import CEL
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

  /// What the clock does next.
  enum Turn {
    case fire(Request)
    /// A timer's time is over without a firing: the word says up to which time.
    case passOver(RecordHandle, slot: Int, word: Int64)
  }

  /// The turn of the next timer; nil where nothing is due any more.
  mutating func next(_ interpreter: Interpreter, in snapshot: Snapshot) -> Turn? {
    let look = ClockLook(last: former == .min ? nil : former, now: end)
    while firings < Self.maximum {
      let timers = interpreter.dueTimers(snapshot, until: end, isForeseen: true, look: look)
      guard let timer = timers.first(where: { !tried.contains($0) }) else { return nil }
      tried.insert(timer)
      let moment = timer.due > former ? timer.due : end
      guard let (way, applies) = interpreter.way(of: timer, snapshot, at: moment, look: look),
        case .clock(let clock) = way.occasion
      else { continue }
      if !applies || clock.missed == .skip && moment > timer.due {
        guard clock.isRepeating, let slot = clock.firedSlot else { continue }
        return .passOver(timer.record, slot: slot, word: timer.due)
      }
      var request = Request(
        recordType: timer.recordType, event: timer.event, target: .record(timer.record),
        isConfirmed: true, actor: MoveMaker.clock, now: moment, cause: .clock, due: timer.due)
      if clock.missed == .once {
        request.overUntil = interpreter.lastTime(of: way, snapshot, timer.record, until: end)
      }
      return .fire(request)
    }
    return nil
  }

  /// What was held back is asked again after another one has fired.
  mutating func noteFired() {
    firings += 1
    tried.removeAll()
  }
}
