import Diagnostics
import WorkflowEngine
import YAML

/// Records and messages, each by some of its fields.
extension ThenReader {
  /// - Parameter isForgiving: whether what does not exist is no mistake: then no record is like it.
  func record(_ node: Node, isForgiving: Bool = false) -> ExpectedRecord? {
    guard node.isMapping else {
      findings.add(
        .wrongShape, "a record is a mapping of its type and some fields", at: node.range,
        label: "write {type: …}")
      return nil
    }
    var result = ExpectedRecord(fields: [], isImpossible: false, text: node.range.text)
    result.id = node["id"].flatMap { findings.text($0, of: "id") }
    guard let type = type(node, isForgiving: isForgiving) else {
      guard isForgiving else { return nil }
      result.isImpossible = node["type"] != nil || node.entries.contains { $0.key.text != "id" }
      return result
    }
    result.type = type.index
    for (key, value) in findings.entries(node, of: "a record")
    where key.text != "type" && (key.text != "id" || type.member(named: "id") != nil) {
      if isForgiving, !exists(value, of: key, type: type) {
        result.isImpossible = true
      } else if let expected = values.read(value, of: key, type: type) {
        result.fields.append(ExpectedField(name: key.text, value: expected))
      }
    }
    return result
  }

  private func type(_ node: Node, isForgiving: Bool) -> RecordType? {
    guard let typeNode = node["type"] else {
      if !isForgiving {
        findings.add(
          .missingKey, "a created record says its 'type'", at: node.range.firstCharacter,
          label: "add 'type: …'")
      }
      return nil
    }
    if isForgiving { return definition.recordType(named: typeNode.text) }
    return scenario.recordType(typeNode)
  }

  /// Whether the field exists and its value names nothing that does not.
  private func exists(_ value: Node, of key: Node, type: RecordType) -> Bool {
    let fieldType: FieldType
    switch type.member(named: key.text) {
    case .stored(_, let type), .computed(let type): fieldType = type
    case .set: return true
    case nil: return false
    }
    switch fieldType {
    case .choice(let choice):
      return value.isNull || definition.choices[choice].values.contains(value.text)
    case .reference(let target):
      return value.isNull || scenario.records.type(of: value.text) == target
    case .plain, .list, .entries, .links:
      return true
    }
  }

  func message(_ node: Node) -> ExpectedMessage? {
    guard node.isMapping else {
      findings.add(
        .wrongShape, "a message is a mapping of its name and some fields", at: node.range,
        label: "write {message: …}")
      return nil
    }
    var result = ExpectedMessage(fields: [], text: node.range.text)
    let known = scenario.vocabulary.messages
    guard let nameNode = node["message"], let name = findings.text(nameNode, of: "message") else {
      if node["message"] == nil {
        findings.add(
          .missingKey, "a message says its name", at: node.range.firstCharacter,
          label: "add 'message: …'")
      }
      return nil
    }
    guard let types = known[name] else {
      findings.unknown(
        .unknownName, "message", name, among: known.keys.sorted(), at: nameNode.range)
      return nil
    }
    result.name = name
    for (key, value) in findings.entries(node, of: "a message") where key.text != "message" {
      if let type = types[key.text] {
        if let stored = values.stored(value, as: type) {
          result.fields.append(NamedValue(key.text, stored))
        }
      } else if key.text == "key" {
        result.key = findings.text(value, of: "key")
      } else {
        findings.unknown(
          .unknownField, "field of the message '\(name)'", key.text, among: types.keys.sorted(),
          at: key.range)
      }
    }
    return result
  }
}
