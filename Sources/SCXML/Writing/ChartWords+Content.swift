import CEL
import WorkflowEngine

extension ChartWords {
  /// Elements `onentry` or `onexit`: one for each block whose error stops it alone.
  func blocks(_ name: String, _ effects: [Effect], after first: [XMLText]) -> [XMLText] {
    var blocks: [[XMLText]] = first.isEmpty ? [] : [first]
    if effects.allSatisfy(\.isBlock) {
      blocks += effects.map { $0.inner.flatMap(content) }
    } else {
      blocks.append(content(effects))
    }
    return blocks.filter { !$0.isEmpty }.map { .element(name, [], $0) }
  }

  func content(_ effects: [Effect]) -> [XMLText] { effects.flatMap(content) }

  private func content(_ effect: Effect) -> [XMLText] {
    if case .choose(let effects, let others) = effect.kind {
      let condition = effect.when.map(formula) ?? "true"
      var inner = content(effects)
      if !others.isEmpty { inner += [.element("else", [], [])] + content(others) }
      return [.element("if", [("cond", condition)], inner)]
    }
    let content = elements(effect)
    guard let when = effect.when else { return content }
    return [.element("if", [("cond", formula(when))], content)]
  }

  private func elements(_ effect: Effect) -> [XMLText] {
    if case .each(let loop) = effect.target {
      return [.comment("for each of \(loop.records.text): \(phrase(effect))")]
    }
    switch effect.kind {
    case .set(let assignments):
      return assignments.map { assignment in
        sends.element(assignment, self)
          ?? .element(
            "assign",
            [("location", type.fields[assignment.slot].name), ("expr", value(assignment.value))], []
          )
      }
    case .raise(let event, let isLater):
      return [.element(isLater ? "send" : "raise", [("event", name(of: event))], [])]
    case .emit("log", _, let fields):
      return [
        .element(
          "log",
          fields.map { field in
            if field.name == "label", case .constant(.text(let label)) = field.value {
              return ("label", label)
            }
            return (field.name == "text" ? "expr" : field.name, value(field.value))
          }, [])
      ]
    case .emit(EffectWriter.failureMessage, _, _):
      // What converting made of an element that fails, such as a send to nowhere.
      return [.element("send", [("event", "error"), ("target", "nowhere")], [])]
    case .emit(let name, _, let fields):
      let values = fields.map { "\($0.name): \(value($0.value))" }.joined(separator: ", ")
      return [.comment("a message \(name), with \(values)")]
    // Nothing else has an element.
    default: return [.comment(phrase(effect))]
    }
  }

  /// What SCXML has no element for, in words.
  private func phrase(_ effect: Effect) -> String {
    let parts = effect.kind.parts
    if let type = parts.created { return "a new \(definition.recordTypes[type].name)" }
    if parts.removes { return parts.erases ? "erased" : "deleted" }
    if let records = parts.records {
      return (parts.unlinks ? "no longer linked with " : "linked with ") + records.text
    }
    if let event = parts.sent {
      return "the event \(sentEvent(event, effect)), carried out at once"
    }
    if let event = parts.raised { return "the event \(type.events[event].name)" }
    if let name = parts.message { return "a message \(name)" }
    return parts.inner.isEmpty ? "\(parts.assignments.count) fields are set" : "several effects"
  }

  private func sentEvent(_ event: Int, _ effect: Effect) -> String {
    guard case .each(let loop) = effect.target else { return type.events[event].name }
    let member = definition.recordTypes[loop.memberType]
    return "\(member.name).\(member.events[event].name)"
  }

  /// What a way asks of people and of the clock, which SCXML has no words for.
  func remarks(on way: Transition) -> [XMLText] {
    var remarks: [String] = []
    if let sentence = way.notSupported { remarks.append("not supported: \(sentence.template)") }
    if !way.roles.isEmpty { remarks.append("roles: \(way.roles.joined(separator: ", "))") }
    if !way.inputs.isEmpty {
      remarks.append("inputs: \(way.inputs.map(\.name).joined(separator: ", "))")
    }
    if !way.edits.isEmpty {
      remarks.append("edits: \(way.edits.map { type.fields[$0].name }.joined(separator: ", "))")
    }
    if let question = way.question { remarks.append("asks: \(question.ask.template)") }
    remarks += way.warnings.map { "warning \($0.name): \($0.say.template)" }
    remarks += way.reminders.map { "reminder \($0.name): \($0.say.template)" }
    if way.leadsBack { remarks.append("leads to the state before") }
    if case .clock(let timer) = way.occasion {
      if timer.enteredSlot == nil {
        remarks.append("by the clock, at \(timer.at.text)")
      } else if case .calendar(let pattern, _, _) = timer.recurrence {
        remarks.append("by the clock, every \(pattern.unit.rawValue)")
      } else if timer.recurrence != nil {
        remarks.append("by the clock, again and again")
      }
    }
    if remarks.isEmpty { return [] }
    return [.comment("\(way.event): " + remarks.joined(separator: "; "))]
  }
}

extension Effect {
  /// Whether it is a list whose error stops it alone.
  fileprivate var isBlock: Bool {
    guard when == nil, case .choose = kind else { return false }
    return true
  }

  fileprivate var inner: [Effect] {
    guard case .choose(let effects, _) = kind else { return [self] }
    return effects
  }
}
