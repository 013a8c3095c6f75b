import CEL

/// A way that is being taken, with its line of the plan and the frame that holds its inputs.
struct TakenWay {
  var transition: Transition
  var step: Int32
  var frame: Frame
}

/// A record on its way through its tree of states: what it leaves, what it enters, and in which
/// order.
///
/// It owns what the ways that are taken together amount to: the regions in which they leave states
/// and the states left, found before anything changes, and the set of states that are entered.
///
/// The W3C's SCXML recommendation, appendix D (`microstep`), with one addition: effects of a
/// transition see the states that its `to` names.
struct Move {
  private let run: StepRun
  private let record: RecordHandle
  private let type: RecordType
  private let chart: Chart
  private let standing: Standing
  /// The step of the plan that the exits and entries belong to.
  private let step: Int32
  private let taken: [TakenWay]
  /// For each way the regions in which it leaves states.
  private let domains: [[Int]]
  /// The states that are left: inner ones first.
  private let exits: [StateID]
  private var entry: EntrySet
  /// The states that effects see as their ways name them; where effects have sent the record on, it
  /// is not brought back to these.
  private var named: [StateID] = []
  private let creates: Bool

  /// - Parameter taken: ways that leave nothing in common; none for a record that an effect makes.
  init(
    _ taken: [TakenWay], of record: RecordHandle, type: RecordType, chart: Chart, step: Int32,
    in run: StepRun
  ) {
    self.run = run
    self.record = record
    self.type = type
    self.chart = chart
    self.step = step
    self.taken = taken
    let standing = Standing(of: record, in: chart, run.working)
    self.standing = standing
    creates = taken.contains { $0.transition.creates }
    domains =
      creates ? taken.map { _ in chart.top } : taken.map { standing.domains(of: $0.transition) }
    exits = creates ? [] : standing.activeStates(within: domains.flatMap(\.self))
    entry = EntrySet(chart: chart, memory: taken.isEmpty ? .none(chart) : standing.memory)
  }

  /// All exits, then the effects of the ways, then all entries; false when something blocks it.
  mutating func carryOut() -> Bool {
    // Histories that are entered again lead to where the record is leaving from.
    for exit in exits { remember(exit) }
    findEntries()
    for exit in exits { rememberPrevious(exit) }
    guard leave() else { return false }
    for state in named.sorted(by: chart.precedes) {
      write(state)
      if entry.states[state.region] == state.state { noteEntering(state.region) }
    }
    for way in taken {
      if case .clock(let timer) = way.transition.occasion, let slot = timer.firedSlot,
        let due = run.request.firedThrough
      {
        run.working.write(record, slot, due, step: way.step)
      }
      guard
        run.runBlock(
          way.transition.effects, record: record, type: type, frame: way.frame, step: way.step)
      else { return false }
    }
    return enter()
  }

  /// Enters the initial states of a record that an effect has made.
  mutating func begin() -> Bool {
    entry.enterFirst(chart.top)
    return enter()
  }

  private func write(_ state: StateID) {
    run.working.write(record, chart.regions[state.region].slot, Int64(state.state), step: step)
  }

  private func noteEntering(_ region: Int) {
    guard let slot = chart.regions[region].enteredSlot else { return }
    run.working.write(record, slot, run.request.now, step: step)
  }

  private func clear(_ region: Int) {
    run.working.write(record, chart.regions[region].slot, Scalar.null, step: step)
  }

  private func runOwn(_ effects: [Effect]) -> Bool {
    if effects.isEmpty { return true }
    return run.reader.withFrame(own: record) {
      run.runBlock(effects, record: record, type: type, frame: $0, step: step)
    }
  }

  // MARK: What is left

  /// Keeps where the record was, for the histories inside a state that it leaves.
  private func remember(_ exit: StateID) {
    for owner in chart.state(exit).regions where !chart.regions[owner].histories.isEmpty {
      let isDeep = chart.regions[owner].histories.contains(where: \.isDeep)
      remember(owner, for: owner, isDeep: isDeep)
    }
  }

