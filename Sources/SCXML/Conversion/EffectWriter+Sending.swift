import Diagnostics
import YAML

extension EffectWriter {
  static let eventProcessors: Set<String> = [
    "", "scxml", "http://www.w3.org/TR/scxml", "http://www.w3.org/TR/scxml/",
    "http://www.w3.org/TR/scxml/#SCXMLEventProcessor",
    "http://www.w3.org/TR/scxml/#SCXMLEventIOProcessor",
  ]

  func send(_ send: ChartSend) -> [YAMLText] {
    var before: [YAMLText] = []
    if let location = send.idLocation {
      guard let variable = plan.vocabulary.variable(location.text.trimmedSpace) else {
        findings.add(
          .failing(because: "there is no such variable to assign to"),
          at: location.range)
        return [failure]
      }
      let id = plan.sends.entry(of: send)?.id ?? send.id ?? "send_\(send.range.start)"
      before.append(.map([("set", .inline([(variable.field, .quoted(id))]))]))
    }
    guard let carried = carried(send.payload, by: ChartValues.events(of: send, plan.texts)) else {
      return before + [failure]
    }
    before += carried
    return before
      + resolved(send.type, otherwise: "") { type in
        guard EffectWriter.eventProcessors.contains(type) else {
          return refused(
            "the event processor '\(type)'", because: "events are only sent within the chart",
            send.type)
        }
        return resolved(send.target, otherwise: "") { target in
          self.send(send, to: target)
        }
      }
  }

  private func refused(
    _ what: String, because reason: String, _ text: ChartText?
  ) -> [YAMLText] {
    findings.add(
      .noCounterpart(what, because: reason, label: "raises error.execution"), at: text?.range)
    return [failure]
  }

  private func send(_ send: ChartSend, to target: String) -> [YAMLText] {
    switch target {
    case "", "#_internal": break
    case let target where target.hasPrefix("#_"):
      findings.add(
        .noCounterpart(
          "the target '\(target)'", because: "there is no other session",
          label: "raises error.communication"), at: send.target?.range)
      return plan.events.event(for: EventBook.errorCommunication) == nil
        ? []
        : raise(EventBook.errorCommunication, isExternal: false, at: send.range)
    default:
      return refused(
        "the target '\(ChartMistake.shortened(target))'",
        because: "events are only sent within the chart", send.target)
    }
    guard send.event != nil else {
      findings.add(
        .noCounterpart("a 'send' without an event", because: "an event needs a name"),
        at: send.range)
      return []
    }
    if let delay = send.delay, plan.sends.entry(of: send) != nil, target != "#_internal" {
      return delayed(send, delay)
    }
    return resolved(send.event, otherwise: "") { event in
      raise(event, isExternal: target != "#_internal", at: send.event?.range ?? send.range)
    }
  }

  /// Keeps what events carry, where the chart reads it; else it is reported.
  ///
  /// Nil if a value fails: then nothing is sent.
  func carried(_ payload: ChartPayload, by events: [String]) -> [YAMLText]? {
    var members: [(String, YAMLText)] = []
    for (name, expression) in EventData.values(payload) {
      var isKept = false
      for event in events {
        let id = EventData.id(event: event, name: name)
        guard let variable = plan.vocabulary.variable(id) else { continue }
        isKept = true
        do throws(ScriptFailure) {
          let script = try parsed(expression)
          members.append((variable.field, try value(script, of: expression, for: variable)))
        } catch {
          report(error, of: expression)
          if error.isRuntimeError { return nil }
        }
      }
      if !isKept, !report(unread: name, expression) { return nil }
    }
    let given = members.map(\.0)
    for event in events {
      for variable in plan.vocabulary.variables
      where variable.id.hasPrefix(EventData.id(event: event, name: ""))
        && !given.contains(variable.field)
      {
        members.append((variable.field, .plain("null")))
      }
    }
    return members.isEmpty ? [] : [.map([("set", .inline(members))])]
  }

