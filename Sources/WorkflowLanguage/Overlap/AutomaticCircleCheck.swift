import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Finds automatic transitions that follow each other in a circle and never come to rest.
///
/// Only what is certain is said: every condition in the circle can hold for one record, and nothing
/// on the way changes what they read. Any other circle ends at the limit of a step.
struct AutomaticCircleCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    var budget = OverlapDecider.maximumTotal
    for (type, typeDraft) in zip(definition.recordTypes, draft.types) {
      check(type, typeDraft, &budget)
    }
  }

  private func check(_ type: RecordType, _ typeDraft: RecordTypeDraft, _ budget: inout Int) {
    var ways: [(transition: Transition, range: SourceRange)] = []
    for (event, eventDraft) in zip(type.events, typeDraft.events) {
      for (number, transition) in event.transitions.enumerated() {
        guard case .automatic = transition.trigger else { continue }
        // What stands first under 'first:' may end the circle.
        if event.isOrdered, number > 0 { continue }
        ways.append((transition, eventDraft.ways[number].range))
      }
    }
    let edges = ways.map { way in
      ways.indices.filter { leads(way.transition, to: ways[$0].transition, in: type) }
    }
    for circle in CircleFinder(edges: edges).circles() {
      let members = circle.map { ways[$0] }
      guard isSteady(members.map(\.transition), of: type),
        let witness = witness(members.map(\.transition), of: type, &budget)
      else { continue }
      let story = members.map { ("\(type.name).\($0.transition.event)", $0.range) }
      draft.report.add(.automaticCircle(story, witness: witness), at: members[0].range)
    }
  }

  /// Whether the states that one leads to are those that the other leaves, whatever the record.
  private func leads(_ first: Transition, to second: Transition, in type: RecordType) -> Bool {
    guard first.toHistories.isEmpty else { return false }
    return second.from.allSatisfy { test in
      if let move = first.to.first(where: { $0.slot == test.slot }) {
        return test.contains(move.state)
      }
      // A region that is entered or left with another one has a state of its own then.
      guard type.regions[test.slot].parent == nil else { return first.to.isEmpty }
      return first.from.allSatisfy { $0.slot != test.slot || $0.states & test.states != 0 }
    }
  }

  /// Whether nothing on the way changes what the conditions read.
  private func isSteady(_ circle: [Transition], of type: RecordType) -> Bool {
    var walk = ProgramWalk(definition: definition)
    for formula in circle.flatMap({ $0.when?.formulas ?? [] }) { walk.visit(formula.program) }
    let moved = circle.flatMap(\.to).map(\.slot)
    // Entering and leaving states may change fields, and so may reactions.
    let effects =
      circle.flatMap(\.effects)
      + type.regions.filter { moved.contains($0.slot) || $0.parent != nil }
      .flatMap { $0.states.flatMap { $0.onEntry + $0.onExit + ($0.initial?.effects ?? []) } }
    var written = Set(
      moved.map { MemberRead(recordType: type.index, member: type.regions[$0].name) })
    for region in type.regions where region.parent != nil {
      written.insert(MemberRead(recordType: type.index, member: region.name))
    }
    for reaction in definition.recordTypes.flatMap({ type in type.reactions.map { (type, $0) } }) {
      for assignment in reaction.1.set {
        written.insert(member(assignment.slot, of: reaction.0.index))
      }
    }
    guard collect(effects, of: type.index, &written) else { return false }
    return walk.reads.isDisjoint(with: written)
  }

  private func member(_ slot: Int, of type: Int) -> MemberRead {
    MemberRead(recordType: type, member: definition.recordTypes[type].fields[slot].name)
  }

  /// What effects write; false where that cannot be listed.
  private func collect(
    _ effects: [Effect], of type: Int, _ written: inout Set<MemberRead>
  ) -> Bool {
    effects.allSatisfy { effect in
      var target = type
      if case .each(let loop) = effect.target { target = loop.memberType }
      switch effect.action {
      case .set(let assignments):
        for assignment in assignments { written.insert(member(assignment.slot, of: target)) }
        return true
      case .choose(let effects, let others): return collect(effects + others, of: type, &written)
      case .emit: return true
      case .create, .delete, .erase, .link, .unlink, .send, .raise: return false
      }
    }
  }

  /// A record for which all conditions hold, in the states that the first one leaves.
  private func witness(
    _ circle: [Transition], of type: RecordType, _ budget: inout Int
  ) -> String? {
    let moved = Set(circle.flatMap(\.to).map(\.slot))
    let ways = circle.enumerated().map { number, transition in
      Way(
        conditions: transition.when.map { [.condition($0)] } ?? [],
        from: number == 0 ? transition.from : transition.from.filter { !moved.contains($0.slot) },
        inputs: [], creates: false, edits: [])
    }
    let decider = OverlapDecider(definition: definition)
    switch decider.decide(ways, of: type, budget: &budget) {
    case .overlap(let witness): return witness.text
    case .disjoint, .undecided: return nil
    }
  }
}
