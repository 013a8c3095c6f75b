import CEL

extension WorkflowDefinition {
  /// The names of all variables that any formula uses.
  static func variables(
    of types: [RecordType], invariants: [Invariant], possibilities: [Possibility]
  ) -> Set<String> {
    var variables = FormulaVisit(Set<String>()) { $1.formUnion($0.usedVariables) }
    for invariant in invariants {
      variables.add(invariant.when)
      variables.add(invariant.check)
      variables.add(invariant.otherwise)
    }
    for possibility in possibilities {
      variables.add(possibility.check)
      variables.add(possibility.otherwise)
    }
    for type in types { variables.add(type) }
    return variables.found
  }
}

/// Goes through formulas and collects something of each, without lists of them: a definition has very
/// many.
struct FormulaVisit<Found> {
  private(set) var found: Found
  private let note: (Program, inout Found) -> Void

  init(_ found: Found, note: @escaping (Program, inout Found) -> Void) {
    self.found = found
    self.note = note
  }

  mutating func add(_ formula: Formula?) {
    if let formula { note(formula.program, &found) }
  }

  mutating func add(_ condition: Condition?) {
    guard let condition else { return }
    switch condition {
    case .formula(let formula): add(formula)
    case .all(let parts), .any(let parts), .none(let parts): for part in parts { add(part) }
    }
  }

  mutating func add(_ sentence: Sentence?) {
    guard let sentence else { return }
    for piece in sentence.pieces { add(piece.formula) }
  }

  mutating func add(_ expression: Expression?) {
    if case .formula(let formula) = expression { add(formula) }
  }

  mutating func add(_ assignments: [Assignment]) {
    for assignment in assignments { add(assignment.value) }
  }

  mutating func add(_ type: RecordType) {
    add(type.shownAs)
    for formula in type.formulas { add(formula.formula) }
    for field in type.fields {
      add(field.defaultValue)
    }
    for key in type.uniqueKeys {
      add(key.uniqueness.condition)
      add(key.uniqueness.otherwise)
    }
    for set in type.sets { add(set.condition) }
    for list in type.lists {
      add(list.condition)
      add(list.orderBy)
    }
    for badge in type.badges { add(badge.when) }
    for reaction in type.reactions {
      add(reaction.when)
      add(reaction.set)
    }
    for event in type.events {
      for transition in event.transitions { add(transition) }
    }
    for region in type.regions {
      for effect in region.effects { add(effect) }
    }
  }

  mutating func add(_ transition: Transition) {
    for input in transition.inputs {
      add(input.when)
      add(input.defaultValue)
      for check in input.checks { add(check) }
    }
    for use in transition.guards {
      add(use.declared)
      add(use.otherwise)
    }
    for notice in transition.warnings { add(notice) }
    for notice in transition.reminders { add(notice) }
    add(transition.question?.ask)
    add(transition.question?.details)
    add(transition.question?.when)
    for effect in transition.effects { add(effect) }
    add(transition.selection.otherwise)
    add(transition.notSupported)
    add(transition.approval?.when)
    add(transition.approval?.otherwise)
    if let expires = transition.approval?.expires { add(expires) }
    add(transition.when)
    if case .clock(let timer) = transition.occasion {
      for formula in timer.formulas { add(formula) }
    }
  }

  mutating func add(_ rule: Guard) {
    add(rule.when)
    add(rule.check)
    add(rule.otherwise)
    add(rule.unknown)
  }

  mutating func add(_ notice: Notice) {
    add(notice.when)
    add(notice.say)
  }

  mutating func add(_ effect: Effect) {
    add(effect.when)
    if case .each(let loop) = effect.target {
      add(loop.records)
      add(loop.condition)
      add(loop.orderBy)
    }
    let parts = effect.kind.parts
    add(parts.assignments)
    add(parts.records)
    add(parts.key)
    for value in parts.fields + parts.given { add(value.value) }
    for effect in parts.inner { add(effect) }
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
    [self] + kind.parts.inner.flatMap(\.withInner)
  }
}

extension Region {
  /// What entering and leaving its states brings about.
  package var effects: [Effect] {
    states.flatMap { $0.onEntry + $0.onExit + ($0.initial?.effects ?? []) }
      + histories.flatMap(\.effects)
  }
}
