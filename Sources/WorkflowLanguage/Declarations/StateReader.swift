import Diagnostics
import WorkflowEngine
import YAML

/// Reads the states that `from`, `to` and `unique: {in: …}` name.
struct StateReader {
  let type: RecordTypeDraft
  let report: Report

  struct Pick {
    let region: Int
    let state: Int
    let range: SourceRange
  }

  private struct Target {
    let place: EntryTarget
    let name: String
    let range: SourceRange
  }

  /// `from`: whether it is `new`, and a test for each region that is named.
  ///
  /// - Parameter isLeft: Whether the way leads somewhere, which final states do not.
  func from(_ node: Node, isLeft: Bool) -> (creates: Bool, tests: [StateTest]) {
    if node.isScalar, node.isText("new") { return (true, []) }
    if node.isSequence, let new = node.items.first(where: { $0.isScalar && $0.isText("new") }) {
      report.add(.newAmongStates(), at: new.range)
      return (true, [])
    }
    return (false, tests(node, key: "from", isLeft: isLeft))
  }

  /// `to`: at most one state of each region, histories, and the states before the present ones.
  ///
  /// - Parameter from: the states that the way leaves; `previous` alone is of their region.
  func to(
    _ node: Node, from: [StateTest]
  ) -> (moves: [StateMove], histories: [EntryTarget]) {
    let (rest, back) = previous(node, from: from)
    let targets = agreeing(rest.flatMap { self.targets($0, key: "to") } + back, key: "to")
    let moves = targets.compactMap { target -> StateMove? in
      guard case .state(let id) = target.place else { return nil }
      return StateMove(slot: id.region, state: Int64(id.state))
    }
    return (moves, targets.map(\.place).filter(\.isHistory))
  }

  static let previous = "previous"

  /// `previous`, alone or in a list, or of a region in a mapping; and what else is named.
  private func previous(_ node: Node, from: [StateTest]) -> (rest: [Node], found: [Target]) {
    func isPrevious(_ node: Node) -> Bool {
      node.isScalar && node.text == Self.previous && node.isPlain
        && type.homes(ofState: Self.previous).isEmpty
        && type.homes(ofHistory: Self.previous).isEmpty
    }
    func target(_ region: Int, _ range: SourceRange) -> Target {
      Target(place: .previous(region: region), name: Self.previous, range: range)
    }
    if node.isMapping {
      let found = node.entries.compactMap { key, value -> Target? in
        guard isPrevious(value) else { return nil }
        guard let region = type.regions.firstIndex(where: { $0.name == key.text }) else {
          return nil
        }
        return target(region, value.range)
      }
      return found.isEmpty ? ([node], []) : (found.count == node.count ? [] : [node], found)
    }
    let items = node.isSequence ? Array(node.items) : [node]
    guard let named = items.first(where: isPrevious) else { return ([node], []) }
    let rest = items.filter { !isPrevious($0) }
    let left = Set(from.map(\.slot))
    let regions = left.isEmpty && type.regions.count == 1 ? [0] : left
    guard regions.count == 1, let region = regions.first else {
      report.add(.previousOfWhich(type.regions.map(\.name)), at: named.range)
      return (rest, [])
    }
    return (rest, [target(region, named.range)])
  }

  /// What a state or a history is entered by: states inside it.
  func entryTargets(_ node: Node, key: String, inside outer: StateID) -> [EntryTarget] {
    let targets = agreeing(targets(node, key: key), key: key)
    for target in targets where !isInside(target.place.region, outer) {
      let name = type.regions[outer.region].states[outer.state].name
      report.add(.targetOutside(target.name, of: name), at: target.range)
    }
    return targets.map(\.place)
  }

  /// Those that can be active together; the others are reported.
  private func agreeing(_ targets: [Target], key: String) -> [Target] {
    var kept: [Target] = []
    for target in targets {
      let region = type.regions[target.place.region]
      if kept.contains(where: { sharesRegion($0.place, target.place) }) {
        report.add(.twoTargets(key, region: region.name), at: target.range)
      } else if let other = kept.first(where: { isApart($0.place, target.place) }) {
        report.add(.targetsApart(target.name, other.name), at: target.range)
      } else {
        kept.append(target)
      }
    }
    return kept
  }

  /// Whether both say where a region goes: a history says it of all regions inside its own too.
  private func sharesRegion(_ one: EntryTarget, _ other: EntryTarget) -> Bool {
    func decides(_ one: EntryTarget, _ region: Int) -> Bool {
      if one.region == region { return true }
      return one.isHistory && type.path(from: region).contains(one.region)
    }
    return decides(one, other.region) || decides(other, one.region)
  }

