import Diagnostics
import YAML

/// Writes a chart as a workflow file.
struct WorkflowWriter {
  let plan: ChartPlan
  let findings: Findings

  private var chart: Chart { plan.chart }
  private var shape: ChartShape { plan.shape }

  func text() -> String {
    var record: [(String, YAMLText)] = []
    if plan.canErr || plan.events.known.contains(EventBook.errorExecution) {
      record.append(("undecided", .plain(EffectWriter(plan, findings: findings).errorEvent)))
    }
    let fields = self.fields
    if !fields.isEmpty { record.append(("fields", .map(fields))) }
    record.append(("states", .map([(shape.innerRegion[-1] ?? "state", .list(stateList(of: nil)))])))
    record.append(("transitions", .map(transitions)))
    let workflow = YAMLText.map([
      ("workflow", .plain(plan.typeName.split(separator: "_").joined(separator: "-"))),
      ("records", .map([(plan.typeName, .map(record))])),
    ])
    return heading + workflow.text()
  }

  // MARK: The heading

  private var heading: String {
    let name = chart.file.name.split(separator: "/").last.map(String.init) ?? ""
    var lines = ["# Converted from \(ChartMistake.shortened(name))."]
    lines += renamed("state", chart.states.map(\.id), shape.stateNames)
    let events =
      plan.events.known + plan.events.done.map { "done.state.\(chart.states[$0.state].id)" }
    lines += renamed(
      "event", events,
      plan.events.known.map { plan.events.names[$0] ?? "" } + plan.events.done.map(\.name))
    lines += renamed(
      "data", plan.vocabulary.variables.map(\.id).filter { EventData.name(in: $0) == nil },
      plan.vocabulary.variables.filter { EventData.name(in: $0.id) == nil }.map(\.field))
    return lines.joined(separator: "\n") + "\n"
  }

  private func renamed(_ what: String, _ old: [String], _ new: [String]) -> [String] {
    zip(old, new).filter { $0 != $1 && !$0.isEmpty }.map {
      "# The \(what) '\(ChartMistake.shortened($0))' is '\($1)' here."
    }
  }

  // MARK: Fields

  private var fields: [(String, YAMLText)] {
    var fields: [(String, YAMLText)] = []
    for variable in plan.vocabulary.variables {
      if variable.kind == .mixed { reportMixed(variable) }
      let type = variable.kind.fieldType
      if let value = defaultValue(of: variable) {
        if variable.isOptional {
          fields.append(
            (variable.field, .inline([("type", .plain(type + "?")), ("default", value)])))
        } else {
          fields.append((variable.field, .inline([("type", .plain(type)), ("default", value)])))
        }
      } else {
        fields.append((variable.field, .plain(type + "?")))
      }
    }
    for field in plan.choices.fields { fields.append((field, .plain("integer?"))) }
    for entry in plan.sends.entries {
      fields.append((entry.field, .plain("timestamp?")))
      if let order = entry.order { fields.append((order, .plain("integer?"))) }
    }
    if let counter = plan.sends.counter {
      fields.append((counter, .inline([("type", .plain("integer")), ("default", .plain("0"))])))
    }
    return fields
  }

  private func reportMixed(_ variable: Variable) {
    let data = chart.data.first { $0.id == variable.id }
    findings.add(
      ChartMistake(
        .mixedTypes, "'\(variable.id)' holds values of different types",
        label: "kept as text"), at: data?.range)
  }

  private func declaration(of variable: Variable) -> ChartData? {
    chart.data.first { $0.id == variable.id && !(chart.isBoundLate && $0.state != nil) }
  }

  private func defaultValue(of variable: Variable) -> YAMLText? {
    guard let value = declaration(of: variable)?.value, let script = try? value.script(),
      EffectWriter.constant(script, as: variable.kind) != nil
    else { return nil }
    if case .nothing = script { return nil }
    return EffectWriter(plan, findings: findings).value(value, for: variable)
  }

  /// Values that are computed, each in a block of its own.
  private func computedData() -> [[YAMLText]] {
    let effects = EffectWriter(plan, findings: findings)
    return plan.vocabulary.variables.compactMap { variable in
      guard let value = declaration(of: variable)?.value, defaultValue(of: variable) == nil,
        let assigned = effects.value(value, for: variable)
      else { return nil }
      if case .plain("null") = assigned { return nil }
      return [.map([("set", .inline([(variable.field, assigned)]))])]
    }
  }

