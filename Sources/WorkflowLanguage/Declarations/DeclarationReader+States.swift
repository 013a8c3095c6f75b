import Diagnostics
import WorkflowEngine
import YAML

/// The tree of regions and states that a record type declares.
extension DeclarationReader {
  static let maximumStates = 64
  static let maximumRegions = 200
  /// How deep states may lie inside each other.
  static let maximumNesting = 16

  func readRegions(_ node: Node?, inside parent: StateID? = nil, depth: Int = 0) {
    let entries = report.entries(
      node, of: "states", example: "a region: {status: [active, closed]}")
    for (key, value) in entries {
      if type.regions.count == DeclarationReader.maximumRegions {
        report.add(
          .tooMany("regions in a record type", limit: DeclarationReader.maximumRegions),
          at: key.range)
        return
      }
      readRegion(key, value, inside: parent, depth: depth)
    }
  }

  private func readRegion(_ key: Node, _ value: Node, inside parent: StateID?, depth: Int) {
    let name = memberName(key, what: "a region")
    let items = report.items(value, of: name, example: "a list: [active, closed]")
    if value.isSequence, items.isEmpty {
      report.add(.emptyList(name, of: "states"), at: value.range)
    }
    let region = RegionDraft(name: name, range: key.range, parent: parent)
    let number = type.add(region)
    if let parent { type.regions[parent.region].states[parent.state].regions.append(number) }
    var first: [String: SourceRange] = [:]
    for item in items {
      if region.states.count == DeclarationReader.maximumStates {
        report.add(
          .tooMany("states in a region", limit: DeclarationReader.maximumStates), at: item.range)
        break
      }
      readState(item, of: number, first: &first, depth: depth)
    }
    if region.states.isEmpty, !region.histories.isEmpty {
      report.add(.emptyList(name, of: "states"), at: value.range)
    }
    region.choice = draft.addStates(
      "\(name) of \(type.name)", region.states.map(\.name), at: key.range)
  }

  private func readState(
    _ item: Node, of region: Int, first: inout [String: SourceRange], depth: Int
  ) {
    guard let (nameNode, value) = report.namedItem(item, expected: "a state's name", .state)
    else { return }
    let name = NameRules.check(nameNode, what: "a state", report, isFormulaName: false)
    if name == "new" {
      report.add(
        .reservedName(name, what: "a state", because: "'from: new' creates a record"),
        at: nameNode.range)
    }
    if let other = first.updateValue(nameNode.range, forKey: name) {
      report.add(.nameTaken(name, what: "a state", by: other), at: nameNode.range)
      return
    }
    var form: Form?
    if let value {
      if value.isMapping, value["history"] != nil {
        readHistory(nameNode, value, of: region)
        return
      }
      form = Form(value, .state, report)
    }
    let isFinal = report.boolean(form?["final"], of: "final") ?? false
    refuseInFinal(form, isFinal: isFinal)
    let state = type.addState(
      StateDraft(name: name, range: nameNode.range, form: form, isFinal: isFinal), to: region)
    guard let inner = form?["states"] else {
      refuseWithoutRegions(form)
      return
    }
    if depth + 1 == DeclarationReader.maximumNesting {
      report.add(
        .tooMany("states inside each other", limit: DeclarationReader.maximumNesting),
        at: inner.range)
      return
    }
    readRegions(inner, inside: StateID(region: region, state: state), depth: depth + 1)
  }

  private func refuseInFinal(_ form: Form?, isFinal: Bool) {
    guard isFinal, let form else { return }
    for name in ["states", "initial"] {
      guard let key = form.key(name) else { continue }
      report.add(
        .misplacedKey(
          name, "does not go with 'final': nothing happens in it any more", label: "leave it out"),
        at: key.range)
    }
  }

  private func refuseWithoutRegions(_ form: Form?) {
    guard let form, let key = form.key("initial") else { return }
    report.add(
      .misplacedKey("initial", "needs 'states' inside the state", label: "leave it out"),
      at: key.range)
  }

  private func readHistory(_ nameNode: Node, _ value: Node, of region: Int) {
    guard let form = Form(value, .history, report) else { return }
    var isDeep = false
    if let node = form["history"], let text = report.text(node, of: "history") {
      isDeep = text == "deep"
      if !isDeep, text != "shallow" {
        report.add(
          .wrongValue(text, of: "history", allowed: ["shallow", "deep"]), at: node.range)
      }
    }
    if type.regions[region].parent == nil {
      report.add(
        .misplacedKey(
          "history", "needs a state around it: a region at the top is never left",
          label: "put the states it goes back to inside one state"), at: nameNode.range)
    }
    type.addHistory(
      HistoryDraft(name: nameNode.text, range: nameNode.range, form: form, isDeep: isDeep),
      to: region)
  }

  /// Where histories need to know a region's last state, a hidden field keeps it: one for each
  /// region whose histories ask, as these remember different moments.
  func keepHistories() {
    for (number, region) in type.regions.enumerated() where !region.histories.isEmpty {
      keepHistory(of: number, for: number, isDeep: region.histories.contains(where: \.isDeep))
    }
  }

  private func keepHistory(of number: Int, for owner: Int, isDeep: Bool) {
    let region = type.regions[number]
    if region.historyNumber == nil {
      region.historyNumber = addMemory(of: number, named: "\(region.name)_history")
    } else {
      let around = type.regions[owner].name
      region.memoryNumbers[owner] = addMemory(
        of: number, named: "\(region.name)_history_of_\(around)")
    }
    guard isDeep else { return }
    for inner in region.states.flatMap(\.regions) {
      keepHistory(of: inner, for: owner, isDeep: true)
    }
  }

  private func addMemory(of number: Int, named name: String) -> Int {
    type.internalFields.append(
      InternalFieldDraft(name: freeName(name), kind: .state(region: number)))
    return type.internalFields.count - 1
  }

  /// The hidden field that keeps a region's state before the present one.
  func keepPrevious(of number: Int) {
    let region = type.regions[number]
    guard region.previousNumber == nil else { return }
    region.previousNumber = addMemory(of: number, named: "\(region.name)_before")
  }

  /// The hidden field that keeps when a region's state was entered.
  func keepEntering(of number: Int) {
    let region = type.regions[number]
    guard region.enteredNumber == nil else { return }
    region.enteredNumber = type.internalFields.count
    type.internalFields.append(
      InternalFieldDraft(name: freeName("\(region.name)_entered"), kind: .moment))
  }
}
