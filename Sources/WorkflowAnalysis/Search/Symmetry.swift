import WorkflowEngine

/// Records that can be exchanged without any difference: of the situations that differ in no more
/// than that, one stands for all.
struct Symmetry {
  /// Records of one type and all that belongs to them, each as the same places in the same order.
  private struct Group {
    /// By member: the places of its words, those of its own members behind them.
    var blocks: [[Int]]
  }

  /// Inner groups come before the groups they are part of.
  private let groups: [Group]

  var isTrivial: Bool { groups.isEmpty }

  init(groups blocks: [[[Int]]]) { groups = blocks.map { Group(blocks: $0) } }

  /// Puts the members of each group in order of what they hold.
  func normalize(_ units: UnsafeMutablePointer<UInt32>, in world: SmallWorld) {
    for group in groups {
      var keys = group.blocks.map { block in block.map { world.number(at: $0, in: units) } }
      var isSorted = true
      for index in 1..<keys.count where keys[index].lexicographicallyPrecedes(keys[index - 1]) {
        isSorted = false
      }
      if isSorted { continue }
      keys.sort { $0.lexicographicallyPrecedes($1) }
      for (block, key) in zip(group.blocks, keys) {
        for (place, number) in zip(block, key) { world.put(number, at: place, in: units) }
      }
    }
  }
}
