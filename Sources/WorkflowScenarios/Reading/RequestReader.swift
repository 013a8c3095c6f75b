import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowLanguage
import YAML

/// Reads a step that asks for an event.
struct RequestReader {
  let scenario: ScenarioReader
  let form: Form
  let thens: Hopes

  private var findings: Findings { scenario.findings }
  private var definition: WorkflowDefinition { scenario.definition }

  func read(_ node: Node, at time: Int64, actor: Actor) -> ScenarioStep.Action? {
    if thens.expectsInvalid, let invalid = unknownEvent(node) { return .unknownEvent(invalid) }
    guard let (type, name) = scenario.typeAndName(node, .unknownEvent, "event") else { return nil }
    guard let event = type.event(named: name) else {
      findings.unknown(
        .unknownEvent, "event of \(type.name)", name, among: type.events.map(\.name), at: node.range
      )
      return nil
    }
    let values = values(event, type)
    var request = WorkflowRequest(
      recordType: type.index, event: event.index, target: target(type),
      inputs: values.filter { event.asks(for: $0.name) },
      edits: values.filter { !event.asks(for: $0.name) },
      isConfirmed: form["confirm"].flatMap { findings.flag($0, of: "confirm") } ?? false,
      actor: actor, now: time, key: form["request"].flatMap { findings.text($0, of: "request") },
      names: names())
    request.isList = form["records"] != nil
    return .ask(request)
  }

  private func unknownEvent(_ node: Node) -> InvalidRequest? {
    let parts = node.text.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let type = definition.recordType(named: parts[0]) else {
      return InvalidRequest(
        .unknownRecordType, name: node.text,
        candidates: scenario.vocabulary.typeNames)
    }
    if type.event(named: parts[1]) != nil { return nil }
    return InvalidRequest(
      .unknownEvent(recordType: type.name), name: parts[1],
      candidates: type.events.map(\.name))
  }

  // MARK: Which records

  private func target(_ type: RecordType) -> WorkflowRequest.Target {
    let (one, several, newID) = (form["record"], form["records"], form["as_id"])
    if let one, let other = several ?? newID {
      findings.add(
        .misplacedKey, "a step has one of 'record', 'records' and 'as_id'", at: other.range,
        label: "take this out, or 'record' (\(one.text))")
    }
    if let one {
      return .one(findings.text(one, of: "record").map { known($0, type, one.range) } ?? "")
    }
    if let several {
      if let newID {
        findings.add(
          .misplacedKey, "'as_id' is the id of a record that the step creates", at: newID.range,
          label: "take it out")
      }
      if several.isText("all") { return .all }
      return .records(
        findings.items(several, of: "records").compactMap { node in
          findings.text(node, of: "an entry of records").map { known($0, type, node.range) }
        })
    }
    return .new(id: newID.flatMap { findings.text($0, of: "as_id") })
  }

  /// The id, if the record is known or is meant not to be.
  private func known(_ id: String, _ type: RecordType, _ range: SourceRange) -> String {
    if thens.expects(.unknownRecord) { return id }
    scenario.records.report(
      scenario.records.danglingIDs(in: .reference(id), as: .reference(type.index)), at: range,
      findings)
    return id
  }

  // MARK: What is brought along

  /// What stands under `input` and `set`, each of which takes both kinds.
  private func values(_ event: Event, _ type: RecordType) -> [NamedValue] {
    var places: [String: (key: String, range: SourceRange)] = [:]
    return ["input", "set"].flatMap { word in
      (form[word].map { findings.entries($0, of: word) } ?? []).compactMap { key, value in
        if let other = places.updateValue((word, key.range), forKey: key.text) {
          findings.add(
            .misplacedKey, "'\(key.text)' is given twice, under '\(other.key)' and '\(word)'",
            at: key.range, label: "take one of them out")
        }
        return self.value(key, value, under: word, event, type)
      }
    }
  }

  private func value(
    _ key: Node, _ value: Node, under word: String, _ event: Event, _ type: RecordType
  ) -> NamedValue? {
    let types = event.types(of: key.text, in: type)
    if let first = types.first {
      let fitting = types.first { type in
        if case .success = ValueReader().read(value, as: type, in: definition) {
          true
        } else {
          false
        }
      }
      return NamedValue(key.text, self.value(value, as: fitting ?? first))
    }
    // A region is refused by the event; what does not exist cannot be meant.
    if type.slot(of: key.text) != nil || thens.expectsInvalid {
      return NamedValue(key.text, raw(value))
    }
    let taken = event.transitions.flatMap(\.inputs).map(\.name)
    let fields = type.fields.filter { !$0.isInternal }.map(\.name)
    if word == "input" {
      findings.unknown(
        .unknownName, "input of '\(event.name)'", key.text, among: taken + fields, at: key.range)
    } else {
      findings.unknown(
        .unknownField, "field to set of \(type.name)", key.text, among: fields + taken,
        at: key.range)
    }
    return nil
  }

  /// A value as the interpreter gets it: one that does not fit is its to refuse.
  private func value(_ node: Node, as type: FieldType) -> StoredValue {
    guard case .success(let value) = ValueReader().read(node, as: type, in: definition) else {
      return raw(node)
    }
    if !thens.expects(.inputInvalid) {
      scenario.records.report(
        scenario.records.danglingIDs(in: value, as: type), at: node.range, findings)
    }
    return value
  }

  private func raw(_ node: Node) -> StoredValue {
    switch node.kind {
    case .scalar: node.isNull ? .null : .text(node.text)
    case .sequence: .list(node.items.map(raw))
    case .mapping: .text(node.range.text)
    }
  }

  /// Ids for records that the step's effects create.
  func names() -> [NewRecordName] {
    guard let node = form["names"] else { return [] }
    let reader = ValueExpectationReader(
      definition: definition, records: scenario.records, findings: findings)
    return findings.entries(node, of: "names", haveValues: false).compactMap { id, value in
      guard let typeNode = value["type"] else {
        findings.add(
          .missingKey, "a name for a new record says its 'type'", at: value.range,
          label: "write {type: …}")
        return nil
      }
      guard let type = scenario.recordType(typeNode) else { return nil }
      var fields: [String: StoredValue] = [:]
      for (key, value) in findings.entries(value, of: id.text) where key.text != "type" {
        guard let slot = type.slot(of: key.text) else {
          findings.unknown(
            .unknownField, "stored field of \(type.name)", key.text, among: type.fields.map(\.name),
            at: key.range)
          continue
        }
        fields[key.text] = reader.stored(value, as: type.fields[slot].type)
      }
      return NewRecordName(id: id.text, recordType: type.name, fields: fields)
    }
  }
}