  // MARK: States

  /// The states inside a state that has one region, or at the top.
  private func stateList(of parent: Int?) -> [YAMLText] {
    let children =
      parent.map { chart.states[$0].children } ?? chart.roots.filter { !chart.states[$0].isHistory }
    let histories = parent.map { chart.states[$0].histories } ?? []
    if children.count > 64 {
      findings.add(
        .tooLarge("a state has more than 64 states inside"),
        at: parent.map { chart.states[$0].range } ?? chart.states[0].range)
    }
    var items = children.map(stateItem)
    items += histories.map { history in
      historyItem(history, name: shape.stateNames[history], targets: chart.states[history].initial)
    }
    if let parent, let companion = shape.companions[parent] { items.append(.plain(companion)) }
    return items
  }

  private func stateItem(_ index: Int) -> YAMLText {
    let state = chart.states[index]
    let effects = EffectWriter(plan, findings: findings)
    var members: [(String, YAMLText)] = []
    if state.kind == .final { members.append(("final", .plain("true"))) }
    var entering = lateData(of: index)
    entering += state.onEntry.map { effects.effects($0) }
    if let payload = state.doneData, let parent = state.parent {
      let event = "done.state.\(chart.states[parent].id)"
      entering.append(effects.carried(payload, by: [event]) ?? [effects.failure])
    }
    var leaving = state.onExit.map { effects.effects($0) }
    // SCXML: a final state at the top ends the machine, which then leaves it.
    if state.kind == .final, state.parent == nil {
      entering += leaving
      leaving = []
    }
    let entry = EffectWriter.separated(entering.filter { !$0.isEmpty })
    let exit = EffectWriter.separated(leaving.filter { !$0.isEmpty })
    if !entry.isEmpty { members.append(("on_entry", .list(entry))) }
    if !exit.isEmpty { members.append(("on_exit", .list(exit))) }
    if state.isCompound {
      if let initial = state.initial { members.append(("initial", initialText(initial))) }
      members.append(
        ("states", .map([(shape.innerRegion[index] ?? "", .list(stateList(of: index)))])))
    } else if state.kind == .parallel, !state.children.isEmpty {
      members.append(("states", .map(parallelRegions(index))))
    }
    let name = shape.stateNames[index]
    return members.isEmpty ? .plain(name) : .map([(name, .map(members))])
  }

  private func lateData(of index: Int) -> [[YAMLText]] {
    guard chart.isBoundLate else { return [] }
    let effects = EffectWriter(plan, findings: findings)
    return chart.data.filter { $0.state == index }.compactMap { data in
      guard let variable = plan.vocabulary.variable(data.id), let value = data.value,
        let assigned = effects.value(value, for: variable)
      else { return nil }
      return [
        .map([
          ("when", .plain("\(variable.field) == null")),
          ("do", .list([.map([("set", .inline([(variable.field, assigned)]))])])),
        ])
      ]
    }
  }

  private func initialText(_ initial: ChartTransition) -> YAMLText {
    let target = targetText(initial.targets)
    let effects = EffectWriter(plan, findings: findings).effects(initial.content)
    if effects.isEmpty { return target }
    return .map([("to", target), ("effects", .list(effects))])
  }

  private func targetText(_ targets: [Int]) -> YAMLText {
    let names = shape.names(of: targets)
    return names.count == 1 ? .plain(names[0]) : .row(names.map { .plain($0) })
  }

  private func parallelRegions(_ index: Int) -> [(String, YAMLText)] {
    let state = chart.states[index]
    return state.children.enumerated().map { place, child -> (String, YAMLText) in
      var items = [stateItem(child)]
      for history in state.histories {
        let memory = chart.states[history]
        var initial = memory.initial
        initial?.targets = (memory.initial?.targets ?? []).filter {
          $0 == child || shape.isInside($0, child)
        }
        if place > 0 { initial?.content = [] }
        items.append(
          historyItem(history, name: shape.historyNames[history]?[place] ?? "", targets: initial))
      }
      return (shape.region(of: child), .list(items))
    }
  }

