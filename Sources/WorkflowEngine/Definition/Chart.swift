/// The regions of a record type as a tree, for types whose states nest or bring something about.
///
/// The terms and the algorithm are those of the W3C's SCXML recommendation, appendix D; a region is
/// its compound state, a state with several regions its parallel state.
final class Chart: Sendable {
  let regions: [Region]
  /// Regions at the top, in file order.
  let top: [Int]
  /// For each region its states' places in document order: an outer state before its inner ones.
  let order: [[Int]]
  /// Ways taken as soon as their condition holds, in file order.
  let automatic: [Transition]
  /// Ways that follow the end of a state, in file order.
  let done: [StateID: [Transition]]
  /// The event raised when a condition or an effect cannot be decided, in place of refusing.
  let undecidedEvent: Int?
  /// Ways that enter a region without saying from which of its states.
  private let unbound: Set<ObjectIdentifier>

  init(regions: [Region], transitions: [Transition], undecidedEvent: Int?) {
    self.regions = regions
    self.undecidedEvent = undecidedEvent
    top = regions.indices.filter { regions[$0].parent == nil }
    unbound = Chart.unbound(transitions, regions)
    var order = regions.map { Array(repeating: 0, count: $0.states.count) }
    var next = 0
    func number(_ region: Int) {
      for state in regions[region].states.indices {
        order[region][state] = next
        next += 1
        for inner in regions[region].states[state].regions { number(inner) }
      }
    }
    for region in top { number(region) }
    self.order = order
    var automatic: [Transition] = []
    var done: [StateID: [Transition]] = [:]
    for transition in transitions {
      switch transition.occasion {
      case .automatic: automatic.append(transition)
      case .done(let state): done[state, default: []].append(transition)
      case .asked, .sent, .clock, .expired: break
      }
    }
    self.automatic = automatic
    self.done = done
  }

  /// Whether only the record tells if a way would leave a final state.
  func isUnbound(_ way: Transition) -> Bool {
    !unbound.isEmpty && unbound.contains(ObjectIdentifier(way))
  }

  /// Ways that enter a region without saying from which of its states, where states are final.
  static func unbound(
    _ transitions: [Transition], _ regions: [Region]
  ) -> Set<ObjectIdentifier> {
    guard regions.contains(where: { $0.states.contains(where: \.isFinal) }) else { return [] }
    func top(_ region: Int) -> Int { regions[region].parent.map { top($0.region) } ?? region }
    let found = transitions.filter { way in
      let named = Set(way.from.map { top($0.slot) })
      return !way.creates && way.entryTargets.contains { !named.contains(top($0.region)) }
    }
    return Set(found.map(ObjectIdentifier.init))
  }

  func state(_ id: StateID) -> State { regions[id.region].states[id.state] }

  func parent(of id: StateID) -> StateID? { regions[id.region].parent }

  func precedes(_ left: StateID, _ right: StateID) -> Bool {
    order[left.region][left.state] < order[right.region][right.state]
  }

  /// Whether a region is another or lies in it, at any depth.
  func isRegion(_ region: Int, within outer: Int) -> Bool {
    regions.isRegion(region, within: outer)
  }

  /// The regions from a region out to the top.
  func path(from region: Int) -> [Int] {
    var path = [region]
    var current = region
    while let parent = regions[current].parent {
      path.append(parent.region)
      current = parent.region
    }
    return path
  }

  /// A state and those around it in a region.
  func path(from state: StateID, within domain: Int) -> [StateID] {
    var path = [state]
    while let last = path.last, last.region != domain, let outer = parent(of: last) {
      path.append(outer)
    }
    return path
  }

  /// Whether a region's states can be exchanged without leaving the state around it: the only state
  /// of a parallel region is as good as the region.
  private func isLevel(_ region: Int) -> Bool {
    guard let outer = regions[region].parent, regions[region].states.count == 1 else { return true }
    return state(outer).regions.count == 1
  }

  /// The innermost region that these lie in, and in which states can be exchanged.
  func commonRegion(of regionsToHold: [Int], where isMeant: (Int) -> Bool = { _ in true }) -> Int? {
    guard let first = regionsToHold.first else { return nil }
    return path(from: first).first { candidate in
      isLevel(candidate) && isMeant(candidate)
        && regionsToHold.allSatisfy { isRegion($0, within: candidate) }
    }
  }
}

extension RecordType {
  /// Whether anything about its states asks for more than moving from one to another.
  static func needsChart(regions: [Region], transitions: [Transition], undecidedEvent: Int?) -> Bool
  {
    undecidedEvent != nil
      || regions.contains { region in
        region.parent != nil || region.enteredSlot != nil || region.previousSlot != nil
          || !region.effects.isEmpty
          || region.states.contains(where: \.isFinal)
      }
      || transitions.contains { transition in
        transition.occasion.isSpontaneous || transition.effects.contains(where: \.raises)
      }
  }
}

extension Effect {
  /// Whether it raises an event of the own record.
  var raises: Bool {
    let parts = kind.parts
    return parts.raised != nil || parts.inner.contains(where: \.raises)
  }
}
