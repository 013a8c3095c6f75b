import Diagnostics
import WorkflowEngine
import YAML

extension DeclarationReader {
  /// So that every pair of an event's ways can be compared.
  static let maximumWays = 64
  /// How many inputs a transition may have.
  static let maximumInputs = 256

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
    var shared: Form?
    if value.isMapping, value["first"] != nil, let form = Form(value, .ways, report) {
      guard let first = form["first"] else { return type.add(event) }
      guard first.isSequence else {
        report.add(.wrongShape(first, expected: "a list of ways for 'first'"), at: first.range)
        return type.add(event)
      }
      list = first
      shared = form
      event.isOrdered = true
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

  /// A way, and where its `from` lists states of several regions, the same for each of them: a
  /// record in any of these states can go it.
  private func readWays(
    _ node: Node, event: String, range: SourceRange, _ shared: Form?, _ strays: [Outdented] = []
  ) -> [WayDraft] {
    let example = node.isNull ? "{}" : nil
    guard var form = Form(node, .transition, report, example: example, strays: strays) else {
      return []
    }
    if let shared {
      for key in FormKind.sharedKeys.compactMap({ form.key($0) })
      where shared.raw(key.text) != nil {
        report.add(
          .misplacedKey(key.text, "stands beside 'first' already", label: "keep one"),
          at: key.range)
      }
      if WayDraft(form: form, range: range).isAskedFor {
        form = form.adding(FormKind.sharedKeys, from: shared)
      }
    }
    let way = readWay(form, event: event, range: range)
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
    if let from = form["from"] { (way.creates, way.from) = states.from(from) }
    if let to = form["to"] { (way.to, way.toHistories) = states.to(to) }
    if let done = form["done"] { way.done = states.doneState(done) }
    if way.creates { enterFirstStates(&way) }
    let items = report.items(form["inputs"], of: "inputs")
    if items.count > DeclarationReader.maximumInputs {
      report.add(
        .tooMany("inputs of a transition", limit: DeclarationReader.maximumInputs),
        at: items[DeclarationReader.maximumInputs].range)
    }
    way.inputs = items.prefix(DeclarationReader.maximumInputs).compactMap {
      readInput($0, event: event, creates: way.creates)
    }
    refuseTwice(way.inputs)
    return way
  }

  /// What depends on the states that a way leaves.
  private func finish(_ way: WayDraft, event: String) -> WayDraft {
    var way = way
    if way.form["starting"] == nil, let key = way.form.key("after") ?? way.form.key("every") {
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

  private func refuseTwice(_ inputs: [InputDraft]) {
    var first: [String: SourceRange] = [:]
    for input in inputs {
      for name in Set([input.name, input.formulaName]).sorted() {
        guard let other = first.updateValue(input.range, forKey: name) else { continue }
        report.add(.nameTaken(name, what: "an input", by: other), at: input.range)
      }
    }
  }

  private func readInput(_ item: Node, event: String, creates: Bool) -> InputDraft? {
    guard
      let (nameNode, value) = report.namedItem(
        item, expected: "an own field or one input such as 'reason: {type: text}'", .input)
    else { return nil }
    let name = nameNode.text
    var form: Form?
    if let value {
      if value.isScalar {
        let (inputType, isOptional) = FieldTypeReader(draft: draft).named(value)
        return InputDraft(
          name: name, formulaName: formulaName(of: nameNode, nil), range: nameNode.range, form: nil,
          field: nil, type: inputType, isOptional: isOptional)
      }
      guard let read = Form(value, .input, report) else { return nil }
      form = read
    }
    let isTyped = ["type", "choice", "list"].contains { form?.raw($0) != nil }
    guard isTyped, let form else { return ownFieldInput(nameNode, form, creates: creates) }
    let (inputType, isOptional) = FieldTypeReader(draft: draft).stated(
      form, owner: "\(name) of \(event)")
    return InputDraft(
      name: name, formulaName: formulaName(of: nameNode, form["as"]), range: nameNode.range,
      form: form, field: nil, type: inputType, isOptional: isOptional)
  }

  /// A bare name: the own field that a new record gets.
  private func ownFieldInput(_ nameNode: Node, _ form: Form?, creates: Bool) -> InputDraft? {
    let name = nameNode.text
    guard case .field(let number) = type.member(name) else {
      report.add(
        .inputNeedsType(
          name, type: type.name, isNamed: form != nil, fields: type.fields.map(\.name),
          creates: creates), at: nameNode.range)
      return nil
    }
    guard creates else {
      report.add(.fieldAsInput(name), at: nameNode.range)
      return nil
    }
    if let other = form?.key("as") { report.add(.fieldNeedsNoOtherName(name), at: other.range) }
    let field = type.fields[number]
    return InputDraft(
      name: name, formulaName: name, range: nameNode.range, form: form, field: number,
      type: field.type, isOptional: field.isOptional)
  }

  /// What formulas call an input of its own: not like a member, a formula could mean either.
  private func formulaName(of nameNode: Node, _ other: Node?) -> String {
    guard let other else { return memberName(nameNode, what: "an input") }
    _ = NameRules.check(nameNode, what: "an input", report, isFormulaName: false)
    return memberName(other, what: "an input")
  }
}

extension Node {
  /// What `selection` says, in either of its shapes.
  fileprivate var extentText: String {
    let extent = isMapping ? self["only"] : self
    return extent.map { $0.isScalar ? $0.text : "" } ?? ""
  }
}
