import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Finds automatic transitions that follow each other in a circle and never come to rest.
///
/// Only what is certain is said: every condition in the circle can hold for one record, nothing that
/// follows by itself changes what they read, and no other way leads out of the circle. Any other
/// circle ends at the limit of a step.
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
        guard case .automatic = transition.occasion else { continue }
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
        isClosed(members.map(\.transition), in: type, &budget),
        let witness = witness(members.map(\.transition), of: type, &budget)
      else { continue }
      let story = members.map { ("\(type.name).\($0.transition.event)", $0.range) }
      draft.report.add(.automaticCircle(story, witness: witness), at: members[0].range)
    }
  }

  /// Whether the states that one leads to are those that the other leaves, whatever the record.
  private func leads(_ first: Transition, to second: Transition, in type: RecordType) -> Bool {
    guard first.toHistories.isEmpty else { return false }
    let entered = first.to.flatMap { statesAround($0, in: type) }
    return second.from.allSatisfy { test in
      if let move = entered.first(where: { $0.slot == test.slot }) {
        return test.contains(move.state)
      }
      // A region that is entered or left with another one has a state of its own then.
      guard type.regions[test.slot].parent == nil else { return first.to.isEmpty }
      return first.from.allSatisfy { $0.slot != test.slot || $0.states & test.states != 0 }
    }
  }

  /// What entering a state means for its region and the regions around it.
  private func statesAround(_ move: StateMove, in type: RecordType) -> [StateMove] {
    var moves = [move]
    var region = type.regions[move.slot]
    while let outer = region.parent {
      region = type.regions[outer.region]
      moves.append(StateMove(slot: region.slot, state: Int64(outer.state)))
    }
    return moves
  }

  /// Whether nothing on the way changes what the conditions read.
  private func isSteady(_ circle: [Transition], of type: RecordType) -> Bool {
    var walk = ProgramWalk(definition: definition)
    for formula in circle.flatMap({ $0.when?.formulas ?? [] }) { walk.visit(formula.program) }
    let moved = circle.flatMap(\.to).flatMap { statesAround($0, in: type) }.map(\.slot)
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
    for other in definition.recordTypes {
      let ways = other.events.flatMap(\.transitions).filter(\.isSpontaneous)
      if ways.isEmpty { continue }
      // Entering and leaving states may change fields as well.
      let states = other.regions.flatMap(\.states)
      let effects =
        ways.flatMap(\.effects)
        + states.flatMap { $0.onEntry + $0.onExit + ($0.initial?.effects ?? []) }
      guard collect(effects, of: other.index, &written) else { return false }
    }
    return walk.reads.isDisjoint(with: written)
  }

  /// Whether no other automatic way of the type can be taken while the circle goes on.
  private func isClosed(
    _ circle: [Transition], in type: RecordType, _ budget: inout Int
  ) -> Bool {
    let conditions = circle.compactMap(\.when).map { Way.Requirement.condition($0) }
    let going = Way(conditions: conditions, from: [], inputs: [], creates: false, edits: [])
    let decider = OverlapDecider(definition: definition)
    return type.events.flatMap(\.transitions).allSatisfy { other in
      guard case .automatic = other.occasion, !circle.contains(where: { $0 === other }),
        circle.contains(where: { $0.sharesStates(with: other) })
      else { return true }
      let leaving = Way(
        conditions: other.when.map { [.condition($0)] } ?? [], from: [], inputs: [],
        creates: false, edits: [])
      if case .disjoint = decider.decide([going, leaving], of: type, budget: &budget) {
        return true
      }
      return false
    }
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
      if case .emit = effect.kind { return true }
      switch effect.kind {
      case .choose, .setTogether: return collect(effect.kind.parts.inner, of: type, &written)
      default: break
      }
      guard case .set(let assignments) = effect.kind else { return false }
      for assignment in assignments { written.insert(member(assignment.slot, of: target)) }
      return true
    }
  }

  /// A record for which all conditions hold, in the states that the first one leaves.
  private func witness(
    _ circle: [Transition], of type: RecordType, _ budget: inout Int
  ) -> String? {
    let moved = Set(
      circle.flatMap(\.to).flatMap { statesAround($0, in: type) }.map(\.slot))
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

extension Transition {
  /// Whether it follows by itself.
  fileprivate var isSpontaneous: Bool {
    switch occasion {
    case .automatic, .done: true
    case .asked, .sent, .clock, .expired: false
    }
  }

  /// Whether some state may fit both.
  fileprivate func sharesStates(with other: Transition) -> Bool {
    from.allSatisfy { test in
      other.from.allSatisfy { $0.slot != test.slot || $0.states & test.states != 0 }
    }
  }
}
