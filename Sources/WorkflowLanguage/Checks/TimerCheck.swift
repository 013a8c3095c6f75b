import CEL
import WorkflowEngine
import YAML

/// Refuses timers whose time can never be told: they would never fire, and nobody would be told.
///
/// Looked at are formulas over constants, the time, and choices or states of the own record, such
/// as the key of a parameter: these are tried with every value.
struct TimerCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    for type in definition.recordTypes {
      for (event, eventDraft) in zip(type.events, draft.types[type.index].events) {
        for (transition, way) in zip(event.transitions, eventDraft.ways) {
          if case .clock(let timer) = transition.occasion { check(timer, way, of: type) }
        }
      }
    }
  }

  private func check(_ timer: Timer, _ way: WayDraft, of type: RecordType) {
    let times = way.form["after"] != nil ? "after" : way.form["at"] != nil ? "at" : "starting"
    switch timer.recurrence {
    case .every(let interval, let until):
      if case .formula(let formula) = interval { check(formula, of: "every", way, type) }
      if let until { check(until, of: "until", way, type) }
      check(timer.at, of: times, way, type)
    case .calendar(let pattern, let starting, let until):
      if case .formula(let formula) = pattern.days { check(formula, of: "on", way, type) }
      if let until { check(until, of: "until", way, type) }
      if let starting { check(starting, of: "starting", way, type) }
    case .times(let formulas): formulas.forEach { check($0, of: times, way, type) }
    case nil: check(timer.at, of: times, way, type)
    }
  }

  private func check(_ formula: Formula, of key: String, _ way: WayDraft, _ type: RecordType) {
    guard let node = way.form[key] else { return }
    let program = formula.program
    let resolver = PathResolver(definition: definition, type: type)
    var slots: Set<Int> = []
    for path in program.paths {
      if path.slot == FrameSlot.looped, path.steps.isEmpty { continue }
      switch resolver.target(path, inputs: [], way: 0) {
      case .variable(.now), .variable(.today): continue
      case .variable(.member(let path)) where path.count == 1 && choice(path[0], type) != nil:
        slots.insert(path[0])
      case .variable, .computed, .computedElsewhere, .set, .roles, .other: return
      }
    }
    guard let (problem, value) = problem(of: program, slots.sorted(), type) else { return }
    draft.report.add(.hopelessTime(key, for: value, because: problem), at: node.range)
  }

  private func choice(_ slot: Int, _ type: RecordType) -> [String]? {
    guard case .choice(let choice) = type.fields[slot].type else { return nil }
    return definition.choices[choice].values
  }

  /// Why a value cannot be told, and for which value of a choice.
  private func problem(
    of program: Program, _ slots: [Int], _ type: RecordType
  ) -> (problem: String, value: String?)? {
    let snapshot = Snapshot(definition: definition)
    let own = snapshot.place(type: type.index, id: "1")
    let interpreter = Interpreter(definition)
    let now = Scale(unit: .timestamp).base(.timestamp)
    func evaluate() -> String? {
      interpreter.withFrame(snapshot, own, actor: Actor(user: "someone"), now: now, added: []) {
        $0.slots[FrameSlot.looped] = .timestamp(Timestamp(microseconds: now))
        return program.evaluate($0).problem
      }
    }
    for slot in slots {
      if let first = choice(slot, type)?.first { snapshot.set(own, slot: slot, to: .choice(first)) }
    }
    guard !slots.isEmpty else { return evaluate().map { ($0, nil) } }
    for slot in slots {
      let names = choice(slot, type) ?? []
      for name in names {
        snapshot.set(own, slot: slot, to: .choice(name))
        if let problem = evaluate() { return (problem, "\(type.fields[slot].name) \(name)") }
      }
      if let first = names.first { snapshot.set(own, slot: slot, to: .choice(first)) }
    }
    return nil
  }
}
