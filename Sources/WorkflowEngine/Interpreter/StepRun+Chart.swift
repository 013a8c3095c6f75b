import CEL

/// A way that is being taken, with its line of the plan and the frame that holds its inputs.
struct TakenWay {
  var transition: Transition
  var step: Int32
  var frame: Frame
}

/// Moving a record through its tree of states: what is left, what is entered, and in which order.
///
/// The W3C's SCXML recommendation, appendix D (`microstep`), with one addition: effects of a
/// transition see the states that its `to` names.
extension StepRun {
  /// Takes ways that leave nothing in common: all exits, then their effects, then all entries.
  func move(_ taken: [TakenWay], record: RecordHandle, type: RecordType) -> Bool {
    guard let chart = type.chart, let step = taken.first?.step else { return true }
    unsettled.insert(record)
    let creates = taken.contains { $0.transition.creates }
    let domains =
      creates
      ? chart.top : taken.flatMap { self.domains(of: $0.transition, record: record, chart: chart) }
    let exits = creates ? [] : activeStates(within: domains, record: record, chart: chart)
    remember(exits, record: record, chart: chart, step: step)
    var entry = EntrySet(chart: chart, memory: { self.working.cell(record, $0) })
    for way in taken { entry.add(way.transition.entryTargets) }
    let named = entry.states
    entry.complete(domains.filter { creates || entry.states[$0] != nil })
    guard leave(exits, domains: domains, record: record, type: type, chart: chart, step: step)
    else { return false }
    for (region, state) in named.sorted(by: { $0.key < $1.key }) {
      working.write(record, chart.regions[region].slot, Int64(state), step: step)
    }
    for way in taken {
      if case .clock(let timer) = way.transition.occasion, let slot = timer.firedSlot,
        let due = request.due
      {
        working.write(record, slot, due, step: way.step)
      }
      guard
        runBlock(
          way.transition.effects, record: record, type: type, frame: way.frame, step: way.step)
      else { return false }
    }
    return enter(entry, named: named, record: record, type: type, chart: chart, step: step)
  }

  /// A record that an effect creates enters its initial states.
  func enterInitialStates(_ record: RecordHandle, type: RecordType, step: Int32) -> Bool {
    guard let chart = type.chart else {
      for region in type.regions { working.write(record, region.slot, 0, step: step) }
      return true
    }
    var entry = EntrySet(chart: chart, memory: { _ in Scalar.null })
    entry.complete(chart.top)
    return enter(entry, named: [:], record: record, type: type, chart: chart, step: step)
  }

  // MARK: What is left

  /// The regions in which a way leaves states and enters others: one for each region at the top
  /// that it enters.
  func domains(of way: Transition, record: RecordHandle, chart: Chart) -> [Int] {
    let targets = way.to.map(\.slot) + way.toHistories.map(\.region)
    var byTop: [(top: Int, regions: [Int])] = []
    for region in targets {
      let top = chart.path(from: region).last ?? region
      if let index = byTop.firstIndex(where: { $0.top == top }) {
        byTop[index].regions.append(region)
      } else {
        byTop.append((top, [region]))
      }
    }
    let source = source(of: way, record: record, chart: chart)
    return byTop.map { top, regions in
      guard let source, chart.path(from: source.region).last == top else { return top }
      let inner = chart.state(source).regions
      if way.isInternal, inner.count == 1,
        regions.allSatisfy({ chart.isRegion($0, within: inner[0]) })
      {
        return inner[0]
      }
      return chart.commonRegion(of: regions + [source.region]) ?? top
    }
  }

  /// Active states in these regions and inside them: inner ones first, later ones first.
  private func activeStates(
    within domains: [Int], record: RecordHandle, chart: Chart
  ) -> [StateID] {
    var states: Set<StateID> = []
    func walk(_ region: Int) {
      let word = working.cell(record, chart.regions[region].slot)
      if word == Scalar.null { return }
      let id = StateID(region: region, state: Int(word))
      states.insert(id)
      chart.state(id).regions.forEach(walk)
    }
    domains.forEach(walk)
    return states.sorted { chart.precedes($1, $0) }
  }

