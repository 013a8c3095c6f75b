import WorkflowEngine
import YAML

/// Makes the regions of a record type of what its draft declares.
struct RegionReader {
  let draft: DefinitionDraft
  let cascades: CascadeGraph
  let type: RecordTypeDraft
  /// The type's own names and `before`.
  let scope: Scope

  private var report: Report { draft.report }
  private var states: StateReader { StateReader(type: type, report: report) }

  func read() -> [Region] {
    let regions = regions
    HistoryCircleCheck(type: type, regions: regions, report: report).run()
    return regions
  }

  private var regions: [Region] {
    type.regions.enumerated().map { number, region in
      Region(
        name: region.name, slot: number, choice: region.choice,
        states: region.states.enumerated().map { state($1, StateID(region: number, state: $0)) },
        parent: region.parent, histories: region.histories.map { history($0, in: region) },
        historySlot: region.historyNumber.map(type.slot(ofInternal:)),
        memorySlots: region.memoryNumbers.mapValues(type.slot(ofInternal:)),
        enteredSlot: region.enteredNumber.map(type.slot(ofInternal:)),
        previousSlot: region.previousNumber.map(type.slot(ofInternal:)))
    }
  }

  private func state(_ draft: StateDraft, _ id: StateID) -> State {
    let form = draft.form
    return State(
      name: draft.name, badge: report.text(form?["badge"], of: "badge"),
      rowColor: report.text(form?["row_color"], of: "row_color"), isFinal: draft.isFinal,
      regions: draft.regions, onEntry: effects(form?["on_entry"], of: "on_entry"),
      onExit: effects(form?["on_exit"], of: "on_exit"), initial: initial(form?["initial"], of: id),
      place: report.place(draft.range))
  }

  private func initial(_ node: Node?, of id: StateID) -> Initial? {
    guard let node, !type.regions[id.region].states[id.state].regions.isEmpty else { return nil }
    guard node.isMapping else {
      return Initial(
        targets: states.entryTargets(node, key: "initial", inside: id), effects: [])
    }
    guard let form = Form(node, .initial, report) else { return nil }
    guard let to = form["to"] else {
      if form.lacks("to") { report.add(.missingKey("to", in: "'initial'"), at: node.range) }
      return nil
    }
    return Initial(
      targets: states.entryTargets(to, key: "to", inside: id),
      effects: effects(form["effects"], of: "effects"))
  }

  private func history(_ draft: HistoryDraft, in region: RegionDraft) -> History {
    let targets =
      if let outer = region.parent, let node = draft.form["default"] {
        states.entryTargets(node, key: "default", inside: outer)
      } else {
        [EntryTarget]()
      }
    return History(
      name: draft.name, isDeep: draft.isDeep, defaults: targets,
      effects: effects(draft.form["effects"], of: "effects"), place: report.place(draft.range))
  }

  private func effects(_ node: Node?, of key: String) -> [Effect] {
    EffectReader(draft: draft, cascades: cascades, type: type, event: nil, scope: scope)
      .read(node, of: key)
  }
}
