import CEL
import WorkflowEngine

extension WorkflowDefinition {
  /// Whether what may happen may depend on the time of day: what is not possible now may become so
  /// within hours, without any change.
  var decidesByTime: Bool {
    guard looksAtNow else { return false }
    if !invariants.isEmpty { return true }
    return recordTypes.contains { type in
      let ways = type.events.flatMap(\.transitions)
      var conditions = ways.map(\.when) + ways.flatMap(\.guards).map { $0.declared.check }
      conditions += ways.flatMap(\.guards).map(\.declared.when) + type.sets.map(\.condition)
      conditions += type.reactions.map(\.when)
      for effect in type.effects {
        conditions.append(effect.when)
        if case .each(let loop) = effect.target { conditions.append(loop.condition) }
      }
      let formulas = conditions.flatMap { $0?.formulas ?? [] } + type.formulas.map(\.formula)
      return formulas.contains { $0.program.uses(variable: "now") }
    }
  }
}
