import CEL

/// Something that happened inside a step and waits for the record to answer it.
struct RaisedEvent {
  enum What {
    /// An event of the record's type.
    case event(Int)
    /// A state that is done.
    case done(StateID)
  }

  var record: RecordHandle
  var what: What
  /// The step of the plan it came from.
  var step: Int32
}

/// What is still to follow by itself in a step: the events that were raised, in their order, and
/// the records whose automatic transitions are to be looked at.
///
/// It owns the two queues, the set of records, how far the journal was looked through, and the
/// count of what has followed so far. `StepRun+Completion` works it off.
struct Following {
  /// Events that wait until nothing automatic is left to do, and those that wait for these too.
  private var raised: [RaisedEvent] = []
  private var raisedLater: [RaisedEvent] = []
  private var unsettled: Set<RecordHandle> = []
  /// The changes that automatic transitions have seen.
  private var seen = DependencyIndex.Seen()
  private var count = 0

  /// The raised events at a moment to which a part of the step can be taken back.
  struct Mark {
    fileprivate var raised: [RaisedEvent]
    fileprivate var raisedLater: [RaisedEvent]
  }

  func makeMark() -> Mark { Mark(raised: raised, raisedLater: raisedLater) }

  mutating func takeBack(to mark: Mark) {
    raised = mark.raised
    raisedLater = mark.raisedLater
  }

  mutating func forget() {
    raised.removeAll()
    raisedLater.removeAll()
    unsettled.removeAll()
    seen = DependencyIndex.Seen()
    count = 0
  }

  // MARK: Raised events

  /// Whether an event waits that is not for later.
  var hasRaised: Bool { !raised.isEmpty }

  /// - Parameter isLater: whether it waits for the others too.
  mutating func raise(
    _ what: RaisedEvent.What, isLater: Bool = false, on record: RecordHandle, step: Int32
  ) {
    let raising = RaisedEvent(record: record, what: what, step: step)
    if isLater { raisedLater.append(raising) } else { raised.append(raising) }
  }

  /// The event whose turn it is.
  mutating func takeRaised() -> RaisedEvent? {
    if !raised.isEmpty { return raised.removeFirst() }
    return raisedLater.isEmpty ? nil : raisedLater.removeFirst()
  }

  /// The same of one record.
  mutating func takeRaised(on record: RecordHandle) -> RaisedEvent? {
    if let place = raised.firstIndex(where: { $0.record == record }) {
      return raised.remove(at: place)
    }
    return raisedLater.firstIndex { $0.record == record }.map { raisedLater.remove(at: $0) }
  }

  // MARK: Automatic transitions

  mutating func look(at record: RecordHandle) { unsettled.insert(record) }

  /// Says that none of the record's automatic transitions is enabled.
  mutating func settle(_ record: RecordHandle) { unsettled.remove(record) }

  func isUnsettled(_ record: RecordHandle) -> Bool { unsettled.contains(record) }

  /// Finds the records whose automatic transitions the latest changes may have made possible.
  mutating func noteChanges(of working: WorkingCopy, for automatics: Automatics) {
    let before = DependencyIndex.Seen(
      lines: min(seen.lines, working.lowestRewrite), created: seen.created, removed: seen.removed)
    seen = DependencyIndex.Seen(
      lines: working.journal.count, created: working.created.count,
      removed: working.removed.count)
    guard
      before.lines < seen.lines || before.created < seen.created || before.removed < seen.removed
    else { return }
    working.lowestRewrite = working.journal.count
    for (index, type) in automatics.types.enumerated() {
      unsettled.formUnion(
        automatics.index.subjects(of: index, beyond: before, in: working, type: type))
    }
  }

  /// The next record to look at: by type, then by id.
  func nextUnsettled(in snapshot: Snapshot) -> RecordHandle? {
    unsettled.min { left, right in
      let types = (snapshot.type(of: left).index, snapshot.type(of: right).index)
      if types.0 != types.1 { return types.0 < types.1 }
      return idPrecedes(snapshot.id(of: left), snapshot.id(of: right))
    }
  }

  /// Counts one more of what follows; false beyond the limit.
  mutating func countOne(limit: Int) -> Bool {
    guard count < limit else { return false }
    count += 1
    return true
  }
}

/// The record types with automatic transitions, and which changes can make these possible.
struct Automatics {
  /// Whether anything can follow by itself.
  let isNeeded: Bool
  let types: [Int]
  let index: DependencyIndex

  init(definition: WorkflowDefinition) {
    isNeeded = definition.recordTypes.contains { $0.chart != nil }
    let withAutomatic = definition.recordTypes.filter { $0.chart?.automatic.isEmpty == false }
    types = withAutomatic.map(\.index)
    index = DependencyIndex(
      definition: definition,
      formulas: withAutomatic.map { type in
        (type.chart?.automatic ?? []).flatMap { $0.when?.formulas ?? [] }
      })
  }
}