  /// Keeps where the record was, for the histories of the regions that it leaves.
  private func remember(_ exits: [StateID], record: RecordHandle, chart: Chart, step: Int32) {
    for state in exits {
      // A way that stays inside the state around leaves what was remembered of it.
      guard let slot = chart.regions[state.region].historySlot,
        let outer = chart.regions[state.region].parent, exits.contains(outer)
      else { continue }
      working.write(record, slot, Int64(state.state), step: step)
    }
  }

  private func leave(
    _ exits: [StateID], domains: [Int], record: RecordHandle, type: RecordType, chart: Chart,
    step: Int32
  ) -> Bool {
    for exit in exits {
      guard runOwn(chart.state(exit).onExit, record: record, type: type, step: step) else {
        return false
      }
      // The region that stays active gets its new state in one piece.
      if !domains.contains(exit.region) {
        working.write(record, chart.regions[exit.region].slot, Scalar.null, step: step)
      }
    }
    return true
  }

  // MARK: What is entered

  /// - Parameter named: the states that were entered before the effects of the transition; where
  ///   these have sent the record on, it is not brought back.
  private func enter(
    _ entry: EntrySet, named: [Int: Int], record: RecordHandle, type: RecordType, chart: Chart,
    step: Int32
  ) -> Bool {
    for id in entry.ordered {
      let region = chart.regions[id.region]
      if named[id.region] != nil, !isIn(id, record: record, chart: chart) { continue }
      if let outer = region.parent, !isIn(outer, record: record, chart: chart) { continue }
      working.write(record, region.slot, Int64(id.state), step: step)
      if let slot = region.enteredSlot { working.write(record, slot, request.now, step: step) }
      let state = chart.state(id)
      for effects in [
        state.onEntry, entry.initialEffects[id] ?? [], entry.historyEffects[id] ?? [],
      ] {
        guard runOwn(effects, record: record, type: type, step: step) else { return false }
      }
      if state.isFinal { noteEnd(in: region, record: record, chart: chart, step: step) }
    }
    return true
  }

  private func isIn(_ id: StateID, record: RecordHandle, chart: Chart) -> Bool {
    working.cell(record, chart.regions[id.region].slot) == Int64(id.state)
  }

  /// A state whose regions have all come to their end is done, and so may be the one around it.
  private func noteEnd(in region: Region, record: RecordHandle, chart: Chart, step: Int32) {
    guard let outer = region.parent, isDone(outer, record: record, chart: chart) else { return }
    raised.append(RaisedEvent(record: record, what: .done(outer), step: step))
    let around = chart.regions[outer.region]
    if around.states.count == 1, let parent = around.parent,
      chart.state(parent).regions.count > 1
    {
      noteEnd(in: around, record: record, chart: chart, step: step)
    }
  }

  private func isDone(_ state: StateID, record: RecordHandle, chart: Chart) -> Bool {
    let inner = chart.state(state).regions
    return !inner.isEmpty
      && inner.allSatisfy { index in
        let region = chart.regions[index]
        let word = working.cell(record, region.slot)
        if word == Scalar.null { return false }
        let id = StateID(region: index, state: Int(word))
        return chart.state(id).isFinal
          || region.states.count == 1 && isDone(id, record: record, chart: chart)
      }
  }

  // MARK: Effects

  private func runOwn(
    _ effects: [Effect], record: RecordHandle, type: RecordType, step: Int32
  ) -> Bool {
    if effects.isEmpty { return true }
    return reader.withFrame(own: record) {
      runBlock(effects, record: record, type: type, frame: $0, step: step)
    }
  }

  /// Carries a list of effects out. Where the type raises an event for what cannot be decided, the
  /// rest of the list is left out then.
  func runBlock(
    _ effects: [Effect], record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let known = blockers.count
    for effect in effects {
      if carryOut(effect, record: record, type: type, frame: frame, step: step) { continue }
      guard type.chart?.undecidedEvent != nil,
        blockers[known...].allSatisfy({ $0.code == .cannotDecide && $0.record == record })
      else { return false }
      blockers.removeSubrange(known...)
      raiseUndecided(on: record, type: type)
      return true
    }
    return true
  }
}

extension Transition {
  /// Everything that it enters.
  var entryTargets: [EntryTarget] {
    to.map { .state(StateID(region: $0.slot, state: Int($0.state))) } + toHistories
  }
}
