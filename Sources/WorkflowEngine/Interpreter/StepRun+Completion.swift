import CEL

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
      following.noteChanges(of: working, for: automatics)
      if let record = following.nextUnsettled(in: snapshot) {
        guard takeAutomatic(on: record), react() else { return false }
      } else if let event = following.takeRaised() {
        guard take(event), react() else { return false }
      } else {
        return true
      }
    }
  }

  /// The same for one record that an effect sent an event to: carried out to its end before the
  /// next effect. Reactions and other records wait for the end of the step.
  func complete(_ record: RecordHandle) -> Bool {
    while true {
      following.look(at: record)
      while following.isUnsettled(record) {
        guard takeAutomatic(on: record) else { return false }
      }
      guard let next = following.takeRaised(on: record) else { return true }
      guard take(next) else { return false }
    }
  }

  /// Tells the record that something of it cannot be decided, where its type has an event for that.
  func raiseUndecided(on record: RecordHandle, type: RecordType) {
    guard let event = type.chart?.undecidedEvent else { return }
    following.raise(.event(event), on: record, step: working.step(of: record) ?? 0)
  }

  // MARK: Automatic transitions

  /// Takes the record's automatic transitions that are enabled; settled when there are none.
  private func takeAutomatic(on record: RecordHandle) -> Bool {
    let type = snapshot.type(of: record)
    guard let chart = type.chart, !chart.automatic.isEmpty,
      working.presence(of: record) == .present
    else {
      following.settle(record)
      return true
    }
    let parent = working.step(of: record) ?? 0
    return take(chart.automatic, on: record, type: type, chart: chart, parent: parent) {
      following.settle(record)
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
    let lists = standing(of: record, in: chart).candidates(ways)
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
    guard following.countOne(limit: limits.automaticTransitions) else {
      blockers.append(neverSettles(chosen[0], record))
      return false
    }
    following.look(at: record)
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
        let mark = way.inputs.isEmpty ? nil : makeMark()
        let missing = takeInputs(
          way, record: record, frame: frame, step: Int32(steps.count))
        let verdict = verdict(on: way, record: record, frame: frame, missing: missing)
        if let mark { _ = takeBack(to: mark) }
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
        let step = Int32(steps.count)
        steps.append(Plan.Step(record: record, transition: way, cause: cause, parent: parent))
        working.attribute(record, to: step)
        takeInputs(way, record: record, frame: frame, step: step)
        return TakenWay(transition: way, step: step, frame: frame)
      }
      // What follows from here is sent by others.
      let given = carried
      carried = []
      defer { carried = given }
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
