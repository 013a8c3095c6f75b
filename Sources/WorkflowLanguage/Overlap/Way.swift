import CEL
import WorkflowEngine

/// One of several things that may be possible at the same time, and when it is.
struct Way {
  /// What must hold for it.
  let conditions: [Requirement]
  /// The states it is for.
  let from: [StateTest]
  let inputs: [Input]
  /// Whether it makes the record that it is for.
  let creates: Bool
  /// Slots that may be given together with the event.
  let edits: [Int]

  enum Requirement {
    case condition(Condition)
    /// A guard: it holds where it does not apply.
    case declared(Guard)

    var formulas: [Formula] {
      switch self {
      case .condition(let condition): condition.formulas
      case .declared(let rule): (rule.when?.formulas ?? []) + rule.check.formulas
      }
    }
  }

  var formulas: [Formula] { conditions.flatMap(\.formulas) }
}

extension Way {
  init(_ transition: Transition) {
    var conditions: [Requirement] = []
    if let when = transition.when { conditions.append(.condition(when)) }
    conditions += transition.guards.map { .declared($0.declared) }
    self.init(
      conditions: conditions, from: transition.from, inputs: transition.inputs,
      creates: transition.creates, edits: transition.edits)
  }
}
