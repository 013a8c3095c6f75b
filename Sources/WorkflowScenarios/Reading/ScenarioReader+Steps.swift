import Diagnostics
import WorkflowEngine
import WorkflowStore
import YAML

/// The steps under `when`.
extension ScenarioReader {
  private static let actions: [(key: String, companions: Set<String>)] = [
    (
      "event",
      [
        "record", "records", "confirm", "input", "set", "as_id", "names", "as", "at", "dry_run",
        "request", "then",
      ]
    ),
    ("tick", ["names", "at", "then"]), ("view", ["as", "at", "then"]),
    ("list", ["of", "as", "at", "then"]),
    ("approve", ["record", "seen", "as", "at", "then"]),
    ("reject", ["record", "as", "at", "then"]),
    ("withdraw", ["record", "as", "at", "then"]),
  ]

  func readSteps(_ nodes: [Node], then: Node?) -> (
    steps: [ScenarioStep], expectations: [Expectation]
  ) {
    var steps: [ScenarioStep] = []
    var expectations: [Expectation] = []
    for (position, node) in nodes.enumerated() {
      let isLast = position == nodes.count - 1
      guard let form = Form(node, .step, findings) else { continue }
      let thens = [form["then"], isLast ? then : nil].compactMap(\.self)
      guard let step = readStep(form, thens: thens) else { continue }
      var complete = step
      let reader = ThenReader(scenario: self, step: step)
      if let own = form["then"] { complete.expectations = reader.read(own) }
      if isLast, let then { expectations = reader.read(then) }
      steps.append(complete)
    }
    return (steps, expectations)
  }

  private func readStep(_ form: Form, thens: [Node]) -> ScenarioStep? {
    guard let companions = checkedCompanions(form) else { return nil }
    let at = form["at"].flatMap { findings.time($0, of: "at", in: definition) } ?? clock
    let actor = form["as"].map(actor) ?? Actor(user: "tester")
    guard let action = action(form, thens: Hopes(thens), at: at, actor: actor, companions) else {
      return nil
    }
    return ScenarioStep(
      action: action, at: at, actor: actor,
      isDryRun: form["dry_run"].flatMap { findings.flag($0, of: "dry_run") } ?? false,
      expectations: [], range: form.node.range)
  }

  /// The key that says what the step does, if there is exactly one and what stands beside it
  /// belongs there.
  private func checkedCompanions(_ form: Form) -> String? {
    let found = ScenarioReader.actions.filter { !form.lacks($0.key) }
    guard found.count == 1, let action = found.first else {
      findings.add(
        .missingKey, "a step does exactly one thing", at: form.node.range.firstCharacter,
        label: "write one of event, approve, reject, withdraw, tick, view, list")
      return nil
    }
    for (key, _) in form.entries where key.text != action.key {
      if !action.companions.contains(key.text) {
        findings.add(
          .misplacedKey, "'\(key.text)' has no meaning beside '\(action.key)'", at: key.range,
          label: "take it out")
      }
    }
    return action.key
  }

  private func actor(_ node: Node) -> Actor {
    guard let form = Form(node, .actor, findings) else {
      return Actor(user: "tester")
    }
    return Actor(
      user: form["user"].flatMap { findings.text($0, of: "user") } ?? "tester",
      roles: form["roles"].map { findings.texts($0, of: "roles") } ?? [])
  }

  private func action(
    _ form: Form, thens: Hopes, at: Int64, actor: Actor, _ key: String
  ) -> ScenarioStep.Action? {
    guard let node = form[key] else { return nil }
    switch key {
    case "tick":
      if findings.flag(node, of: "tick") == false {
        findings.add(.wrongValue, "'tick' is always true", at: node.range, label: "write true")
      }
      return .tick(names: RequestReader(scenario: self, form: form, thens: thens).names())
    case "view":
      return findings.text(node, of: "view").flatMap { record($0, at: node.range) }.map {
        .view($0)
      }
    case "list": return list(node, of: form["of"])
    case "event":
      return RequestReader(scenario: self, form: form, thens: thens).read(
        node, at: at, actor: actor)
    default:
      let isSeen = form["seen"].flatMap { findings.flag($0, of: "seen") } ?? false
      return answered(node, form["record"], key).map {
        switch key {
        case "approve": .approve($0, seen: isSeen)
        case "reject": .reject($0)
        default: .withdraw($0)
        }
      }
    }
  }

