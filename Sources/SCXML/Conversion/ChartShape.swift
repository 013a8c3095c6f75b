/// How a chart's tree becomes regions with states.
struct ChartShape {
  let chart: Chart
  /// The name of each state; of a history that stands in several regions, the first.
  private(set) var stateNames: [String]
  /// The region of the states inside a compound state; -1 is the chart itself.
  private(set) var innerRegion: [Int: String] = [:]
  /// The region of a parallel's child.
  private(set) var ownRegion: [Int: String] = [:]
  /// The names of a parallel's history, one for each child.
  private(set) var historyNames: [Int: [String]] = [:]
  /// A state that is never entered, beside the only one inside a compound state.
  private(set) var companions: [Int: String] = [:]
  /// Whether a state can be done: `done.state.ID` can come.
  private(set) var canBeDone: [Bool]

  init(_ chart: Chart, fields: inout Names) {
    self.chart = chart
    var names = Names()
    stateNames = names.names(for: chart.states.map(\.id), otherwise: "state")
    canBeDone = [Bool](repeating: false, count: chart.states.count)
    // Children have higher numbers than their parents.
    for index in chart.states.indices.reversed() { canBeDone[index] = isEverDone(index) }
    innerRegion[-1] = fields.name(for: "state", otherwise: "state")
    for (index, state) in chart.states.enumerated() {
      if state.isCompound { nameInside(index, &fields, &names) }
      if state.kind == .parallel { nameRegions(of: index, &fields, &names) }
    }
  }

  private mutating func nameInside(_ index: Int, _ fields: inout Names, _ names: inout Names) {
    innerRegion[index] = fields.name(for: stateNames[index] + "_state", otherwise: "state")
    let children = chart.states[index].children
    // A region of one state is done when that is; a compound state only when a final state is
    // active in it.
    if children.count == 1, canBeDone[children[0]] {
      companions[index] = names.name(for: stateNames[index] + "_other", otherwise: "other")
    }
  }

  private mutating func nameRegions(of index: Int, _ fields: inout Names, _ names: inout Names) {
    let children = chart.states[index].children
    for child in children {
      ownRegion[child] = fields.name(for: stateNames[child], otherwise: "region")
    }
    for history in chart.states[index].histories {
      historyNames[history] = children.enumerated().map { place, child in
        place == 0
          ? stateNames[history]
          : names.name(for: "\(stateNames[history])_\(stateNames[child])", otherwise: "history")
      }
    }
  }

  /// The parallel of one state that a transition from there would leave in SCXML, and does not
  /// leave here, where such a parallel is a compound state.
  func keptParallel(_ transition: ChartTransition, from source: Int) -> Int? {
    if transition.targets.isEmpty { return nil }
    var ancestor = chart.states[source].parent
    while let state = ancestor {
      if transition.targets.allSatisfy({ isInside($0, state) }) {
        if chart.states[state].isCompound { return nil }
        if chart.states[state].children.count == 1 { return state }
      }
      ancestor = chart.states[state].parent
    }
    return nil
  }

  // SCXML 3.13: only of a compound state, and only with all targets inside it.
  func isInternal(_ transition: ChartTransition, from index: Int) -> Bool {
    transition.isInternal && chart.states[index].isCompound && !transition.targets.isEmpty
      && transition.targets.allSatisfy { isInside($0, index) }
  }

  private func isEverDone(_ index: Int) -> Bool {
    let state = chart.states[index]
    switch state.kind {
    case .final, .history: return false
    case .state: return state.children.contains { chart.states[$0].kind == .final }
    case .parallel: return !state.children.isEmpty && state.children.allSatisfy { canBeDone[$0] }
    }
  }

  /// The name of the region a state stands in.
  func region(of index: Int) -> String {
    ownRegion[index] ?? innerRegion[chart.states[index].parent ?? -1] ?? ""
  }

  /// The formula that holds while a state is active.
  func test(of index: Int) -> String { "\(region(of: index)) == \"\(stateNames[index])\"" }

  /// What `to` names for targets.
  func names(of targets: [Int]) -> [String] {
    var found: [(region: String, name: String, hasDefault: Bool)] = []
    for target in targets {
      guard let names = historyNames[target], let parallel = chart.states[target].parent else {
        found.append((region(of: target), stateNames[target], true))
        continue
      }
      for (child, name) in zip(chart.states[parallel].children, names) {
        add((region(of: child), name, leads(target, into: child)), to: &found)
      }
    }
    return found.map(\.name)
  }

  /// Of several histories of a parallel each region takes one: that which leads into it.
  private func add(
    _ new: (region: String, name: String, hasDefault: Bool),
    to found: inout [(region: String, name: String, hasDefault: Bool)]
  ) {
    guard let place = found.firstIndex(where: { $0.region == new.region }) else {
      return found.append(new)
    }
    if new.hasDefault, !found[place].hasDefault { found[place] = new }
  }

  private func leads(_ history: Int, into child: Int) -> Bool {
    chart.states[history].initial?.targets.contains { $0 == child || isInside($0, child) } ?? false
  }

  func isInside(_ index: Int, _ ancestor: Int) -> Bool {
    var current = chart.states[index].parent
    while let state = current {
      if state == ancestor { return true }
      current = chart.states[state].parent
    }
    return false
  }
}
