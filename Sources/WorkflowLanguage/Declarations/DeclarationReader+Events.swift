import Diagnostics
import WorkflowEngine
import YAML

extension DeclarationReader {
  /// So that every pair of an event's ways can be compared.
  static let maximumWays = 64

  /// - Parameter strays: Keys of the event that stand too far left.
  func readEvent(_ key: Node, _ value: Node, strays: [Outdented] = []) {
    let name = NameRules.check(key, what: "an event", report, isFormulaName: false)
    if let other = type.event(name) {
      report.add(
        .nameTaken(name, what: "an event", by: type.events[other].range), at: key.range)
      return
    }
    var event = EventDraft(name: name, range: key.range, ways: [])
    var list = value
    var shared: SharedKeys?
    if value.isMapping, value["first"] != nil || value["ways"] != nil,
      let form = Form(value, .ways, report, strays: strays)
    {
      let key = form.key("first") == nil ? "ways" : "first"
      shared = SharedKeys(form: form, key: key)
      guard let ways = waysList(form, key) else { return type.add(event) }
      list = ways
      event.isOrdered = key == "first"
    }
    if list.isSequence {
      if list.items.isEmpty { report.add(.emptyList(name, of: "ways"), at: list.range) }
      for (number, item) in list.items.enumerated() {
        if number == DeclarationReader.maximumWays {
          report.add(
            .tooMany("ways of one event", limit: DeclarationReader.maximumWays), at: item.range)
          break
        }
        event.ways += readWays(item, event: name, range: item.range, shared)
      }
    } else {
      event.ways += readWays(list, event: name, range: key.range, nil, strays)
    }
    agreeOnSelection(&event)
    type.add(event)
  }

  /// The ways that stand under `first` or `ways`.
  private func waysList(_ form: Form, _ key: String) -> Node? {
    if key == "first", let other = form.key("ways") {
      report.add(
        .misplacedKey("ways", "does not go with 'first'", label: "keep one"), at: other.range)
    }
    guard let list = form[key] else { return nil }
    // That an empty one names nothing is said of its key.
    if list.isSequence { return list.items.isEmpty ? nil : list }
    report.add(.wrongShape(list, expected: "a list of ways for '\(key)'"), at: list.range)
    return nil
  }

  /// A way, and where its `from` lists states of several regions, the same for each of them: a
  /// record in any of these states can go it.
  private func readWays(
    _ node: Node, event: String, range: SourceRange, _ shared: SharedKeys?,
    _ strays: [Outdented] = []
  ) -> [WayDraft] {
    let example = node.isNull ? "{}" : nil
    guard var form = Form(node, .transition, report, example: example, strays: strays) else {
      return []
    }
    var earlier: Form?
    if let shared {
      shared.refuseTwice(in: form, report)
      let draft = WayDraft(form: form, range: range)
      shared.refuseUnguarded(draft, report)
      form = form.adding(draft.sharable(FormKind.sharedKeys), from: shared.form)
      earlier = shared.form.only(draft.sharable(FormKind.sharedLists))
    }
    var way = readWay(form, event: event, range: range)
    way.earlier = earlier
    way.isFromShared = shared?.form["from"] != nil
    guard let from = form["from"], from.isSequence, way.from.count > 1 else {
      return [finish(way, event: event)]
    }
    return way.from.map { test in
      var alternative = way
      alternative.from = [test]
      return finish(alternative, event: event)
    }
  }

  /// How many records an event is for is said once, or the same wherever it is said.
  private func agreeOnSelection(_ event: inout EventDraft) {
    guard let first = event.ways.first(where: { $0.form["selection"] != nil }),
      let stated = first.form["selection"]
    else { return }
    for number in event.ways.indices where event.ways[number].isAskedFor {
      let form = event.ways[number].form
      if let own = form["selection"], let key = form.key("selection") {
        guard own.extentText != stated.extentText else { continue }
        report.add(.differentSelections(event.name, first: stated.range), at: key.range)
        return
      }
      event.ways[number].form = form.adding(["selection"], from: first.form)
    }
  }

  private func readWay(_ form: Form, event: String, range: SourceRange) -> WayDraft {
    var way = WayDraft(form: form, range: range)
    let states = StateReader(type: type, report: report)
    if let from = form["from"] {
      (way.creates, way.from) = states.from(from, isLeft: form["to"] != nil)
    }
    if let to = form["to"] { (way.to, way.toHistories) = states.to(to, from: way.from) }
    for case .previous(let region) in way.toHistories { keepPrevious(of: region) }
    if let done = form["done"] { way.done = states.doneState(done) }
    if way.creates { enterFirstStates(&way) }
    way.inputs = readInputs(form["inputs"], event: event)
    return way
  }

  /// What depends on the states that a way leaves.
  private func finish(_ way: WayDraft, event: String) -> WayDraft {
    var way = way
    let counts = way.form["starting"] == nil || way.calendarUnit != nil && way.form["from"] != nil
    if counts, let key = way.form.key("after") ?? way.form.key("every") {
      countFromEntering(&way, at: key)
    }
    refuseLeavingFinal(way)
    if way.isFiredByClock, !way.leavesItsStates {
      way.firedNumber = type.internalFields.count
      type.internalFields.append(
        InternalFieldDraft(name: freeName("\(event)_fired"), kind: .moment))
    }
    return way
  }

  /// A new record is in the first state of every region for which `to` names none.
  private func enterFirstStates(_ way: inout WayDraft) {
    let named = Set((way.to.map(\.slot) + way.toHistories.map(\.region)).flatMap(type.path))
    for slot in type.regions.indices
    where type.regions[slot].parent == nil && !named.contains(slot) {
      way.to.append(StateMove(slot: slot, state: 0))
    }
  }

  /// `after` counts from when the states that the way leaves were entered.
  private func countFromEntering(_ way: inout WayDraft, at key: Node) {
    guard way.from.count == 1, let test = way.from.first else {
      report.add(
        .misplacedKey(
          key.text, "needs 'from' to name states of one region",
          label: "say which state it counts from"),
        at: key.range)
      return
    }
    way.enteredRegion = test.slot
    keepEntering(of: test.slot)
  }

  private func refuseLeavingFinal(_ way: WayDraft) {
    guard let node = way.form["from"], !way.to.isEmpty || !way.toHistories.isEmpty else { return }
    for test in way.from {
      let region = type.regions[test.slot]
      guard
        let state = region.states.indices.first(where: {
          region.states[$0].isFinal && test.contains(Int64($0))
        })
      else { continue }
      report.add(
        .leavesFinal(region.states[state].name, declared: region.states[state].range),
        at: node.range)
    }
  }

  func freeName(_ wanted: String) -> String {
    var name = wanted
    var number = 1
    while type.member(name) != nil || type.internalFields.contains(where: { $0.name == name }) {
      number += 1
      name = "\(wanted)_\(number)"
    }
    return name
  }
}

extension Node {
  /// What `selection` says, in either of its shapes.
  fileprivate var extentText: String {
    let extent = isMapping ? self["only"] : self
    return extent.map { $0.isScalar ? $0.text : "" } ?? ""
  }
}
