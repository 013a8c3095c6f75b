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

/// What follows by itself once the effects of a step are planned: automatic transitions, then
/// raised events, until nothing moves any more.
///
/// The order is that of a macrostep in the W3C's SCXML recommendation, appendix D.
extension StepRun {
  /// Reactions, automatic transitions and raised events, to their end; false when something blocks
  /// the step.
  func complete() -> Bool {
    if !react() { return false }
    if !automatics.isNeeded { return true }
    while true {
      noteChanged()
      if let record = nextUnsettled() {
        guard takeAutomatic(on: record), react() else { return false }
      } else if !raised.isEmpty {
        guard take(raised.removeFirst()), react() else { return false }
      } else if !raisedLater.isEmpty {
        guard take(raisedLater.removeFirst()), react() else { return false }
      } else {
        return true
      }
    }
  }

  /// The same for one record that an effect sent an event to: carried out to its end before the
  /// next effect. Reactions and other records wait for the end of the step.
  func complete(_ record: RecordHandle) -> Bool {
    while true {
      unsettled.insert(record)
      while unsettled.contains(record) {
        guard takeAutomatic(on: record) else { return false }
      }
      if let next = raised.firstIndex(where: { $0.record == record }) {
        guard take(raised.remove(at: next)) else { return false }
      } else if let next = raisedLater.firstIndex(where: { $0.record == record }) {
        guard take(raisedLater.remove(at: next)) else { return false }
      } else {
        return true
      }
    }
  }

  func raise(_ event: Int, isLater: Bool, on record: RecordHandle, step: Int32) {
    let raising = RaisedEvent(record: record, what: .event(event), step: step)
    if isLater { raisedLater.append(raising) } else { raised.append(raising) }
  }

  /// Tells the record that something of it cannot be decided, where its type has an event for that.
  func raiseUndecided(on record: RecordHandle, type: RecordType) {
    guard let event = type.chart?.undecidedEvent else { return }
    raise(event, isLater: false, on: record, step: working.step(of: record) ?? 0)
  }

  // MARK: Automatic transitions

  /// Finds the records whose automatic transitions may have become possible.
  private func noteChanged() {
    let from = min(settledCursor, working.lowestRewrite)
    guard from < working.journal.count else { return }
    settledCursor = working.journal.count
    working.lowestRewrite = working.journal.count
    for (index, type) in automatics.types.enumerated() {
      unsettled.formUnion(automatics.index.subjects(of: index, from: from, in: self, type: type))
    }
  }

  /// The next record to look at: by type, then by id.
  private func nextUnsettled() -> RecordHandle? {
    unsettled.min { left, right in
      let types = (snapshot.type(of: left).index, snapshot.type(of: right).index)
      if types.0 != types.1 { return types.0 < types.1 }
      return idPrecedes(snapshot.id(of: left), snapshot.id(of: right))
    }
  }

  /// Takes the record's automatic transitions that are enabled; settled when there are none.
  private func takeAutomatic(on record: RecordHandle) -> Bool {
    let type = snapshot.type(of: record)
    guard let chart = type.chart, !chart.automatic.isEmpty,
      working.presence(of: record) == .present
    else {
      unsettled.remove(record)
      return true
    }
    let parent = working.step(of: record) ?? 0
    return take(chart.automatic, on: record, type: type, chart: chart, parent: parent) {
      unsettled.remove(record)
    }
  }

  // MARK: Raised events

  private func take(_ event: RaisedEvent) -> Bool {
    let type = snapshot.type(of: event.record)
    guard let chart = type.chart, working.presence(of: event.record) == .present else {
      return true
    }
    let ways: [Transition] =
      switch event.what {
      case .event(let index):
        type.events[index].transitions.filter { !$0.isTimed && !$0.occasion.isSpontaneous }
      case .done(let state): chart.done[state] ?? []
      }
    return take(ways, on: event.record, type: type, chart: chart, parent: event.step) {}
  }

  /// Takes those of the ways that are enabled; what nothing answers is dropped.
  private func take(
    _ ways: [Transition], on record: RecordHandle, type: RecordType, chart: Chart, parent: Int32,
    otherwise: () -> Void
  ) -> Bool {
    let lists = candidates(ways, record: record, chart: chart)
    cascadeDepth += 1
    defer { cascadeDepth -= 1 }
    var blocked: [Blocker] = []
    let chosen = chooseUnasked(
      from: lists, record: record, type: type, cause: .automatic, blocked: &blocked)
    guard let chosen else {
      blockers += blocked.filter { $0.code == .cannotDecide }
      return false
    }
    if chosen.isEmpty {
      otherwise()
      return true
    }
    guard automaticSteps < limits.automaticTransitions else {
      blockers.append(neverSettles(chosen[0], record))
      return false
    }
    automaticSteps += 1
    unsettled.insert(record)
    return take(chosen, on: record, type: type, cause: .automatic, parent: parent)
  }

  /// The ways that are taken where nobody asks: inputs have their defaults, and what blocks is
  /// about the record.
  func chooseUnasked(
    from lists: [[Transition]], record: RecordHandle, type: RecordType, cause: Cause,
    blocked: inout [Blocker]
  ) -> [Transition]? {
    let known = blockers
    blockers = []
    defer { blockers = known }
    let chosen = choose(from: lists, record: record, type: type, blocked: &blocked) { way in
      reader.withFrame(own: record, cause: cause.value) { frame in
        let missing = takeInputs(way, record: record, type: type, frame: frame)
        let verdict = verdict(on: way, record: record, frame: frame, missing: missing)
        blockers = []
        return verdict
      }
    }
    for index in blocked.indices { blocked[index].record = record }
    return chosen
  }

  /// Carries chosen ways out, each a step of the plan.
  func take(
    _ chosen: [Transition], on record: RecordHandle, type: RecordType, cause: Cause, parent: Int32
  ) -> Bool {
    reader.withFrames(own: record, cause: cause.value, amount: chosen.count) { frames in
      let taken = zip(chosen, frames).map { way, frame in
        takeInputs(way, record: record, type: type, frame: frame)
        steps.append(Plan.Step(record: record, transition: way, cause: cause, parent: parent))
        let step = Int32(steps.count - 1)
        working.attribute(record, to: step)
        return TakenWay(transition: way, step: step, frame: frame)
      }
      return move(taken, record: record, type: type)
    }
  }

  private func neverSettles(_ transition: Transition, _ record: RecordHandle) -> Blocker {
    let last = (0..<steps.count).reversed().lazy.map { self.steps[$0] }
      .filter { $0.cause == .automatic }.prefix(6)
    var story = Array(last).reversed().map(storyStep)
    story.append(StoryStep(event: transition.event, record: shortName(of: record)))
    return Blocker(
      code: .tooMuch,
      cause: .followingNeverEnds(limit: limits.automaticTransitions, story: story),
      place: transition.place, record: record)
  }
}

extension Cause {
  /// As formulas see it.
  var value: Value {
    switch self {
    case .asked: Self.askedValue
    case .cascade: Self.cascadeValue
    case .clock: Self.clockValue
    case .automatic: Self.automaticValue
    }
  }

  private static let askedValue = Value.text(Cause.asked.rawValue)
  private static let cascadeValue = Value.text(Cause.cascade.rawValue)
  private static let clockValue = Value.text(Cause.clock.rawValue)
  private static let automaticValue = Value.text(Cause.automatic.rawValue)
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