  /// Keeps the state that a region leaves, unless it comes back to it at once.
  private func rememberPrevious(_ exit: StateID) {
    guard let slot = chart.regions[exit.region].previousSlot,
      entry.states[exit.region] != exit.state
    else { return }
    run.working.write(record, slot, Int64(exit.state), step: step)
  }

  private func remember(_ region: Int, for owner: Int, isDeep: Bool) {
    guard let id = standing.state(in: region) else { return }
    if let slot = chart.regions[region].memorySlots[owner] ?? chart.regions[region].historySlot {
      run.working.write(record, slot, Int64(id.state), step: step)
    }
    guard isDeep else { return }
    for inner in chart.state(id).regions { remember(inner, for: owner, isDeep: true) }
  }

  private func leave() -> Bool {
    let domains = domains.flatMap(\.self)
    let last = exits.lastIndex { !chart.state($0).onExit.isEmpty } ?? 0
    for (index, exit) in exits.enumerated() {
      guard runOwn(chart.state(exit).onExit) else { return false }
      // A region that stays active gets its new state in one piece, unless somebody looks first.
      let isLookedAt = index < last && chart.regions[exit.region].parent != nil
      if isLookedAt || !domains.contains(exit.region) { clear(exit.region) }
    }
    return true
  }

  // MARK: What is entered

  private mutating func findEntries() {
    let memory = standing.memory
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
    entry.keep(within: domains.flatMap(\.self))
  }

  private func enter() -> Bool {
    let ordered = entry.ordered
    let gone = named.filter { !standing.isIn($0) }
    // What is entered later is not active yet.
    for id in named where id != ordered.first && chart.parent(of: id) != nil {
      if !gone.contains(id) { clear(id.region) }
    }
    for id in ordered where !gone.contains(id) {
      if let present = standing.state(in: id.region), present != id { continue }
      let region = chart.regions[id.region]
      if let outer = region.parent, !standing.isIn(outer) { continue }
      guard enter(id, region) else { return false }
    }
    return true
  }

  private func enter(_ id: StateID, _ region: Region) -> Bool {
    write(id)
    noteEntering(id.region)
    let state = chart.state(id)
    guard runOwn(state.onEntry), runOwn(entry.initialEffects[id] ?? []),
      runOwn(entry.historyEffects[id] ?? [])
    else { return false }
    if state.isFinal { noteEnd(in: region) }
    return true
  }

  /// A state whose regions have all come to their end is done, and so may be the one around it.
  private func noteEnd(in region: Region) {
    guard let outer = region.parent, standing.isDone(outer) else { return }
    run.following.raise(.done(outer), on: record, step: step)
    let around = chart.regions[outer.region]
    if around.states.count == 1, let parent = around.parent,
      chart.state(parent).regions.count > 1
    {
      noteEnd(in: around)
    }
  }
}

extension StepRun {
  func standing(of record: RecordHandle, in chart: Chart) -> Standing {
    Standing(of: record, in: chart, working)
  }

  /// Takes ways that leave nothing in common.
  func move(_ taken: [TakenWay], record: RecordHandle, type: RecordType) -> Bool {
    guard let chart = type.chart, let step = taken.first?.step else { return true }
    following.look(at: record)
    var move = Move(taken, of: record, type: type, chart: chart, step: step, in: self)
    return move.carryOut()
  }

  /// A record that an effect creates enters its initial states.
  func enterInitialStates(_ record: RecordHandle, type: RecordType, step: Int32) -> Bool {
    guard let chart = type.chart else {
      for region in type.regions { working.write(record, region.slot, 0, step: step) }
      return true
    }
    var move = Move([], of: record, type: type, chart: chart, step: step, in: self)
    return move.begin()
  }
}

extension Transition {
  /// Everything that it enters.
  var entryTargets: [EntryTarget] {
    to.map { .state(StateID(region: $0.slot, state: Int($0.state))) } + toHistories
  }
}