  /// Whether a value that nothing reads could be computed.
  private func report(unread name: String, _ expression: ChartExpression) -> Bool {
    do throws(ScriptFailure) {
      _ = try formulas.value(try parsed(expression))
    } catch {
      if error.isRuntimeError {
        report(error, of: expression)
        return false
      }
    }
    let what = name.isEmpty ? "the content" : "'\(name)'"
    findings.add(
      .noCounterpart("\(what) of the event", because: "nothing in the chart reads it"),
      at: expression.range)
    return true
  }

  // MARK: Delays

  private func delayed(_ send: ChartSend, _ delay: ChartText) -> [YAMLText] {
    guard let entry = plan.sends.entry(of: send) else { return [] }
    func set(_ formula: String) -> [YAMLText] {
      let time = (entry.field, YAMLText.plain("=now + duration(\(formula))"))
      return [.map([("set", .inline([time] + plan.sends.numbering(entry)))])]
    }
    func constant(_ text: String) -> [YAMLText] {
      switch SendBook.duration(text) {
      case .lasting(let duration): return set(ScriptParser.quoted(duration))
      case .none:
        return resolved(send.event, otherwise: "") { event in
          raise(event, isExternal: true, at: send.event?.range ?? send.range)
        }
      case .unreadable:
        findings.add(
          .failing(because: "it is no time such as 1s or 500ms"), at: delay.range)
        return [failure]
      }
    }
    switch delay {
    case .constant(let text, _): return constant(text)
    case .computed(let expression):
      do throws(ScriptFailure) {
        let script = try parsed(expression)
        if case .text(let text) = script { return constant(text) }
        return set(try formulas.value(script, as: .text))
      } catch {
        report(error, of: expression)
        return [failure]
      }
    }
  }

  /// What a delayed send does when its time has come.
  func arrival(of send: ChartSend, _ entry: SendBook.Entry) -> [YAMLText] {
    [.map([("set", .inline([(entry.field, .plain("null"))]))])]
      + resolved(send.event, otherwise: "") { event in
        raise(event, isExternal: true, at: send.event?.range ?? send.range)
      }
  }

  func cancel(_ cancel: ChartCancel) -> [YAMLText] {
    switch cancel.id {
    case .constant(let id, _): return cancelled(id)
    case .computed(let expression):
      let name = expression.text.trimmedSpace
      if case .text(let id)? = try? ScriptParser.parse(name) { return cancelled(id) }
      guard let variable = plan.vocabulary.variable(name) else {
        let failure = ScriptFailure.failing("there is no variable '\(name)'")
        report(failure, of: expression)
        return [self.failure]
      }
      return (plan.texts[name] ?? []).flatMap { id -> [YAMLText] in
        let effects = cancelled(id)
        if effects.isEmpty { return [] }
        let test = "\(variable.field) == \(ScriptParser.quoted(id))"
        return [.map([("when", .plain(test)), ("do", .list(effects))])]
      }
    }
  }

  private func cancelled(_ id: String) -> [YAMLText] {
    let fields = plan.sends.entries.filter { $0.id == id }.map {
      ($0.field, YAMLText.plain("null"))
    }
    return fields.isEmpty ? [] : [.map([("set", .inline(fields))])]
  }

  // MARK: Computed texts

  /// Effects for a text that is written out, or for each that a variable can have.
  func resolved(
    _ text: ChartText?, otherwise: String, _ effects: (String) -> [YAMLText]
  ) -> [YAMLText] {
    guard case .computed(let expression)? = text else {
      if case .constant(let text, _)? = text { return effects(text) }
      return effects(otherwise)
    }
    do throws(ScriptFailure) {
      let script = try parsed(expression)
      if case .text(let text) = script { return effects(text) }
      let formula = try formulas.value(script, as: .text)
      guard case .name(let name) = script, let texts = plan.texts[name] else {
        throw .untranslated("what it comes to is not known")
      }
      let chosen = texts.map { text in
        YAMLText.map([
          ("when", .plain("\(formula) == \(ScriptParser.quoted(text))")),
          ("do", .list(effects(text))),
        ])
      }
      let other = texts.map { "\(formula) != \(ScriptParser.quoted($0))" }
        .joined(separator: " && ")
      return chosen + [.map([("when", .plain(other)), ("do", .list([failure]))])]
    } catch {
      report(error, of: expression)
      return [failure]
    }
  }
}
