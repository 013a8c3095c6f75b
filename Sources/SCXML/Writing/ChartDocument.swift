public import WorkflowEngine

/// A record type's states and transitions as an SCXML document.
///
/// Conditions and values are formulas, `datamodel="cel"`; what SCXML cannot say stands in comments.
public struct ChartDocument {
  let definition: WorkflowDefinition
  let type: RecordType
  let words: ChartWords

  public init(_ definition: WorkflowDefinition, of type: RecordType) {
    self.definition = definition
    self.type = type
    words = ChartWords(definition, type)
  }

  public func text() -> String {
    var attributes = [
      ("xmlns", ChartReader.namespace), ("version", "1.0"), ("datamodel", "cel"),
      ("name", type.name),
    ]
    var content = [XMLText.comment("\(type.name) of the workflow \(definition.name)")]
    let data = self.data
    if !data.isEmpty { content.append(.element("datamodel", [], data)) }
    let top = type.regions.indices.filter { type.regions[$0].parent == nil }
    if let creation {
      let targets = words.targets(creation)
      if top.count == 1, !targets.isEmpty { attributes.append(("initial", targets)) }
      content += creationRemarks(creation)
    }
    if top.count == 1 {
      content += states(of: top[0])
    } else {
      let regions = top.map { region in
        XMLText.element("state", [("id", words.id(ofRegion: region))], states(of: region))
      }
      let anywhere = transitions { $0.from.isEmpty && $0.to.isEmpty && $0.toHistories.isEmpty }
      content.append(.element("parallel", [("id", words.rootID)], anywhere + regions))
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XMLText.element("scxml", attributes, content).text()
  }

  // MARK: Data

  /// The way that creates a record.
  private var creation: Transition? {
    type.events.lazy.flatMap(\.transitions).first(where: \.creates)
  }

  private var data: [XMLText] {
    let started = startValues
    let declared = type.fields.enumerated().filter { slot, field in
      field.region == nil && !field.isInternal && words.sends.raised[slot] == nil
    }
    let types = declared.map { "\($1.name) \(words.type(of: $1))" }.joined(separator: ", ")
    let remark = declared.isEmpty ? [] : [XMLText.comment("types: \(types)")]
    return remark
      + declared.map { slot, field in
        var attributes = [("id", field.name)]
        if let value = started[slot] ?? field.defaultValue {
          attributes.append(("expr", words.value(value)))
        }
        return .element("data", attributes, [])
      }
      + type.formulas.map { .comment("\($0.name) is computed: \($0.formula.text)") }
  }

  /// Values that a new record is given by effects, where nothing else gives it one.
  private var startValues: [Int: Expression] {
    var values: [Int: Expression] = [:]
    func collect(_ effects: [Effect]) {
      for effect in effects where effect.when == nil {
        if case .choose(let inner, _) = effect.kind { collect(inner) }
        guard case .set(let assignments) = effect.kind else { continue }
        for assignment in assignments where type.fields[assignment.slot].defaultValue == nil {
          values[assignment.slot] = assignment.value
        }
      }
    }
    collect(creation?.effects ?? [])
    return values
  }

  private func creationRemarks(_ creation: Transition) -> [XMLText] {
    [.comment("a record begins with the event \(creation.event)")]
      + words.remarks(on: creation)
  }

  // MARK: States

  private func states(of region: Int) -> [XMLText] {
    type.regions[region].states.indices.map { state(StateID(region: region, state: $0)) }
      + histories(of: region)
  }

  private func state(_ id: StateID) -> XMLText {
    let state = type.regions[id.region].states[id.state]
    var attributes = [("id", words.id(of: id))]
    var content: [XMLText] = []
    if let initial = state.initial { content += self.initial(initial, of: state, &attributes) }
    content += words.blocks("onentry", state.onEntry, after: timersSet(by: id))
    content += words.blocks("onexit", state.onExit, after: timersCancelled(by: id))
    content += transitions(from: id)
    switch state.regions.count {
    case 0: return .element(state.isFinal ? "final" : "state", attributes, content)
    case 1: return .element("state", attributes, content + states(of: state.regions[0]))
    default:
      return .element("parallel", attributes, content + state.regions.flatMap(parallelChild))
    }
  }

  /// A region beside others: its only state, or a state around its states.
  private func parallelChild(_ region: Int) -> [XMLText] {
    let inner = type.regions[region].states
    // A final state cannot stand in a parallel by itself.
    if inner.count == 1, !inner[0].isFinal { return states(of: region) }
    return [.element("state", [("id", words.id(ofRegion: region))], states(of: region))]
  }

  private func initial(
    _ initial: Initial, of state: State, _ attributes: inout [(String, String)]
  ) -> [XMLText] {
    let targets = initial.targets.map(words.id).joined(separator: " ")
    if state.regions.count > 1 { return [.comment("begins in \(targets)")] }
    if initial.effects.isEmpty {
      attributes.append(("initial", targets))
      return []
    }
    return [
      .element(
        "initial", [],
        [.element("transition", [("target", targets)], words.content(initial.effects))])
    ]
  }

  private func histories(of region: Int) -> [XMLText] {
    type.regions[region].histories.enumerated().map { index, history in
      let first = StateID(region: region, state: 0)
      let defaults = history.defaults.isEmpty ? [.state(first)] : history.defaults
      return .element(
        "history",
        [
          ("id", words.id(of: .history(region: region, index: index))),
          ("type", history.isDeep ? "deep" : "shallow"),
        ],
        [
          .element(
            "transition", [("target", defaults.map(words.id).joined(separator: " "))],
            words.content(history.effects))
        ])
    }
  }

  // MARK: Transitions

  private func transitions(from id: StateID) -> [XMLText] {
    let isTop = type.regions[id.region].parent == nil
    let isEnd = type.regions[id.region].states[id.state].isFinal
    return transitions { way in
      if way.creates { return false }
      guard let source = words.source(of: way) else {
        return isTop && !isEnd && words.entersOnlyRegion(id.region, way)
      }
      return source.slot == id.region && source.contains(Int64(id.state))
    }
  }

  private func transitions(where isMeant: (Transition) -> Bool) -> [XMLText] {
    type.events.filter { !words.sends.timers.contains($0.index) }.flatMap { event in
      event.transitions.filter { isMeant($0) && !words.isEmpty($0) }.flatMap { way in
        words.remarks(on: way) + [transition(way, of: event)]
      }
    }
  }

  private func transition(_ way: Transition, of event: Event) -> XMLText {
    var attributes: [(String, String)] = []
    if let name = words.event(event, way) { attributes.append(("event", name)) }
    if let condition = words.condition(of: way) { attributes.append(("cond", condition)) }
    let targets = words.targets(way)
    if !targets.isEmpty { attributes.append(("target", targets)) }
    if way.isInternal { attributes.append(("type", "internal")) }
    return .element("transition", attributes, words.content(way.effects))
  }

  // MARK: Timers

  private func timers(of id: StateID) -> [(event: Event, delay: (String, String))] {
    type.events.flatMap { event in
      event.transitions.compactMap { way in
        guard case .clock(let timer) = way.occasion, let delay = words.delay(of: timer),
          let source = words.source(of: way), source.slot == id.region,
          source.contains(Int64(id.state))
        else { return nil }
        return (event, delay)
      }
    }
  }

  private func timersSet(by id: StateID) -> [XMLText] {
    timers(of: id).map { timer in
      .element(
        "send",
        [
          ("event", timer.event.name), ("id", "\(timer.event.name).\(words.id(of: id))"),
          timer.delay,
        ],
        [])
    }
  }

  private func timersCancelled(by id: StateID) -> [XMLText] {
    timers(of: id).map { timer in
      .element("cancel", [("sendid", "\(timer.event.name).\(words.id(of: id))")], [])
    }
  }
}
