import Diagnostics
import WorkflowEngine
import YAML

/// Reads the states that `from`, `to` and `unique: {in: …}` name.
struct StateReader {
  let type: RecordTypeDraft
  let report: Report

  private struct Pick {
    let region: Int
    let state: Int
    let range: SourceRange
  }

  /// `from`: whether it is `new`, and a test for each region that is named.
  func from(_ node: Node) -> (creates: Bool, tests: [StateTest]) {
    if node.isScalar, node.isText("new") { return (true, []) }
    if node.isSequence, let new = node.items.first(where: { $0.isScalar && $0.isText("new") }) {
      report.add(.newAmongStates(), at: new.range)
      return (true, [])
    }
    return (false, tests(picks(node, key: "from")))
  }

  /// `to`: at most one state of each region, and histories.
  func to(_ node: Node) -> (moves: [StateMove], histories: [EntryTarget]) {
    var moves: [StateMove] = []
    let (picks, histories) = targets(node, key: "to")
    for (index, pick) in picks.enumerated() {
      let region = type.regions[pick.region]
      if moves.contains(where: { $0.slot == pick.region }) {
        report.add(.twoTargets(region: region.name), at: pick.range)
      } else if let other = contradiction(of: pick, among: picks[..<index]) {
        report.add(
          .targetsApart(
            region.states[pick.state].name,
            type.regions[other.region].states[other.state].name), at: pick.range)
      } else {
        moves.append(StateMove(slot: pick.region, state: Int64(pick.state)))
      }
    }
    return (moves, histories)
  }

  /// What a state or a history is entered by: states inside it.
  func entryTargets(_ node: Node, key: String, inside outer: StateID) -> [EntryTarget] {
    let (picks, histories) = targets(node, key: key)
    for pick in picks where !isInside(pick.region, outer) {
      let name = type.regions[outer.region].states[outer.state].name
      report.add(
        .targetOutside(type.regions[pick.region].states[pick.state].name, of: name), at: pick.range)
    }
    return picks.map { .state(StateID(region: $0.region, state: $0.state)) } + histories
  }

  /// The state whose end `done` names.
  func doneState(_ node: Node) -> StateID? {
    guard let pick = picks(node, key: "done").first else { return nil }
    let state = type.regions[pick.region].states[pick.state]
    if state.regions.isEmpty {
      report.add(.neverDone(state.name, declared: state.range), at: node.range)
    }
    return StateID(region: pick.region, state: pick.state)
  }

  /// A state that cannot be active beside this one: in another branch of the same region.
  private func contradiction(of pick: Pick, among picks: ArraySlice<Pick>) -> Pick? {
    let around = statesAround(StateID(region: pick.region, state: pick.state))
    return picks.first { other in
      statesAround(StateID(region: other.region, state: other.state)).contains { outer in
        around.contains { $0.region == outer.region && $0.state != outer.state }
      }
    }
  }

  /// A state and those it lies in.
  private func statesAround(_ state: StateID) -> [StateID] {
    var result = [state]
    while let outer = type.regions[result[result.count - 1].region].parent { result.append(outer) }
    return result
  }

  private func isInside(_ region: Int, _ outer: StateID) -> Bool {
    var current = type.regions[region].parent
    while let state = current {
      if state == outer { return true }
      current = type.regions[state.region].parent
    }
    return false
  }

  /// States and histories that a node names.
  private func targets(_ node: Node, key: String) -> (picks: [Pick], histories: [EntryTarget]) {
    var histories: [EntryTarget] = []
    let names = node.isSequence ? Array(node.items) : node.isScalar ? [node] : []
    let others = names.filter { item in
      guard item.isScalar, type.homes(ofState: item.text).isEmpty,
        let home = type.homes(ofHistory: item.text).first
      else { return true }
      let homes = type.homes(ofHistory: item.text)
      if homes.count > 1 {
        report.add(
          .ambiguousState(item.text, regions: homes.map { type.regions[$0.region].name }),
          at: item.range)
      }
      histories.append(.history(region: home.region, index: home.index))
      return false
    }
    if names.isEmpty { return (picks(node, key: key), []) }
    let known = type.regions.flatMap { $0.histories.map(\.name) }
    return (others.compactMap { pick($0, beside: known) }, histories)
  }

  /// States of one region.
  func test(_ node: Node, key: String) -> StateTest? {
    let tests = tests(picks(node, key: key))
    if tests.count > 1 { report.add(.statesOfTwoRegions(key), at: node.range) }
    return tests.first
  }

  private func tests(_ picks: [Pick]) -> [StateTest] {
    var masks: [(region: Int, bits: UInt64)] = []
    for pick in picks {
      let bit: UInt64 = 1 << UInt64(pick.state)
      if let index = masks.firstIndex(where: { $0.region == pick.region }) {
        masks[index].bits |= bit
      } else {
        masks.append((pick.region, bit))
      }
    }
    // A region's slot is its number.
    return masks.map { StateTest(slot: $0.region, states: $0.bits) }
  }

  private func picks(_ node: Node, key: String) -> [Pick] {
    switch node.kind {
    case .scalar: return pick(node).map { [$0] } ?? []
    case .sequence:
      if node.items.isEmpty { report.add(.emptyList(key, of: "states"), at: node.range) }
      return node.items.compactMap { pick($0) }
    case .mapping:
      return node.entries.flatMap { picks($0.value, inRegion: $0.key, key: key) }
    }
  }

  private func picks(_ node: Node, inRegion regionNode: Node, key: String) -> [Pick] {
    let name = regionNode.text
    guard let region = type.regions.firstIndex(where: { $0.name == name }) else {
      report.add(
        .unknownRegion(name, type: type.name, all: type.regions.map(\.name)), at: regionNode.range)
      return []
    }
    if node.isMapping {
      report.add(.wrongShape(node, expected: "a state or a list of states"), at: node.range)
      return []
    }
    if node.isSequence, node.items.isEmpty {
      report.add(.emptyList(name, of: "states"), at: node.range)
    }
    return (node.isSequence ? Array(node.items) : [node]).compactMap { item in
      guard let name = report.text(item, of: key) else { return nil }
      let states = type.regions[region].states
      guard let state = states.firstIndex(where: { $0.name == name }) else {
        report.add(
          .unknownState(name, type: type.name, regions: [type.regions[region]]), at: item.range)
        return nil
      }
      return Pick(region: region, state: state, range: item.range)
    }
  }

  /// - Parameter histories: what else could have been meant.
  private func pick(_ node: Node, beside histories: [String] = []) -> Pick? {
    guard let name = report.text(node, of: "a state") else { return nil }
    let homes = type.homes(ofState: name)
    if homes.count > 1 {
      report.add(
        .ambiguousState(name, regions: homes.map { type.regions[$0.region].name }), at: node.range)
    } else if homes.isEmpty {
      report.add(
        .unknownState(name, type: type.name, regions: type.regions, histories: histories),
        at: node.range)
    }
    guard homes.count == 1, let home = homes.first else { return nil }
    return Pick(region: home.region, state: home.state, range: node.range)
  }
}
