import Diagnostics
import WorkflowEngine
import YAML

/// Reads what stands under `set` and `with`: fields and their new values.
struct AssignmentReader {
  let draft: DefinitionDraft
  let scope: Scope

  private var report: Report { draft.report }

  /// New values of a record's fields.
  func set(_ node: Node, of type: RecordTypeDraft) -> [Assignment] {
    if let meant = Self.equation(node) {
      report.add(.equation(meant), at: node.range)
      return []
    }
    let entries = report.entries(node, of: "set", example: "{field: value}")
    if node.isMapping, entries.isEmpty {
      report.add(.emptyList("set", of: "fields"), at: node.range)
    }
    return entries.compactMap { assignment($0, $1, of: type, isNew: false) }
  }

  /// `set: closed_on = today`, as programming languages write it: `{closed_on: =today}`.
  private static func equation(_ node: Node) -> String? {
    guard node.isPlain, let sign = node.text.firstIndex(of: "=") else { return nil }
    let name = String(node.text[..<sign].reversed().drop { $0 == " " }.reversed())
    let value = node.text[node.text.index(after: sign)...].drop { $0 == " " }
    guard NameRules.isName(name), !value.isEmpty, !value.hasPrefix("=") else { return nil }
    return "{\(name): =\(value)}"
  }

  /// The first values of a new record; a field that needs one and gets none is a mistake.
  func with(_ node: Node?, of type: RecordTypeDraft, at range: SourceRange) -> [Assignment] {
    let entries = report.entries(node, of: "with", example: "{field: value}")
    let assignments = entries.compactMap { assignment($0, $1, of: type, isNew: true) }
    // One that is named with its type was told, with the name alone as its mend.
    let given = Set(
      entries.map { $0.key.text }.map { name in
        name.hasPrefix("\(type.name).") ? String(name.dropFirst(type.name.count + 1)) : name
      })
    let missing = type.fields.filter { $0.isRequired && !given.contains($0.name) }
    if !missing.isEmpty {
      report.add(
        .missingFields(missing.map { ($0.name, $0.range) }, type: type.name), at: range)
    }
    return assignments
  }

  private func assignment(
    _ key: Node, _ value: Node, of type: RecordTypeDraft, isNew: Bool
  ) -> Assignment? {
    assignment(key.text, at: key.range, value, of: type, isNew: isNew)
  }

  /// A field and its new value.
  func assignment(
    _ name: String, at range: SourceRange, _ value: Node, of type: RecordTypeDraft, isNew: Bool
  ) -> Assignment? {
    switch type.member(name) {
    case .field(let number):
      let field = type.fields[number]
      guard let fieldType = field.type,
        let expression = FormulaReader(draft: draft).expression(
          value, as: fieldType, mayBeEmpty: field.isOptional, of: name, in: scope)
      else { return nil }
      draft.note(expression, into: .field(type: type.index, name: name), at: value.range)
      return Assignment(
        slot: type.slot(ofField: number), value: expression, place: report.place(range))
    case .region:
      report.add(.stateNotSettable(name, type: type.name, isNew: isNew), at: range)
    case .formula(let number):
      report.add(
        .formulaNotSettable(name, declared: type.formulas[number].range), at: range)
    case .relation(let number):
      let relation = type.relations[number]
      let isLinks = if case .links = relation.source { true } else { false }
      report.add(
        .relationNotSettable(name, isLinks: isLinks, declared: relation.range), at: range)
    case nil where name.utf8.contains(UInt8(ascii: ".")):
      report.add(.otherRecordsField(name, type: type.name), at: range)
    case nil:
      report.add(
        .unknownMember(
          name, type: type.name, all: type.fields.map(\.name), declared: type.range),
        at: range)
    }
    return nil
  }
}
