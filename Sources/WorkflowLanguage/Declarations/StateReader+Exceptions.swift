import WorkflowEngine
import YAML

/// States that are told by those that are not meant: `{except: [closed]}`.
extension StateReader {
  /// A test for each region that is named.
  ///
  /// - Parameter isLeft: Whether the states are left, which final ones never are.
  func tests(_ node: Node, key: String, isLeft: Bool) -> [StateTest] {
    guard node.isMapping else { return tests(picks(node, key: key)) }
    return node.entries.flatMap { entry -> [StateTest] in
      if isExcept(entry.key) {
        guard node.count > 1 else { return others(entry.value, inRegion: nil, isLeft: isLeft) }
        report.add(
          .exceptBesideRegions(entry.key, entry.value, region: regionAround(entry.value)),
          at: entry.key.range)
        return []
      }
      if let except = exceptKey(entry.value), let states = entry.value[except.text] {
        return others(states, inRegion: entry.key, isLeft: isLeft)
      }
      return tests(picks(entry.value, inRegion: entry.key, key: key))
    }
  }

  /// All states of their regions but those that a node names.
  private func others(_ node: Node, inRegion region: Node?, isLeft: Bool) -> [StateTest] {
    if node.isNull {
      report.add(.emptyKey("except", mayBeNull: false), at: node.range)
      return []
    }
    let items = node.isSequence ? Array(node.items) : [node]
    if let new = items.first(where: { $0.isScalar && $0.isText("new") }) {
      report.add(.newExcepted(), at: new.range)
      return []
    }
    let named =
      region.map { picks(node, inRegion: $0, key: "except") } ?? picks(node, key: "except")
    return tests(named).compactMap { test in
      let states = type.regions[test.slot].states
      let others = states.indices.filter {
        !test.contains(Int64($0)) && !(isLeft && states[$0].isFinal)
      }
      if others.isEmpty {
        report.add(.exceptsAll(type.regions[test.slot].name), at: node.range)
        return nil
      }
      return StateTest(slot: test.slot, states: others.reduce(0) { $0 | 1 << UInt64($1) })
    }
  }

  /// The key of a mapping that has it alone.
  func exceptKey(_ node: Node) -> Node? {
    guard node.isMapping, node.count == 1, let entry = node.entries.first, isExcept(entry.key)
    else { return nil }
    return entry.key
  }

  /// A region may have the name as well; then it is the region's.
  private func isExcept(_ key: Node) -> Bool {
    key.isText("except") && !type.regions.contains { $0.name == "except" }
  }

  /// What else stands where a region is named.
  func keys(_ key: String) -> [String] { ["from", "in"].contains(key) ? ["except"] : [] }

  /// The region of the first state that a node names.
  private func regionAround(_ node: Node) -> String? {
    guard let first = node.isSequence ? node.items.first : node, first.isScalar else { return nil }
    return type.homes(ofState: first.text).first.map { type.regions[$0.region].name }
  }
}
