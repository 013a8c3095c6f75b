import Diagnostics
import WorkflowEngine
import YAML

/// Reads what a stored field's declaration says beyond its type: its default and uniqueness.
struct FieldReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft
  let scope: Scope

  func read() {
    for index in type.fields.indices {
      let field = type.fields[index]
      type.fields[index].defaultValue = defaultValue(field)
      if let node = field.uniqueNode {
        type.fields[index].uniqueness = uniqueness(node, field)
      }
    }
  }

  private func defaultValue(_ field: FieldDraft) -> WorkflowEngine.Expression? {
    guard let fieldType = field.type else { return nil }
    guard let node = field.defaultNode else {
      return fieldType == .boolean && !field.isOptional ? .constant(.boolean(false)) : nil
    }
    let expression = FormulaReader(draft: draft).expression(
      node, as: fieldType, mayBeEmpty: field.isOptional, of: field.name, in: scope)
    draft.note(expression, into: .field(type: type.index, name: field.name), at: node.range)
    return expression
  }

  private func uniqueness(_ node: Node, _ field: FieldDraft) -> Uniqueness? {
    let report = draft.report
    if case .list = field.type {
      report.add(
        .misplacedKey("unique", "does not go with a list", label: "leave it out"), at: node.range)
    }
    return UniquenessReader(draft: draft, type: type, scope: scope).uniqueness(node)
  }
}
