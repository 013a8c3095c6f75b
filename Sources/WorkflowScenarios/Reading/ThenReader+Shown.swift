import Diagnostics
import Workflow
import WorkflowEngine
import YAML

/// What people see: the question, the result per record, a record's look, a list.
extension ThenReader {
  func prompt(_ key: Node, _ node: Node) -> [Expectation] {
    guard case .ask(let command) = step.action else {
      return misplaced(key, "a step that asks for an event")
    }
    guard let form = Form(node, .prompt, findings) else {
      return []
    }
    var result: [Expectation] = []
    if let text = form["text"], let read = findings.text(text, of: "text") {
      result += one(.promptText(read), text)
    }
    if let buttons = form["buttons"] {
      result += one(.promptButtons(findings.texts(buttons, of: "buttons")), buttons)
    }
    if let inputs = form["inputs"] {
      result += one(.promptInputs(promptInputs(inputs, command)), inputs)
    }
    return result
  }

  private func promptInputs(_ node: Node, _ request: WorkflowRequest) -> [ExpectedField] {
    let event = definition.recordTypes[request.recordType].events[request.event]
    let declared = event.transitions.flatMap(\.inputs)
    return findings.entries(node, of: "inputs").compactMap { key, value in
      guard let input = declared.first(where: { $0.name == key.text }) else {
        findings.unknown(
          .unknownName, "input of '\(event.name)'", key.text, among: declared.map(\.name),
          at: key.range)
        return nil
      }
      return values.read(value, as: input.type).map { ExpectedField(name: key.text, value: $0) }
    }
  }

  func report(_ key: Node, _ node: Node) -> [Expectation] {
    switch step.action {
    case .ask, .tick, .approve, .reject, .withdraw, .unknownEvent: break
    case .view, .list: return misplaced(key, "a step that asks for an event")
    }
    guard let form = Form(node, .report, findings) else {
      return []
    }
    var result: [Expectation] = []
    if let (key, done) = node.entry("done"), form["done"] != nil {
      result += one(.done(ids(done, key)), done)
    }
    if let blocked = form["blocked"] {
      result += one(.notDone(findings.items(blocked, of: "blocked").compactMap(refusal)), blocked)
    }
    if let count = form["count"] {
      if let number = count.asInt, number >= 0 {
        result += one(.count(number), count)
      } else {
        findings.add(.wrongValue, "'count' is a whole number", at: count.range, label: "write 0")
      }
    }
    return result
  }

  private func refusal(_ node: Node) -> ExpectedRefusal? {
    guard let form = Form(node, .refusal, findings) else { return nil }
    guard let recordNode = form["record"],
      let (byKey, by) = form.entries.first(where: { $0.key.isText("by") }),
      let id = findings.text(recordNode, of: "record")
    else {
      if form.lacks("record") || form.lacks("by") {
        findings.add(
          .missingKey, "a blocked record says 'record' and 'by'",
          at: node.range.firstCharacter, label: "write {record: ID, by: […]}")
      }
      return nil
    }
    let reasons = names(by, byKey, among: scenario.vocabulary.reasons)
    if !reasons.contains(BlockCode.unknownRecord.rawValue) {
      _ = scenario.record(id, at: recordNode.range)
    }
    return ExpectedRefusal(record: id, by: reasons)
  }

  func view(_ key: Node, _ node: Node) -> [Expectation] {
    guard case .view(let record) = step.action else { return misplaced(key, "a step 'view: ID'") }
    guard let form = Form(node, .view, findings) else { return [] }
    let (type, words) = (definition.recordTypes[record.type], scenario.vocabulary)
    return form.entries.flatMap { key, value -> [Expectation] in
      switch key.text {
      case "badges": return one(.badges(names(value, key, among: words.badges(of: type))), value)
      case "row_color": return rowColor(value, type)
      case "menu_has": return each(value, key, among: words.labels(of: type)) { .menuHas($0) }
      case "menu_lacks": return each(value, key, among: nil) { .menuLacks($0) }
      case "menu_tabs": return one(.menuTabs(names(value, key, among: words.tabs(of: type))), value)
      default: return []
      }
    }
  }

  private func rowColor(_ node: Node, _ type: RecordType) -> [Expectation] {
    if node.isNull { return one(.rowColor(nil), node) }
    let colors = scenario.vocabulary.rowColors(of: type)
    if !colors.contains(node.text) {
      findings.unknown(
        .unknownName, "row colour of \(type.name)", node.text, among: colors, at: node.range)
    }
    return one(.rowColor(node.text), node)
  }

  func list(_ key: Node, _ node: Node) -> [Expectation] {
    guard case .list(let typeIndex, let list, _) = step.action else {
      return misplaced(key, "a step 'list: type.name'")
    }
    guard let form = Form(node, .list, findings) else { return [] }
    let labels = scenario.vocabulary.labels(of: definition.recordTypes[typeIndex])
    return form.entries.flatMap { key, value -> [Expectation] in
      switch key.text {
      case "rows": one(.rows(ids(value, key), isOrdered: list.orderBy != nil), value)
      case "menu": each(value, key, among: labels) { .listMenu($0) }
      default: []
      }
    }
  }

  private func misplaced(_ key: Node, _ where: String) -> [Expectation] {
    findings.add(
      .misplacedKey, "'\(key.text)' is about \(`where`)", at: key.range, label: "this step is none")
    return []
  }
}