  /// Whether two cannot be active together: they lie in two states of one region.
  private func isApart(_ one: EntryTarget, _ other: EntryTarget) -> Bool {
    let around = statesAround(one)
    return statesAround(other).contains { outer in
      around.contains { $0.region == outer.region && $0.state != outer.state }
    }
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

  /// A state and those it lies in; of a history those around it.
  private func statesAround(_ target: EntryTarget) -> [StateID] {
    var result: [StateID] = []
    var current = type.regions[target.region].parent
    if case .state(let id) = target { current = id }
    while let state = current {
      result.append(state)
      current = type.regions[state.region].parent
    }
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
  private func targets(_ node: Node, key: String) -> [Target] {
    let names = node.isSequence ? Array(node.items) : node.isScalar ? [node] : []
    if names.isEmpty { return picks(node, key: key).map(target) }
    let known = type.regions.flatMap { $0.histories.map(\.name) }
    return names.compactMap { item in
      guard item.isScalar, type.homes(ofState: item.text).isEmpty,
        let home = type.homes(ofHistory: item.text).first
      else { return pick(item, beside: known + (key == "to" ? [Self.previous] : [])).map(target) }
      let homes = type.homes(ofHistory: item.text)
      if homes.count > 1 {
        report.add(
          .ambiguousState(item.text, regions: homes.map { type.regions[$0.region].name }),
          at: item.range)
      }
      return Target(
        place: .history(region: home.region, index: home.index), name: item.text,
        range: item.range)
    }
  }

  private func target(_ pick: Pick) -> Target {
    Target(
      place: .state(StateID(region: pick.region, state: pick.state)),
      name: type.regions[pick.region].states[pick.state].name, range: pick.range)
  }

  /// States of one region.
  func test(_ node: Node, key: String) -> StateTest? {
    let tests = tests(node, key: key, isLeft: false)
    if tests.count > 1 { report.add(.statesOfTwoRegions(key), at: node.range) }
    return tests.first
  }

  func tests(_ picks: [Pick]) -> [StateTest] {
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

  func picks(_ node: Node, key: String) -> [Pick] {
    switch node.kind {
    case .scalar: return pick(node).map { [$0] } ?? []
    case .sequence:
      if node.items.isEmpty { report.add(.emptyList(key, of: "states"), at: node.range) }
      return node.items.compactMap { item in
        guard let key = exceptKey(item) else { return pick(item) }
        report.add(.exceptInList(node, item), at: key.range)
        return nil
      }
    case .mapping:
      if let except = exceptKey(node) {
        report.add(.exceptElsewhere(key), at: except.range)
        return []
      }
      return node.entries.flatMap { picks($0.value, inRegion: $0.key, key: key) }
    }
  }

  func picks(_ node: Node, inRegion regionNode: Node, key: String) -> [Pick] {
    let name = regionNode.text
    guard let region = type.regions.firstIndex(where: { $0.name == name }) else {
      report.add(
        .unknownRegion(name, type: type.name, all: type.regions.map(\.name), keys: keys(key)),
        at: regionNode.range)
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
      if key == "to", node.isScalar, name == Self.previous, type.homes(ofState: name).isEmpty {
        return nil
      }
      let states = type.regions[region].states
      guard let state = states.firstIndex(where: { $0.name == name }) else {
        report.add(
          .unknownState(
            name, type: type.name, regions: [type.regions[region]],
            histories: key == "to" ? [Self.previous] : []), at: item.range)
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
      let mistake = Mistake.unknownState(
        name, type: type.name, regions: type.regions, histories: histories)
      report.add(
        anyState(name, node, mistake) ?? mistake.splitting(name, at: node.range), at: node.range)
    }
    guard homes.count == 1, let home = homes.first else { return nil }
    return Pick(region: home.region, state: home.state, range: node.range)
  }
}

extension StateReader {
  /// `from: any`, as other products say it.
  private func anyState(_ name: String, _ node: Node, _ mistake: Mistake) -> Mistake? {
    guard ["any", "all", "every", "*", "anything"].contains(name.lowercased()) else { return nil }
    var mistake = mistake
    mistake.label = "for any state leave out 'from'"
    mistake.edits = WholeEntry(ofValue: node).map { [$0.removal] } ?? []
    mistake.replacement = nil
    return mistake
  }
}

extension EntryTarget {
  fileprivate var isHistory: Bool {
    switch self {
    case .history, .previous: true
    case .state: false
    }
  }
}
