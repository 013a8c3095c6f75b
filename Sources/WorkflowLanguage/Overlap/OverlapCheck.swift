import Diagnostics
import WorkflowEngine
import YAML

/// Refuses events of which two ways can be enabled for one record at the same time.
///
/// It works on the finished definition, because it lets the engine evaluate the conditions.
struct OverlapCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    let decider = OverlapDecider(definition: definition)
    var budget = OverlapDecider.maximumTotal
    for (type, typeDraft) in zip(definition.recordTypes, draft.types) {
      for (event, eventDraft) in zip(type.events, typeDraft.events) {
        check(event, of: type, eventDraft, decider, &budget)
      }
    }
  }

  private func check(
    _ event: Event, of type: RecordType, _ draft: EventDraft, _ decider: OverlapDecider,
    _ budget: inout Int
  ) {
    for (number, transition) in event.transitions.enumerated().dropFirst() {
      // One finding for each way: what is wrong with one is most often wrong with all others.
      for (other, earlier) in event.transitions[..<number].enumerated() {
        guard earlier.creates == transition.creates, earlier.sharesStates(with: transition) else {
          continue
        }
        let ways = [Way(earlier), Way(transition)]
        let answer = decider.decide(ways, of: type, budget: &budget)
        let ranges = (draft.ways[other].rangeOfConditions, draft.ways[number].rangeOfConditions)
        switch answer {
        case .disjoint: continue
        case .overlap(let witness):
          let isPlain = ways.contains(where: \.conditions.isEmpty)
          self.draft.report.add(
            .ambiguousTransition(
              event.name, witness: witness.text, isPlain: isPlain, other: ranges.0), at: ranges.1)
        case .undecided(let conditions):
          self.draft.report.add(
            .undecidedOverlap(event.name, conditions: conditions, other: ranges.0), at: ranges.1)
        }
        break
      }
    }
  }
}

extension Transition {
  /// Whether some state fits both.
  func sharesStates(with other: Transition) -> Bool {
    from.allSatisfy { test in
      other.from.allSatisfy { $0.slot != test.slot || $0.states & test.states != 0 }
    }
  }
}

extension WayDraft {
  /// What says when it applies.
  var rangeOfConditions: SourceRange {
    (form["guards"] ?? form["when"] ?? form["from"])?.range ?? range
  }
}
