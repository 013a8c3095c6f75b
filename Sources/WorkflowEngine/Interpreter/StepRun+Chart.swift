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
    let memory = self.memory(of: record, chart: chart)
    let domains = taken.map { way in
      creates ? chart.top : self.domains(of: way.transition, record: record, chart: chart)
    }
    let left = domains.flatMap(\.self)
    let exits = creates ? [] : activeStates(within: left, record: record, chart: chart)
    remember(exits, record: record, chart: chart, step: step)
    var entry = EntrySet(chart: chart, memory: memory)
    var named: [StateID] = []
    for (way, domains) in zip(taken, domains) {
      for domain in domains {
        let targets = way.transition.entryTargets.filter { target in
          chart.effectiveRegions(of: target, memory).contains {
            chart.isRegion($0, within: domain)
          }
        }
        entry.enter(targets, within: domain)
        for target in targets {
          named += chart.effective(target, memory).flatMap { chart.path(from: $0, within: domain) }
        }
      }
    }
    if creates { entry.enterFirst(chart.top) }
    // What lies around a history and stays active is not entered anew.
    entry.keep(within: left)
    guard leave(exits, domains: left, record: record, type: type, chart: chart, step: step)
    else { return false }
    for state in named.sorted(by: chart.precedes) {
      working.write(record, chart.regions[state.region].slot, Int64(state.state), step: step)
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
    var entry = EntrySet(chart: chart, memory: .none(chart))
    entry.enterFirst(chart.top)
    return enter(entry, named: [], record: record, type: type, chart: chart, step: step)
  }

  private func memory(of record: RecordHandle, chart: Chart) -> HistoryMemory {
    HistoryMemory(chart) { self.working.cell(record, $0) }
  }

  // MARK: What is left

  /// The regions in which a way leaves states and enters others: one for each region at the top
  /// that it enters (`getTransitionDomain`).
  ///
  /// Without `from` it leaves no more than it must: the innermost active region in which everything
  /// lies that it enters.
  func domains(of way: Transition, record: RecordHandle, chart: Chart) -> [Int] {
    if way.to.isEmpty, way.toHistories.isEmpty { return [] }
    let memory = self.memory(of: record, chart: chart)
    let source = source(of: way, record: record, chart: chart)
    var byTop: [(top: Int, regions: [Int])] = []
    for region in way.entryTargets.flatMap({ chart.effectiveRegions(of: $0, memory) }) {
      let top = chart.path(from: region).last ?? region
      if let index = byTop.firstIndex(where: { $0.top == top }) {
        byTop[index].regions.append(region)
      } else {
        byTop.append((top, [region]))
      }
    }
    return byTop.map { top, regions in
      guard let source else {
        return chart.commonRegion(of: regions) { self.isActive($0, record: record, chart: chart) }
          ?? top
      }
      guard chart.path(from: source.region).last == top else { return top }
      let inner = chart.state(source).regions
      if way.isInternal, inner.count == 1,
        regions.allSatisfy({ chart.isRegion($0, within: inner[0]) })
      {
        return inner[0]
      }
      return chart.commonRegion(of: regions + [source.region]) ?? top
    }
  }

  private func isActive(_ region: Int, record: RecordHandle, chart: Chart) -> Bool {
    working.cell(record, chart.regions[region].slot) != Scalar.null
  }

  /// Whether the record's states allow a way: those that it starts from, and nothing leaves a final
  /// state.
  func allows(_ way: Transition, record: RecordHandle, chart: Chart) -> Bool {
    stateFits(way, record: record)
      && !(chart.isUnbound(way) && leavesFinal(way, record: record, chart: chart))
  }

  private func leavesFinal(_ way: Transition, record: RecordHandle, chart: Chart) -> Bool {
    domains(of: way, record: record, chart: chart).contains { domain in
      let word = working.cell(record, chart.regions[domain].slot)
      if word == Scalar.null { return false }
      let id = StateID(region: domain, state: Int(word))
      return chart.state(id).isFinal && !way.entryTargets.contains(.state(id))
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

  /// Keeps where the record was, for the histories inside the states that it leaves.
  private func remember(_ exits: [StateID], record: RecordHandle, chart: Chart, step: Int32) {
    for exit in exits {
      for owner in chart.state(exit).regions where !chart.regions[owner].histories.isEmpty {
        let isDeep = chart.regions[owner].histories.contains(where: \.isDeep)
        remember(owner, for: owner, isDeep: isDeep, record: record, chart: chart, step: step)
      }
    }
  }

  private func remember(
    _ region: Int, for owner: Int, isDeep: Bool, record: RecordHandle, chart: Chart, step: Int32
  ) {
    let word = working.cell(record, chart.regions[region].slot)
    if word == Scalar.null { return }
    if let slot = chart.regions[region].memorySlots[owner] ?? chart.regions[region].historySlot {
      working.write(record, slot, word, step: step)
    }
    guard isDeep else { return }
    for inner in chart.regions[region].states[Int(word)].regions {
      remember(inner, for: owner, isDeep: true, record: record, chart: chart, step: step)
    }
  }

  private func leave(
    _ exits: [StateID], domains: [Int], record: RecordHandle, type: RecordType, chart: Chart,
    step: Int32
  ) -> Bool {
    let last = exits.lastIndex { !chart.state($0).onExit.isEmpty } ?? 0
    for (index, exit) in exits.enumerated() {
      guard runOwn(chart.state(exit).onExit, record: record, type: type, step: step) else {
        return false
      }
      // A region that stays active gets its new state in one piece, unless somebody looks first.
      let isLookedAt = index < last && chart.regions[exit.region].parent != nil
      if isLookedAt || !domains.contains(exit.region) {
        working.write(record, chart.regions[exit.region].slot, Scalar.null, step: step)
      }
    }
    return true
  }

  // MARK: What is entered

  /// - Parameter named: the states that the effects of the transition have seen; where these have
  ///   sent the record on, it is not brought back.
  private func enter(
    _ entry: EntrySet, named: [StateID], record: RecordHandle, type: RecordType, chart: Chart,
    step: Int32
  ) -> Bool {
    let ordered = entry.ordered
    let gone = named.filter { !isIn($0, record: record, chart: chart) }
    // What is entered later is not active yet.
    for id in named where id != ordered.first && chart.parent(of: id) != nil {
      if gone.contains(id) { continue }
      working.write(record, chart.regions[id.region].slot, Scalar.null, step: step)
    }
    for id in ordered where !gone.contains(id) {
      let region = chart.regions[id.region]
      let word = working.cell(record, region.slot)
      if word != Scalar.null, word != Int64(id.state) { continue }
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
