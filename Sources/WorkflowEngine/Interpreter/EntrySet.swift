import CEL

/// The states that a step enters, found from those that its ways name.
///
/// The W3C's SCXML recommendation, appendix D (`computeEntrySet`), on regions: a state with one
/// region is its compound state, a state with several its parallel state, and each of these regions
/// stands for a compound state of its own.
struct EntrySet {
  private let chart: Chart
  private let memory: HistoryMemory
  /// For each region that is entered its state.
  private(set) var states: [Int: Int] = [:]
  /// Effects of states that are entered with nothing inside them named.
  private(set) var initialEffects: [StateID: [Effect]] = [:]
  /// Effects of histories without memory, by the state around them.
  private(set) var historyEffects: [StateID: [Effect]] = [:]
  private var used: Set<EntryTarget> = []

  init(chart: Chart, memory: HistoryMemory) {
    self.chart = chart
    self.memory = memory
  }

  /// In document order: outer states before inner ones.
  var ordered: [StateID] {
    states.map { StateID(region: $0.key, state: $0.value) }.sorted(by: chart.precedes)
  }

  /// Enters targets in a region: what lies inside them, and what lies around them in the region.
  mutating func enter(_ targets: [EntryTarget], within domain: Int) {
    // A state that is named beside one inside it says nothing more than that one.
    let named = targets.filter { target in
      guard case .state(let id) = target else { return true }
      return !targets.contains { chart.isRegion($0.region, inside: id) }
    }
    enter(named, inside: chart.regions[domain].parent)
  }

  /// Enters the first states of regions of which nothing is named.
  mutating func enterFirst(_ regions: [Int]) {
    for region in regions where !states.keys.contains(where: { chart.isRegion($0, within: region) })
    {
      addDescendants(of: StateID(region: region, state: 0))
    }
  }

  private mutating func enter(_ targets: [EntryTarget], inside outer: StateID?) {
    for target in targets { addDescendants(of: target) }
    for target in targets {
      for region in chart.effectiveRegions(of: target, memory) {
        addAncestors(of: region, inside: outer)
      }
    }
  }

  private mutating func addDescendants(of target: EntryTarget) {
    let region: Int
    let index: Int
    switch target {
    case .state(let id): return addDescendants(of: id)
    case .previous(let region):
      if let id = memory.previousState(of: region) { addDescendants(of: id) }
      return
    case .history(let place, let number):
      region = place
      index = number
    }
    let history = chart.regions[region].histories[index]
    if restore(region, of: region, isDeep: history.isDeep) { return }
    guard let outer = chart.regions[region].parent, used.insert(target).inserted else { return }
    if !history.effects.isEmpty { historyEffects[outer, default: []] += history.effects }
    enter(chart.regions.defaults(of: history, in: region), inside: outer)
  }

  private mutating func addDescendants(of id: StateID) {
    guard states[id.region] == nil else { return }
    states[id.region] = id.state
    let state = chart.state(id)
    if let initial = state.initial {
      if !initial.effects.isEmpty { initialEffects[id] = initial.effects }
      enter(initial.targets, inside: id)
    }
    enterFirst(state.regions)
  }

  /// Goes back to where a region was; false where nothing is known.
  private mutating func restore(_ region: Int, of owner: Int, isDeep: Bool) -> Bool {
    guard let id = memory.state(of: region, for: owner) else { return false }
    guard isDeep else {
      addDescendants(of: id)
      return true
    }
    guard states[region] == nil else { return true }
    states[region] = id.state
    let inner = chart.state(id).regions
    for region in inner { _ = restore(region, of: owner, isDeep: true) }
    enterFirst(inner)
    return true
  }

  /// The states around a region, and in their other regions what is entered first.
  private mutating func addAncestors(of region: Int, inside outer: StateID?) {
    var current = chart.regions[region].parent
    while let state = current, state != outer {
      if states[state.region] == nil { states[state.region] = state.state }
      enterFirst(chart.state(state).regions)
      current = chart.parent(of: state)
    }
  }

  /// Leaves out what lies in none of these regions.
  mutating func keep(within domains: [Int]) {
    states = states.filter { region, _ in
      domains.contains { chart.isRegion(region, within: $0) }
    }
  }

