import CEL
import WorkflowEngine

/// States that nothing leaves any more: who gets there cannot come back.
struct SinkTable {
  private let sinks: Set<RegionState>

  private struct RegionState: Hashable {
    let type: Int
    let slot: Int
    let state: Int64
  }

  init(_ definition: WorkflowDefinition) {
    var sinks: Set<RegionState> = []
    for type in definition.recordTypes {
      for region in type.regions {
        for (number, state) in region.states.enumerated() {
          let isLeft = type.transitions.contains { way in
            way.notSupported == nil && !way.creates
              && (way.to.contains { $0.slot == region.slot && $0.state != Int64(number) }
                || way.toHistories.contains { $0.region == region.slot })
              && way.from.allSatisfy { $0.slot != region.slot || $0.contains(Int64(number)) }
          }
          // Whoever is inside another state leaves with it.
          if (state.isFinal || !isLeft) && region.parent == nil {
            sinks.insert(RegionState(type: type.index, slot: region.slot, state: Int64(number)))
          }
        }
      }
    }
    self.sinks = sinks
  }

  /// Whether a plan takes records away, or takes one that was there to a state that nothing leaves.
  func isIrreversible(_ plan: Plan, _ world: RouteWorld) -> Bool {
    if !plan.removed.isEmpty { return true }
    let created = Set(plan.created.map(\.record))
    return plan.changes.contains { change in
      guard change.old != Scalar.null, change.old != change.new,
        !created.contains(change.record)
      else { return false }
      let type = world.snapshot.type(of: change.record).index
      return sinks.contains(
        RegionState(type: type, slot: Int(change.slot), state: change.new))
    }
  }
}
