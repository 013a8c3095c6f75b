import CEL

/// Where a record stands in its chart as the step has brought it so far, and which ways lead on
/// from there.
///
/// It keeps the record and its chart and reads words when it is asked; it changes nothing.
struct Standing {
  let record: RecordHandle
  let chart: Chart
  private let working: WorkingCopy

  init(of record: RecordHandle, in chart: Chart, _ working: WorkingCopy) {
    self.record = record
    self.chart = chart
    self.working = working
  }

  // MARK: States

  /// The state that the record is in within a region; nil where the region is not active.
  func state(in region: Int) -> StateID? {
    let word = working.cell(record, chart.regions[region].slot)
    return word == Scalar.null ? nil : StateID(region: region, state: Int(word))
  }

  func isActive(_ region: Int) -> Bool { state(in: region) != nil }

  func isIn(_ id: StateID) -> Bool { state(in: id.region) == id }

  /// The active states without active states inside them, in document order.
  var leaves: [StateID] {
    var leaves: [StateID] = []
    func walk(_ region: Int) {
      guard let id = state(in: region) else { return }
      let inner = chart.state(id).regions.filter(isActive)
      if inner.isEmpty { leaves.append(id) } else { inner.forEach(walk) }
    }
    chart.top.forEach(walk)
    return leaves
  }

  /// Active states in these regions and inside them: inner ones first, later ones first.
  func activeStates(within domains: [Int]) -> [StateID] {
    var states: Set<StateID> = []
    func walk(_ region: Int) {
      guard let id = state(in: region) else { return }
      states.insert(id)
      chart.state(id).regions.forEach(walk)
    }
    domains.forEach(walk)
    return states.sorted { chart.precedes($1, $0) }
  }

  /// Whether all regions inside a state have come to their end.
  func isDone(_ state: StateID) -> Bool {
    let inner = chart.state(state).regions
    return !inner.isEmpty
      && inner.allSatisfy { region in
        guard let id = self.state(in: region) else { return false }
        return chart.state(id).isFinal || chart.regions[region].states.count == 1 && isDone(id)
      }
  }

  /// Where the record was when it left the states around its histories.
  var memory: HistoryMemory {
    HistoryMemory(chart) { [working, record] in working.cell(record, $0) }
  }

  // MARK: Ways

  /// The ways that the record's states allow: for each active innermost state those of the state
  /// itself first, then those of the states around it, and last those that leave any state.
  func candidates(_ ways: [Transition]) -> [[Transition]] {
    let fitting = ways.filter { !$0.creates && allows($0) }
    if fitting.isEmpty { return [] }
    let sources = fitting.map(source)
    return leaves.map { leaf in
      var list: [Transition] = []
      var current: StateID? = leaf
      while let state = current {
        for (way, source) in zip(fitting, sources) where source == state { list.append(way) }
        current = chart.parent(of: state)
      }
      for (way, source) in zip(fitting, sources) where source == nil { list.append(way) }
      return list
    }
  }

  /// Whether the record's states allow a way: those that it starts from, and nothing leaves a final
  /// state.
  func allows(_ way: Transition) -> Bool {
    working.fits(way, record) && regionWithoutPast(of: way) == nil
      && !(chart.isUnbound(way) && leavesFinal(way))
  }

  /// The region that a way would lead back, and that was in no other state before.
  func regionWithoutPast(of way: Transition) -> Int? {
    for case .previous(let region) in way.toHistories
    where memory.previousState(of: region) == nil { return region }
    return nil
  }

  private func leavesFinal(_ way: Transition) -> Bool {
    domains(of: way).contains { domain in
      guard let id = state(in: domain) else { return false }
      return chart.state(id).isFinal && !way.entryTargets.contains(.state(id))
    }
  }

  /// The state that a way leaves: of several regions named, the innermost one around what it
  /// enters. Nil means any state.
  func source(of way: Transition) -> StateID? {
    let region = way.to.first?.slot ?? way.toHistories.first?.region
    let top = region.flatMap { chart.path(from: $0).last }
    let around = way.from.filter { test in chart.path(from: test.slot).last == top }
    let tests = around.isEmpty ? way.from : around
    let innermost = tests.max {
      chart.path(from: $0.slot).count < chart.path(from: $1.slot).count
    }
    return innermost.map { StateID(region: $0.slot, state: Int(working.cell(record, $0.slot))) }
  }

  /// The regions in which a way leaves states and enters others: one for each region at the top
  /// that it enters (`getTransitionDomain`).
  ///
  /// Without `from` it leaves no more than it must: the innermost active region in which everything
  /// lies that it enters.
  func domains(of way: Transition) -> [Int] {
    if way.to.isEmpty, way.toHistories.isEmpty { return [] }
    let memory = memory
    let source = source(of: way)
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
      guard let source else { return chart.commonRegion(of: regions, where: isActive) ?? top }
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

  /// Of two ways that leave a common state, the inner one stays, else the earlier.
  func withoutConflicts(_ ways: [Transition]) -> [Transition] {
    var kept: [(way: Transition, domains: [Int], source: StateID?)] = []
    for way in ways {
      let new = (way: way, domains: domains(of: way), source: source(of: way))
      var isPreempted = false
      var outdone: [Int] = []
      for (index, other) in kept.enumerated() {
        let conflict = new.domains.contains { one in
          other.domains.contains {
            chart.isRegion(one, within: $0) || chart.isRegion($0, within: one)
          }
        }
        guard conflict else { continue }
        if let inner = new.source, chart.isState(inner, inside: other.source) {
          outdone.append(index)
        } else {
          isPreempted = true
          break
        }
      }
      if isPreempted { continue }
      for index in outdone.reversed() { kept.remove(at: index) }
      kept.append(new)
    }
    return kept.map(\.way)
  }
}

extension WorkingCopy {
  /// Whether the record is in the states that a way starts from.
  @inline(__always)
  func fits(_ way: Transition, _ record: RecordHandle) -> Bool {
    for test in way.fromTests where !test.contains(cell(record, test.slot)) { return false }
    return true
  }
}

extension Chart {
  /// Whether a state lies inside another, at any depth.
  func isState(_ inner: StateID, inside outer: StateID?) -> Bool {
    guard let outer else { return true }
    var current = parent(of: inner)
    while let state = current {
      if state == outer { return true }
      current = parent(of: state)
    }
    return false
  }
}
