import Diagnostics
import WorkflowEngine
import WorkflowLanguage
import YAML

/// Reads values: those that fields are given, and those that are expected of them.
struct ValueExpectationReader {
  let definition: WorkflowDefinition
  let records: NamedRecords
  let findings: Findings

  /// A value for a stored field; nil, with a diagnostic, if it does not fit or names no record.
  func stored(_ node: Node, as type: FieldType) -> StoredValue? {
    switch ValueReader().read(node, as: type, in: definition) {
    case .failure(let mismatch):
      findings.misfit(mismatch, at: node.range)
      return nil
    case .success(let value):
      let dangling = records.danglingIDs(in: value, as: type)
      records.report(dangling, at: node.range, findings)
      return dangling.isEmpty ? value : nil
    }
  }

  /// The value that is expected of a member of a record type.
  func read(_ node: Node, of key: Node, type: RecordType) -> ExpectedValue? {
    switch type.member(named: key.text) {
    case .stored(_, let fieldType), .computed(let fieldType): return read(node, as: fieldType)
    case .set(let memberType): return ids(node, type: memberType)
    case nil:
      findings.unknown(
        .unknownField, "field of \(type.name)", key.text, among: type.memberNames, at: key.range)
      return nil
    }
  }

  func read(_ node: Node, as type: FieldType) -> ExpectedValue? {
    switch type {
    case .entries(let target):
      if node.isNull { return .entries([]) }
      return entries(node, type: definition.recordTypes[target])
    case .links(let target): return ids(node, type: target)
    case .plain, .choice, .reference, .list:
      return stored(node, as: type).map { .plain($0) }
    }
  }

  private func ids(_ node: Node, type: Int) -> ExpectedValue? {
    if node.isNull { return .records([]) }
    guard case .list(let values)? = stored(node, as: .links(type)) else { return nil }
    return .records(
      values.compactMap { if case .reference(let id) = $0 { id } else { nil } })
  }

  private func entries(_ node: Node, type: RecordType) -> ExpectedValue? {
    let items = findings.items(node, of: "a list of \(type.name)")
    guard node.isSequence else { return nil }
    return .entries(items.map { fields($0, type: type) })
  }

  /// Some fields of a record or entry.
  func fields(_ node: Node, type: RecordType, except: Set<String> = []) -> [ExpectedField] {
    findings.entries(node, of: type.name).compactMap { key, value in
      if except.contains(key.text) { return nil }
      return read(value, of: key, type: type).map { ExpectedField(name: key.text, value: $0) }
    }
  }
}
