import WorkflowEngine
import YAML

/// Refuses ways back to the state before (`to: previous`) from a state in which a record may begin:
/// there is none before it.
struct PreviousCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    for type in definition.recordTypes {
      for (event, eventDraft) in zip(type.events, draft.types[type.index].events) {
        for (transition, way) in zip(event.transitions, eventDraft.ways) {
          for case .previous(let region) in transition.toHistories {
            check(transition, way, region, of: type)
          }
        }
      }
    }
  }

  private func check(_ transition: Transition, _ way: WayDraft, _ region: Int, of type: RecordType)
  {
    let first = firstStates(of: region, in: type)
    let test = transition.from.first { $0.slot == region }
    let states = type.regions[region].states
    let left = states.indices.filter { test?.contains(Int64($0)) ?? !states[$0].isFinal }
    guard let state = left.first(where: first.contains), let node = way.form["to"] else { return }
    draft.report.add(
      .nothingBefore(
        states[state].name, isNamed: test != nil, isAlone: left.count == 1),
      at: (way.form["from"] ?? node).range)
  }

  /// The states in which a region of a record may be without having been in another before.
  private func firstStates(of region: Int, in type: RecordType) -> Set<Int> {
    var first: Set<Int> = []
    func add(_ targets: [EntryTarget]) {
      for case .state(let id) in targets where id.region == region { first.insert(id.state) }
    }
    let ways = type.events.flatMap(\.transitions)
    guard let outer = type.regions[region].parent else {
      let creating = ways.filter(\.creates)
      for way in creating { add(way.to.map(Self.target)) }
      let isMade = definition.recordTypes.contains { other in
        other.effects.contains { $0.kind.parts.created == type.index }
      }
      if creating.isEmpty || isMade { first.insert(0) }
      return first
    }
    let initial = type.regions[outer.region].states[outer.state].initial?.targets ?? []
    if !initial.contains(where: { $0.region == region }) { first.insert(0) }
    for state in type.regions.flatMap(\.states) { add(state.initial?.targets ?? []) }
    for history in type.regions.flatMap(\.histories) { add(history.defaults) }
    for way in ways where !way.from.contains(where: { $0.slot == region }) {
      add(way.to.map(Self.target))
    }
    return first
  }

  private static func target(_ move: StateMove) -> EntryTarget {
    .state(StateID(region: move.slot, state: Int(move.state)))
  }
}
