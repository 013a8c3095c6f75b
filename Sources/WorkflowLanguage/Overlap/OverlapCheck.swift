import Diagnostics
import WorkflowEngine
import YAML

/// Refuses ways that can be enabled for one record at the same time, where no order is stated.
///
/// It works on the finished definition, because it lets the engine evaluate the conditions.
struct OverlapCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  /// A way by its places in the definition.
  private struct Address: Hashable {
    let event: Int
    let way: Int
  }

  func run() {
    let decider = OverlapDecider(definition: definition)
    var budget = OverlapDecider.maximumTotal
    let open = Dictionary(grouping: draft.openPairs, by: \.type)
    for type in draft.types {
      // One finding for each way: what is wrong with it is most often wrong beside all others.
      var refused: Set<Address> = []
      for (first, second) in pairs(of: type, open[type.index] ?? [])
      where !refused.contains(second) {
        let ways = [transition(first, type), transition(second, type)].map(Way.init)
        let recordType = definition.recordTypes[type.index]
        let answer = decider.decide(ways, of: recordType, budget: &budget)
        if report(answer, first, second, of: type) { refused.insert(second) }
      }
    }
  }

  /// Pairs that states do not keep apart: of one event, and of what follows by itself.
  private func pairs(
    of type: RecordTypeDraft, _ open: [OpenPair]
  ) -> [(Address, Address)] {
    var pairs = open.map { pair in
      (
        Address(event: pair.event, way: pair.ways.0), Address(event: pair.event, way: pair.ways.1)
      )
    }
    let spontaneous = type.events.enumerated().flatMap { event, draft in
      draft.ways.indices.filter { draft.ways[$0].isSpontaneous }
        .map { Address(event: event, way: $0) }
    }
    let overlap = WayOverlap(type: type)
    for (number, second) in spontaneous.enumerated() {
      for first in spontaneous[..<number] where first.event != second.event {
        if overlap.states(draft(first, type), draft(second, type)) != nil {
          pairs.append((first, second))
        }
      }
    }
    return pairs
  }

  private func draft(_ address: Address, _ type: RecordTypeDraft) -> WayDraft {
    type.events[address.event].ways[address.way]
  }

  private func transition(_ address: Address, _ type: RecordTypeDraft) -> Transition {
    definition.recordTypes[type.index].events[address.event].transitions[address.way]
  }

  private func report(
    _ answer: OverlapDecider.Answer, _ first: Address, _ second: Address, of type: RecordTypeDraft
  ) -> Bool {
    let names = [first, second].map { type.events[$0.event].name }
    let isOneEvent = first.event == second.event
    let ways =
      isOneEvent
      ? "two ways of '\(names[0])'" : "the automatic ways of '\(names[0])' and '\(names[1])'"
    let help =
      isOneEvent
      ? "or write 'first:' in front of the ways: the first that is possible is then taken"
      : "or make them ways of one event under 'first:': the first that is possible is then taken"
    let ranges = (draft(first, type).placeOfConditions, draft(second, type).placeOfConditions)
    switch answer {
    case .disjoint: return false
    case .overlap(let witness):
      draft.report.add(
        .possibleTogether(ways, witness: witness.text, help: help, other: ranges.0),
        at: ranges.1)
    case .undecided(let conditions):
      draft.report.add(
        .undecidedOverlap(ways, conditions: conditions, help: help, other: ranges.0),
        at: ranges.1)
    }
    return true
  }
}

extension WayDraft {
  /// Where it says when it is possible.
  fileprivate var placeOfConditions: SourceRange {
    (form["when"] ?? form["guards"])?.range ?? placeOfStates
  }
}
