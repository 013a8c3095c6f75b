import Diagnostics
import WorkflowEngine
import YAML

/// Reads what a field or an input holds: `date?`, `{choice: […]}`, `{list: text}`.
struct FieldTypeReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  static let maximumChoiceValues = 1_000

  /// A type's name, with `?` for "may be empty".
  func named(_ node: Node) -> (type: FieldType?, isOptional: Bool) {
    guard node.isScalar, !node.isNull else {
      report.add(
        .wrongShape(node, expected: "a type such as text or date?"), at: node.range)
      return (nil, true)
    }
    var name = node.text
    let isOptional = name.hasSuffix("?")
    if isOptional { name.removeLast() }
    return (type(name, at: node), isOptional)
  }

  /// The type that `type`, `choice` or `list` states; nil for the type where it is a mistake.
  ///
  /// - Parameter owner: What a choice of named values belongs to: "kind of service".
  func stated(_ form: Form, owner: String) -> (type: FieldType?, isOptional: Bool) {
    let stated = ["type", "choice", "list"].filter { form[$0] != nil }
    if stated.count > 1, let key = form.key(stated[1]) {
      report.add(
        .misplacedKey(stated[1], "cannot stand beside '\(stated[0])'", label: "keep one of them"),
        at: key.range)
    }
    let mayBeEmpty = report.boolean(form["optional"], of: "optional") ?? false
    if let node = form["type"] {
      if let key = form.key("optional") {
        report.add(
          .misplacedKey("optional", "cannot stand beside 'type'", label: "write \(node.text)?"),
          at: key.range)
      }
      return named(node)
    }
    if let node = form["choice"] { return (choice(node, owner: owner), mayBeEmpty) }
    if let node = form["list"] {
      let element = named(node)
      if element.isOptional, element.type != nil {
        report.add(.optionalElement(), at: node.range)
      }
      return (element.type.map { .list($0) }, mayBeEmpty)
    }
    return (nil, true)
  }

  private func type(_ name: String, at node: Node) -> FieldType? {
    if let scalar = ScalarType(rawValue: name) { return scalar.fieldType }
    if let number = draft.typeNumber(name) { return .reference(number) }
    report.add(.unknownType(name, recordTypes: draft.typeNames), at: node.range)
    return nil
  }

  private func choice(_ node: Node, owner: String) -> FieldType? {
    let values = report.texts(node, of: "choice")
    guard node.isSequence else { return nil }
    if values.isEmpty {
      report.add(.emptyList("choice", of: "named values"), at: node.range)
      return nil
    }
    if values.count > FieldTypeReader.maximumChoiceValues {
      report.add(
        .tooMany("values in a choice", limit: FieldTypeReader.maximumChoiceValues), at: node.range)
      return nil
    }
    var seen: [String: SourceRange] = [:]
    for item in node.items where item.isScalar {
      if let first = seen.updateValue(item.range, forKey: item.text) {
        report.add(.nameTaken(item.text, what: "one value", by: first), at: item.range)
      }
    }
    return .choice(draft.addChoice(owner, values, at: node.range))
  }
}