  /// The request that a second person answers.
  private func answered(_ node: Node, _ recordNode: Node?, _ key: String) -> PendingRequest.Name? {
    guard let (type, name) = typeAndName(node, .unknownEvent, "event") else { return nil }
    guard let event = type.event(named: name) else {
      findings.unknown(
        .unknownEvent, "event of \(type.name)", name, among: type.events.map(\.name), at: node.range
      )
      return nil
    }
    if event.transitions.allSatisfy({ $0.approval == nil }) {
      findings.add(
        .noApproval, "'\(node.text)' needs no second person: there is nothing to \(key)",
        at: node.range, label: "take this step out")
      return nil
    }
    guard let recordNode else {
      findings.add(
        .missingKey, "'\(key)' needs 'record'", at: node.range, label: "add 'record: …'")
      return nil
    }
    guard let id = findings.text(recordNode, of: "record"), record(id, at: recordNode.range) != nil
    else { return nil }
    return PendingRequest.Name(recordType: type.name, event: name, recordID: id)
  }

  private func list(_ node: Node, of parent: Node?) -> ScenarioStep.Action? {
    guard let (type, name) = typeAndName(node, .unknownName, "list") else { return nil }
    guard let list = type.list(named: name) else {
      findings.unknown(
        .unknownName, "list of \(type.name)", name, among: type.lists.map(\.name), at: node.range)
      return nil
    }
    let owner = parent.flatMap { node in
      findings.text(node, of: "of").flatMap { record($0, at: node.range) }
    }
    return .list(type: type.index, list: list, of: owner)
  }

  /// `type.name` in two; the type exists.
  func typeAndName(_ node: Node, _ code: ScenarioCode, _ what: String) -> (RecordType, String)? {
    let parts = node.text.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      findings.add(
        .wrongShape, "\(what == "event" ? "an event" : "a \(what)") is written type.name",
        at: node.range,
        label: "write \(vocabulary.typeNames.first ?? "type").name")
      return nil
    }
    guard let type = definition.recordType(named: parts[0]) else {
      findings.unknown(
        .unknownType, "record type", parts[0], among: vocabulary.typeNames, at: node.range)
      return nil
    }
    return (type, parts[1])
  }

  /// A record that the scenario knows.
  func record(_ id: String, at range: SourceRange) -> RecordName? {
    if let type = records.type(of: id) { return RecordName(type: type, id: id) }
    if records.isUnreadable(id) { return nil }
    findings.unknown(.unknownRecord, "record", id, among: records.types.keys.sorted(), at: range)
    return nil
  }
}

/// What the `then` of a step hopes for, before it is read: some mistakes in the step are then
/// meant.
struct Hopes {
  private let thens: [Node]

  init(_ thens: [Node]) { self.thens = thens }

  /// Whether the request is meant to speak of what does not exist.
  var expectsInvalid: Bool { thens.contains { $0["outcome"]?.text == "invalid" } }

  /// Whether a refusal for this reason is expected, of the whole or of one record.
  func expects(_ code: BlockCode) -> Bool {
    thens.contains { then in
      let ofRecords = then["report"]?["blocked"]?.items.flatMap {
        $0["by"]?.items.map(\.text) ?? []
      }
      let ofAll = then["blocked_by"]?.items.map(\.text)
      return ((ofAll ?? []) + (ofRecords ?? [])).contains(code.rawValue)
    }
  }
}
