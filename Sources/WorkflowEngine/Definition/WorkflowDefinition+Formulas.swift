import CEL

/// Every formula of a definition.
extension WorkflowDefinition {
  /// The names of all variables that any formula uses.
  static func variables(
    of types: [RecordType], invariants: [Invariant], possibilities: [Possibility]
  ) -> Set<String> {
    var formulas = invariants.flatMap {
      $0.when.formulas + $0.check.formulas + $0.otherwise.formulas
    }
    formulas += possibilities.flatMap { $0.check.formulas + $0.otherwise.formulas }
    for type in types {
      formulas += type.shownAs.formulas + type.formulas.map(\.formula)
      formulas += type.fields.flatMap {
        $0.defaultValue.formulas + ($0.uniqueness?.otherwise).formulas
      }
      formulas += type.sets.flatMap { $0.condition.formulas }
      formulas += type.lists.flatMap { $0.condition.formulas + [$0.orderBy].compactMap(\.self) }
      formulas += type.badges.flatMap(\.when.formulas)
      formulas += type.reactions.flatMap { $0.when.formulas + $0.set.flatMap(\.value.formulas) }
      formulas += type.events.flatMap(\.transitions).flatMap(\.formulas)
      formulas += type.regions.flatMap(\.effects).flatMap(\.formulas)
    }
    return formulas.reduce(into: []) { $0.formUnion($1.program.usedVariables) }
  }
}

extension Transition {
  fileprivate var formulas: [Formula] {
    var result = inputs.flatMap {
      $0.when.formulas + $0.defaultValue.formulas + $0.checks.flatMap(\.formulas)
    }
    result += guards.flatMap { $0.rule.formulas + $0.otherwise.formulas }
    result += (warnings + reminders).flatMap { $0.when.formulas + $0.say.formulas }
    result += (question?.ask).formulas + (question?.details).formulas + (question?.when).formulas
    result += effects.flatMap(\.formulas) + selection.otherwise.formulas + notSupported.formulas
    result += (approval?.when).formulas + (approval?.otherwise).formulas
    result += when.formulas
    if case .clock(let timer) = trigger { result += timer.formulas }
    return result
  }
}

extension Guard {
  fileprivate var formulas: [Formula] { when.formulas + check.formulas + otherwise.formulas }
}

extension Effect {
  fileprivate var formulas: [Formula] {
    var result = when.formulas
    if case .each(let loop) = target {
      result += [loop.records] + loop.condition.formulas + [loop.orderBy].compactMap(\.self)
    }
    switch action {
    case .set(let assignments), .create(_, _, let assignments, _):
      result += assignments.flatMap(\.value.formulas)
    case .link(_, let records, _), .unlink(_, let records, _): result.append(records)
    case .emit(_, let key, let fields): result += key.formulas + fields.flatMap(\.value.formulas)
    case .choose(let effects, let others): result += (effects + others).flatMap(\.formulas)
    case .delete, .erase, .send, .raise: break
    }
    return result
  }
}

extension RecordType {
  /// Everything that its transitions and states bring about, also inside other effects.
  public var effects: [Effect] {
    (events.flatMap(\.transitions).flatMap(\.effects) + regions.flatMap(\.effects))
      .flatMap(\.withInner)
  }
}

extension Effect {
  fileprivate var withInner: [Effect] {
    guard case .choose(let effects, let others) = action else { return [self] }
    return [self] + (effects + others).flatMap(\.withInner)
  }
}

extension Region {
  /// What entering and leaving its states brings about.
  var effects: [Effect] {
    states.flatMap { $0.onEntry + $0.onExit + ($0.initial?.effects ?? []) }
      + histories.flatMap(\.effects)
  }
}

extension Sentence {
  fileprivate var formulas: [Formula] {
    pieces.compactMap { piece in
      switch piece {
      case .text: nil
      case .formula(let formula): formula
      }
    }
  }
}

extension Expression {
  fileprivate var formulas: [Formula] {
    switch self {
    case .constant: []
    case .formula(let formula): [formula]
    }
  }
}

extension Condition? {
  fileprivate var formulas: [Formula] { self?.formulas ?? [] }
}

extension Sentence? {
  fileprivate var formulas: [Formula] { self?.formulas ?? [] }
}

extension Expression? {
  fileprivate var formulas: [Formula] { self?.formulas ?? [] }
}
