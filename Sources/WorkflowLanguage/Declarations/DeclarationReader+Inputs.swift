import Diagnostics
import WorkflowEngine
import YAML

/// What a transition asks for: own fields, and values of the event alone.
extension DeclarationReader {
  /// How many inputs a transition may have.
  static let maximumInputs = 256

  func readInputs(_ node: Node?, event: String) -> [InputDraft] {
    let items = report.items(node, of: "inputs")
    if items.count > DeclarationReader.maximumInputs {
      report.add(
        .tooMany("inputs of a transition", limit: DeclarationReader.maximumInputs),
        at: items[DeclarationReader.maximumInputs].range)
    }
    let inputs = items.prefix(DeclarationReader.maximumInputs).compactMap {
      readInput($0, event: event)
    }
    refuseTwice(inputs)
    return inputs
  }

  private func refuseTwice(_ inputs: [InputDraft]) {
    var first: [String: SourceRange] = [:]
    for input in inputs {
      for name in Set([input.name, input.formulaName]).sorted() {
        guard let other = first.updateValue(input.range, forKey: name) else { continue }
        report.add(
          input.field == nil
            ? .nameTaken(name, what: "an input", by: other) : .askedTwice(name, first: other),
          at: input.range)
      }
    }
  }

  private func readInput(_ item: Node, event: String) -> InputDraft? {
    guard
      let (nameNode, value) = report.namedItem(
        item, expected: "an own field or one input such as 'reason: {type: text}'", .input)
    else { return nil }
    let name = nameNode.text
    var form: Form?
    if let value {
      if value.isScalar {
        let (inputType, isOptional) = FieldTypeReader(draft: draft).named(value)
        let typed = Typed(
          type: inputType, isOptional: isOptional, form: nil,
          range: whole(item, nameNode, end: value))
        return InputDraft(
          name: name, formulaName: formulaName(of: nameNode, nil, typed), range: nameNode.range,
          form: nil, field: nil, type: inputType, isOptional: isOptional)
      }
      guard let read = Form(value, .input, report) else { return nil }
      form = read
    }
    let isTyped = ["type", "choice", "list"].contains { form?.raw($0) != nil }
    guard isTyped, let form else { return ownFieldInput(nameNode, form) }
    let (inputType, isOptional) = FieldTypeReader(draft: draft).stated(
      form, owner: "\(name) of \(event)")
    let end = form.node.style == .flowMapping ? form.node : form["type"] ?? form.node
    let typed = Typed(
      type: inputType, isOptional: isOptional, form: form,
      range: whole(item, nameNode, end: end))
    return InputDraft(
      name: name, formulaName: formulaName(of: nameNode, form["as"], typed), range: nameNode.range,
      form: form, field: nil, type: inputType, isOptional: isOptional)
  }

  /// What an input with a type of its own says.
  private struct Typed {
    let type: FieldType?
    let isOptional: Bool
    let form: Form?
    let range: SourceRange
  }

  /// An input from its name, or its brace, to its end.
  private func whole(_ item: Node, _ nameNode: Node, end: Node) -> SourceRange {
    if item.style == .flowMapping { return item.range }
    return SourceRange(
      file: item.range.file, start: nameNode.range.start, end: end.range.end)
  }

  /// A name without a type: the own field that keeps what is given.
  private func ownFieldInput(_ nameNode: Node, _ form: Form?) -> InputDraft? {
    let name = nameNode.text
    guard case .field(let number) = type.member(name) else {
      refuseAsInput(nameNode)
      return nil
    }
    if let other = form?.key("as") { report.add(.fieldNeedsNoOtherName(name), at: other.range) }
    if let optional = form?.key("optional"), let value = form?.raw("optional") {
      report.add(
        .fieldMayBeEmpty(name, isOptional: value.asBool == true, optional.range, value.range),
        at: optional.range)
    }
    let field = type.fields[number]
    return InputDraft(
      name: name, formulaName: name, range: nameNode.range, form: form, field: number,
      type: field.type, isOptional: field.isOptional)
  }

  /// A name that is none of a stored field and has no type.
  private func refuseAsInput(_ nameNode: Node) {
    let name = nameNode.text
    switch type.member(name) {
    case .region: report.add(.stateNotAsked(name), at: nameNode.range)
    case .formula(let number):
      report.add(
        .formulaNotAsked(name, declared: type.formulas[number].range), at: nameNode.range)
    case .relation(let number):
      report.add(
        .relationNotEditable(name, declared: type.relations[number].range), at: nameNode.range)
    case .field, nil:
      report.add(
        .inputNeedsType(name, type: type.name, fields: type.fields.map(\.name)),
        at: nameNode.range)
    }
  }

  /// What formulas call an input of its own: not like a member, a formula could mean either.
  private func formulaName(of nameNode: Node, _ other: Node?, _ typed: Typed) -> String {
    if let other {
      _ = NameRules.check(nameNode, what: "an input", report, isFormulaName: false)
      return memberName(other, what: "an input")
    }
    let name = nameNode.text
    guard case .field(let number) = type.member(name) else {
      return memberName(nameNode, what: "an input")
    }
    report.add(nameOfField(nameNode, type.fields[number], typed), at: nameNode.range)
    return name
  }

  /// That an input is called like a field: where it holds the same, the field itself is meant.
  private func nameOfField(_ nameNode: Node, _ field: FieldDraft, _ typed: Typed) -> Mistake {
    let others = typed.form.map { Array($0.presentKeys) } ?? ["type"]
    let isSame =
      typed.type == field.type && typed.isOptional == field.isOptional && others == ["type"]
    return .inputLikeField(
      nameNode.text, by: field.range,
      whole: isSame ? typed.range : nil)
  }
}