  private func historyItem(_ index: Int, name: String, targets: ChartTransition?) -> YAMLText {
    guard case .history(let isDeep) = chart.states[index].kind else { return .plain(name) }
    var members: [(String, YAMLText)] = [("history", .plain(isDeep ? "deep" : "shallow"))]
    if let targets, !targets.targets.isEmpty {
      members.append(("default", targetText(targets.targets)))
    }
    if let targets {
      let effects = EffectWriter(plan, findings: findings).effects(targets.content)
      if !effects.isEmpty { members.append(("effects", .list(effects))) }
    }
    return .map([(name, .map(members))])
  }

  // MARK: Transitions

  private var transitions: [(String, YAMLText)] {
    var events: [(String, YAMLText)] = [(plan.events.start, .map(start))]
    let automatic = ways { $0.events.isEmpty }
    if !automatic.isEmpty {
      events.append((plan.events.automatic, .map([("first", .list(automatic))])))
    }
    for known in plan.events.known {
      guard let name = plan.events.names[known] else { continue }
      let ways = ways(event: known) { transition in
        transition.events.contains { EventBook.matches($0, known) }
      }
      // An event that nothing handles, and that the engine may raise all the same.
      let isQuiet = ways.isEmpty
      events.append(
        (name, isQuiet ? .inline([("only_sent", .plain("true"))]) : .map([("first", .list(ways))])))
    }
    if let anyOther = plan.events.anyOther {
      events.append(
        (anyOther, .map([("first", .list(ways { $0.events.contains("*") }))])))
    }
    for done in plan.events.done {
      let scxml = "done.state.\(chart.states[done.state].id)"
      let ways = ways(event: scxml, done: done.state) { transition in
        transition.events.contains { EventBook.matches($0, scxml) }
      }
      events.append((done.name, .map([("first", .list(ways))])))
    }
    return events + dueEvents
  }

  private var start: [(String, YAMLText)] {
    var members: [(String, YAMLText)] = [("from", .plain("new"))]
    members.append(("to", targetText(chart.initial?.targets ?? [chart.roots[0]])))
    let effects = computedData()
    if !effects.isEmpty { members.append(("effects", .list(EffectWriter.separated(effects)))) }
    return members
  }

  private func ways(
    event: String? = nil, done: Int? = nil, where isMeant: (ChartTransition) -> Bool
  ) -> [YAMLText] {
    chart.states.indices.flatMap { index in
      chart.states[index].transitions.filter(isMeant).map { transition in
        way(transition, from: index, event: event, done: done)
      }
    }
  }

  private func way(
    _ transition: ChartTransition, from index: Int, event: String?, done: Int?
  ) -> YAMLText {
    var effects = EffectWriter(plan, event: event, findings: findings)
    var members: [(String, YAMLText)] = []
    if transition.events.isEmpty { members.append(("automatic", .plain("true"))) }
    if let done { members.append(("done", .plain(shape.stateNames[done]))) }
    members.append(("from", .plain(shape.stateNames[index])))
    if let condition = transition.condition {
      members.append(("when", .plain(effects.condition(condition))))
    } else if transition.events.isEmpty {
      members.append(("when", .plain("true")))
    }
    if !transition.targets.isEmpty { members.append(("to", targetText(transition.targets))) }
    if let parallel = shape.keptParallel(transition, from: index) {
      findings.add(
        .noCounterpart(
          "a 'parallel' of one state", because: "it is not left by this transition",
          label:
            "SCXML leaves and enters '\(ChartMistake.shortened(chart.states[parallel].id))' too"
        ), at: transition.range)
    }
    if shape.isInternal(transition, from: index) { members.append(("internal", .plain("true"))) }
    let sight = ChartSight(shape, of: transition, from: index)
    sight.report(transition, findings)
    effects.formulas.absent = sight.absent
    let content = effects.effects(transition.content)
    if !content.isEmpty { members.append(("effects", .list(content))) }
    return .map(members)
  }

  private var dueEvents: [(String, YAMLText)] {
    var sends: [ChartSend] = []
    var seen: Set<Int> = []
    chart.forEachContent { content in
      if case .send(let send) = content, plan.sends.entry(of: send) != nil,
        seen.insert(send.range.start).inserted
      {
        sends.append(send)
      }
    }
    return sends.compactMap { send in
      guard let entry = plan.sends.entry(of: send) else { return nil }
      let effects = EffectWriter(plan, findings: findings).arrival(of: send, entry)
      return (
        entry.event,
        .map([
          ("at", .plain(entry.field)), ("when", .plain(plan.sends.turn(of: entry))),
          ("effects", .list(effects)),
        ])
      )
    }
  }
}