  /// Leaves out what lies in states that are not entered.
  fileprivate mutating func prune() {
    for id in ordered {
      if let outer = chart.parent(of: id), states[outer.region] != outer.state {
        states[id.region] = nil
      }
    }
  }
}

/// Where a record was when it left the states around its histories.
struct HistoryMemory {
  private let chart: Chart
  /// The word of an internal field.
  private let word: (Int) -> Int64

  init(_ chart: Chart, word: @escaping (Int) -> Int64) {
    self.chart = chart
    self.word = word
  }

  /// What a record that was never anywhere remembers.
  static func none(_ chart: Chart) -> HistoryMemory { HistoryMemory(chart) { _ in Scalar.null } }

  /// The state in which a region was before the present one; nil where it was in none.
  func previousState(of region: Int) -> StateID? {
    guard let slot = chart.regions[region].previousSlot else { return nil }
    let state = word(slot)
    return state == Scalar.null ? nil : StateID(region: region, state: Int(state))
  }

  /// The state of a region when the state around another, the owner of the history, was left.
  func state(of region: Int, for owner: Int) -> StateID? {
    let slots = [chart.regions[region].memorySlots[owner], chart.regions[region].historySlot]
    for case let slot? in slots {
      let state = word(slot)
      if state != Scalar.null { return StateID(region: region, state: Int(state)) }
    }
    return nil
  }
}

extension Chart {
  /// The regions of the states that a target stands for (`getEffectiveTargetStates`).
  func effectiveRegions(of target: EntryTarget, _ memory: HistoryMemory) -> [Int] {
    effective(target, memory).map(\.region)
  }

  /// The states that a target stands for: of a history those it remembers, or its defaults.
  func effective(_ target: EntryTarget, _ memory: HistoryMemory) -> [StateID] {
    let region: Int
    let index: Int
    switch target {
    case .state(let id): return [id]
    case .previous(let region): return memory.previousState(of: region).map { [$0] } ?? []
    case .history(let place, let number):
      region = place
      index = number
    }
    let history = regions[region].histories[index]
    guard let known = memory.state(of: region, for: region) else {
      return regions.defaults(of: history, in: region).flatMap { effective($0, memory) }
    }
    return history.isDeep ? remembered(inside: known, owner: region, memory) : [known]
  }

  private func remembered(
    inside state: StateID, owner: Int, _ memory: HistoryMemory
  ) -> [StateID] {
    let inner = self.state(state).regions.compactMap { memory.state(of: $0, for: owner) }
    return inner.isEmpty
      ? [state] : inner.flatMap { remembered(inside: $0, owner: owner, memory) }
  }

  /// Whether a region lies in a state, at any depth.
  func isRegion(_ region: Int, inside outer: StateID) -> Bool {
    var current = regions[region].parent
    while let state = current {
      if state == outer { return true }
      current = parent(of: state)
    }
    return false
  }

  /// The states of a record that is given, with those inside them that were left out.
  ///
  /// - Parameter given: for each region its state, or nil.
  func completed(_ given: [Int?]) -> [Int?] {
    var entry = EntrySet(chart: self, memory: .none(self))
    for top in top {
      let targets = given.indices.compactMap { region -> EntryTarget? in
        guard let state = given[region], path(from: region).last == top,
          isGivenInside(region, given)
        else { return nil }
        return .state(StateID(region: region, state: state))
      }
      entry.enter(targets, within: top)
    }
    entry.enterFirst(top)
    entry.prune()
    return regions.indices.map { entry.states[$0] }
  }

  /// Whether the states around a region are given, or not spoken of.
  private func isGivenInside(_ region: Int, _ given: [Int?]) -> Bool {
    var current = regions[region].parent
    while let outer = current {
      if let state = given[outer.region], state != outer.state { return false }
      current = regions[outer.region].parent
    }
    return true
  }
}

extension RecordType {
  /// The states of a record that is given, with those that were left out: the first states of its
  /// regions, and of the regions inside the states it is in.
  ///
  /// - Parameter given: for each region the place of its state, or nil.
  public func completedStates(_ given: [Int?]) -> [Int?] {
    chart?.completed(given) ?? given.map { $0 ?? 0 }
  }
}
