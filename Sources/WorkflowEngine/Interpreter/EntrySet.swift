import CEL

/// The states that a step enters, found from those that its ways name.
struct EntrySet {
  private let chart: Chart
  /// The word of an internal field that keeps where a region was last left.
  private let memory: (Int) -> Int64
  /// For each region that is entered its state.
  private(set) var states: [Int: Int] = [:]
  /// Effects of states that are entered with nothing inside them named.
  private(set) var initialEffects: [StateID: [Effect]] = [:]
  /// Effects of histories without memory, by the state around them.
  private(set) var historyEffects: [StateID: [Effect]] = [:]

  init(chart: Chart, memory: @escaping (Int) -> Int64) {
    self.chart = chart
    self.memory = memory
  }

  /// In document order: outer states before inner ones.
  var ordered: [StateID] {
    states.map { StateID(region: $0.key, state: $0.value) }.sorted(by: chart.precedes)
  }

  mutating func add(_ targets: [EntryTarget]) {
    for target in targets {
      switch target {
      case .state(let id): add(id)
      case .history(let region, let index): add(chart.regions[region].histories[index], in: region)
      }
    }
  }

  /// A state and those around it.
  private mutating func add(_ id: StateID) {
    states[id.region] = id.state
    var current = chart.regions[id.region].parent
    while let outer = current {
      states[outer.region] = outer.state
      current = chart.regions[outer.region].parent
    }
  }

  private mutating func add(_ history: History, in region: Int) {
    if restore(region, isDeep: history.isDeep) { return }
    guard let outer = chart.regions[region].parent else { return }
    add(outer)
    if !history.effects.isEmpty { historyEffects[outer, default: []] += history.effects }
    if history.defaults.isEmpty { enterInside(outer) } else { add(history.defaults) }
  }

  /// Goes back to where a region was; false where nothing is known.
  private mutating func restore(_ region: Int, isDeep: Bool) -> Bool {
    guard let slot = chart.regions[region].historySlot else { return false }
    let word = memory(slot)
    if word == Scalar.null { return false }
    let id = StateID(region: region, state: Int(word))
    add(id)
    if isDeep {
      for inner in chart.state(id).regions { _ = restore(inner, isDeep: true) }
    }
    return true
  }

  /// Fills what is not named: from these regions inwards.
  mutating func complete(_ regions: [Int]) {
    // States around a region in which the move happens stay as they are.
    let kept = Set(regions.flatMap { region in chart.path(from: region).dropFirst() })
    for region in kept where !regions.contains(region) { states[region] = nil }
    for region in regions { complete(region) }
  }

  private mutating func complete(_ region: Int) {
    let state = states[region] ?? 0
    states[region] = state
    let id = StateID(region: region, state: state)
    let inner = chart.state(id).regions
    if !inner.isEmpty, inner.allSatisfy({ states[$0] == nil }) { enterInside(id) }
    for region in inner { complete(region) }
  }

  /// Nothing inside the state is named: its initial states, where it has any.
  private mutating func enterInside(_ id: StateID) {
    guard let initial = chart.state(id).initial else { return }
    if !initial.effects.isEmpty { initialEffects[id] = initial.effects }
    add(initial.targets)
  }
}

extension Chart {
  /// The states of a record that is given, with those inside them that were left out.
  ///
  /// - Parameter given: for each region its state, or nil.
  func completed(_ given: [Int?]) -> [Int?] {
    var entry = EntrySet(chart: self, memory: { _ in Scalar.null })
    for (region, state) in given.enumerated() {
      guard let state, regions[region].parent == nil || isGivenInside(region, given) else {
        continue
      }
      entry.add([.state(StateID(region: region, state: state))])
    }
    for (region, state) in given.enumerated() where regions[region].parent == nil {
      if let state { entry.add([.state(StateID(region: region, state: state))]) }
    }
    entry.complete(top)
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
