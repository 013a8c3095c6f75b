import CEL
import WorkflowEngine

/// Which words something that decides reads: conditions, choices of records, and the formulas whose
/// values these see.
struct Relevance {
  let words: Set<Word>
  let readsMoment: Bool

  /// - Parameter goals: further formulas whose answers are asked for.
  init(_ definition: WorkflowDefinition, goals: [Formula] = []) {
    var walk = FormulaWalk(definition)
    walk.add(goals)
    for invariant in definition.invariants { walk.add(invariant.formulas) }
    for possibility in definition.possibilities { walk.add(possibility.check) }
    for type in definition.recordTypes { Self.add(type, to: &walk) }
    let assigned = definition.assigned
    var count = -1
    while walk.words.count > count {
      count = walk.words.count
      for one in assigned where walk.words.contains(one.word) { walk.add(one.value) }
    }
    words = walk.words
    readsMoment =
      !definition.usedVariables.isDisjoint(with: ["now", "today"])
      || definition.recordTypes.contains { $0.transitions.contains(where: \.isTimed) }
  }

  private static func add(_ type: RecordType, to walk: inout FormulaWalk) {
    for region in type.regions {
      walk.add(Word(type: type.index, slot: region.slot))
      for slot in region.memories { walk.add(Word(type: type.index, slot: slot)) }
    }
    for key in type.uniqueKeys {
      for part in key.parts {
        switch part {
        case .field(let slot): walk.add(Word(type: type.index, slot: slot))
        case .computed(let number): walk.add(type.formulas[number].formula.program)
        }
      }
      walk.add(key.uniqueness.condition)
      if let states = key.uniqueness.states {
        walk.add(Word(type: type.index, slot: states.slot))
      }
    }
    for reaction in type.reactions { walk.add(reaction.when) }
    for transition in type.transitions { add(transition, of: type, to: &walk) }
    for effect in type.effects { add(effect, to: &walk) }
  }

  private static func add(
    _ transition: Transition, of type: RecordType, to walk: inout FormulaWalk
  ) {
    walk.add(transition.when)
    for use in transition.guards { walk.add(use.declared.formulas) }
    walk.add(transition.approval?.when)
    for input in transition.inputs {
      walk.add(input.when)
      walk.add(input.defaultValue)
      for check in input.checks { walk.add(check.formulas) }
    }
    guard case .clock(let timer) = transition.occasion else { return }
    walk.add(timer.formulas)
    for slot in [timer.enteredSlot, timer.firedSlot].compactMap(\.self) {
      walk.add(Word(type: type.index, slot: slot))
    }
  }

  private static func add(_ effect: Effect, to walk: inout FormulaWalk) {
    walk.add(effect.when)
    if case .each(let loop) = effect.target {
      walk.add([loop.records])
      walk.add(loop.condition)
      if let orderBy = loop.orderBy { walk.add([orderBy]) }
    }
    if let records = effect.kind.parts.records { walk.add([records]) }
    walk.add(effect.kind.parts.given.flatMap(\.formulas))
  }
}
