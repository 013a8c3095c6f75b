import CEL
import WorkflowEngine

/// Which conditions look at the time, themselves or through what they read.
struct MomentUse {
  private let definition: WorkflowDefinition
  /// Events whose refusal may depend on the time, by type and place.
  private(set) var events: Set<[Int]> = []
  /// Events that look at the time anywhere, also where that only changes what they bring about.
  private(set) var readers: Set<[Int]> = []

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    guard definition.looksAtToday || definition.looksAtNow else { return }
    for type in definition.recordTypes {
      for event in type.events where event.transitions.contains(where: looksAtTime) {
        events.insert([type.index, event.index])
      }
    }
    while spread(\.events, isRefusal: true) {}
    readers = events
    while spread(\.readers, isRefusal: false) {}
  }

  /// Whether a condition looks at the time.
  func looksAtTime(_ formulas: [Formula]) -> Bool {
    var seen: Set<MemberRead> = []
    var waiting = formulas.map(\.program)
    while let program = waiting.popLast() {
      if program.uses(variable: "now") || program.uses(variable: "today") { return true }
      for read in program.reads where seen.insert(read).inserted {
        let type = definition.recordTypes[read.recordType]
        if let formula = type.formulas.first(where: { $0.name == read.member }) {
          waiting.append(formula.formula.program)
        }
        if let set = type.sets.first(where: { $0.name == read.member }) {
          waiting += (set.condition?.formulas ?? []).map(\.program)
        }
      }
    }
    return false
  }

  private func looksAtTime(_ way: Transition) -> Bool {
    var formulas = (way.when?.formulas ?? []) + way.guards.flatMap(\.declared.formulas)
    for input in way.inputs {
      formulas += (input.when?.formulas ?? []) + input.checks.flatMap(\.formulas)
    }
    return way.isTimed || looksAtTime(formulas)
  }

  /// What leads to an event that looks at the time does so, too; false where nothing is new.
  ///
  /// - Parameter isRefusal: Whether only that counts for which a step may be refused: what another
  ///   event is asked for, and on which condition.
  private mutating func spread(
    _ found: WritableKeyPath<MomentUse, Set<[Int]>>, isRefusal: Bool
  ) -> Bool {
    let before = self[keyPath: found].count
    for type in definition.recordTypes {
      let entering = type.regions.flatMap(\.ownEffects)
      for event in type.events where !self[keyPath: found].contains([type.index, event.index]) {
        let effects = event.transitions.flatMap(\.effects) + entering
        let known = self[keyPath: found]
        if effects.contains(where: { looksAtTime($0, of: type, known, isRefusal) }) {
          self[keyPath: found].insert([type.index, event.index])
        }
      }
    }
    return self[keyPath: found].count > before
  }

  private func looksAtTime(
    _ effect: Effect, of type: RecordType, _ known: Set<[Int]>, _ isRefusal: Bool
  ) -> Bool {
    let parts = effect.kind.parts
    if !isRefusal || asks(effect) {
      var formulas = effect.when?.formulas ?? []
      if case .each(let loop) = effect.target {
        formulas += [loop.records] + (loop.condition?.formulas ?? [])
      }
      if !isRefusal { formulas += parts.assignments.flatMap(\.formulas) }
      formulas += parts.given.flatMap(\.formulas)
      if looksAtTime(formulas) { return true }
    }
    let target = parts.created ?? effect.targetType(in: type)
    return parts.sent.map { known.contains([target, $0]) } == true
      || parts.raised.map { known.contains([type.index, $0]) } == true
      || parts.inner.contains { looksAtTime($0, of: type, known, isRefusal) }
  }

  /// Whether an effect, or one inside it, asks for another event.
  private func asks(_ effect: Effect) -> Bool {
    let parts = effect.kind.parts
    return parts.sent != nil || parts.raised != nil || parts.inner.contains(where: asks)
  }
}
