import CEL
import WorkflowEngine

/// Which conditions look at the time, themselves or through what they read.
struct MomentUse {
  private let definition: WorkflowDefinition
  /// Events that do, by type and place.
  private(set) var events: Set<[Int]> = []

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    guard definition.looksAtToday || definition.looksAtNow else { return }
    for type in definition.recordTypes {
      for event in type.events where event.transitions.contains(where: looksAtTime) {
        events.insert([type.index, event.index])
      }
    }
    while spread() {}
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

  /// What sends an event that looks at the time does so, too; false where nothing is new.
  private mutating func spread() -> Bool {
    let before = events.count
    for type in definition.recordTypes {
      for event in type.events where !events.contains([type.index, event.index]) {
        let sends = event.transitions.flatMap(\.effects).contains { effect in
          switch effect.kind {
          case .send(let sent, _): events.contains([effect.targetType(in: type), sent])
          case .raise(let raised, _): events.contains([type.index, raised])
          case .create(let made, _, _, let sent): sent.map { events.contains([made, $0]) } ?? false
          case .set, .delete, .erase, .link, .unlink, .choose, .emit: false
          }
        }
        if sends { events.insert([type.index, event.index]) }
      }
    }
    return events.count > before
  }
}
