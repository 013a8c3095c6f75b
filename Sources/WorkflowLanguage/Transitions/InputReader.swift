import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Makes the inputs of a transition of what its draft declares.
struct InputReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft
  /// The names without inputs.
  let own: Scope
  let way: WayDraft

  private var report: Report { draft.report }
  private var formulas: FormulaReader { FormulaReader(draft: draft) }

  /// The inputs as formulas see them; one that fills an own field is that field.
  func variables() -> [Environment.Variable] {
    way.inputs.enumerated().compactMap { number, input in
      guard input.field == nil else { return nil }
      let isBoolean = input.type == .boolean
      let mayBeLeftOut = !isRequired(input) && input.form?["default"] == nil
      let mayBeUnavailable = input.form?["when"] != nil
      return Environment.Variable(
        name: input.formulaName, type: draft.formulaType(input.type),
        nullable: input.isOptional || (!isBoolean && (mayBeLeftOut || mayBeUnavailable)),
        slot: FrameSlot.firstInput + number)
    }
  }

  /// Fields that may be empty, but not with this transition: it does not happen without them.
  func certainFields() -> [String] {
    way.inputs.filter { input in
      input.field != nil && input.isOptional && isRequired(input) && input.form?["when"] == nil
        && way.occasionKind == .asked
    }.map(\.name)
  }

  /// - Parameter scope: The names with inputs, for their checks.
  func read(_ scope: Scope) -> [Input] {
    let variables = variables()
    return way.inputs.compactMap { input in
      guard let inputType = input.type else { return nil }
      let form = input.form
      refuseNeeding(input)
      let when = formulas.condition(form?["when"], of: "when", in: own)
      let checks = report.entries(form?["checks"], of: "checks").compactMap { key, value in
        check(key, value, scope)
      }
      return Input(
        name: input.name, variable: input.formulaName,
        label: report.text(form?["label"], of: "label")
          ?? input.field.flatMap {
            type.fields[$0].label
          }, type: inputType,
        isRequired: isRequired(input),
        defaultValue: defaultValue(input, inputType, after: variables), when: when,
        checks: checks, field: input.field.map(type.slot(ofField:)),
        place: report.place(input.range))
    }
  }

  private func check(_ key: Node, _ value: Node, _ scope: Scope) -> Guard? {
    let name = NameRules.check(key, what: "a check", report, isFormulaName: false)
    return Form(value, .namedGuard, report, example: "{check: …, otherwise: …}").flatMap {
      GuardReader(draft: draft).namedGuard(name, key.range, $0, in: scope)
    }
  }

  /// Where it is there without, it cannot be needed.
  private func refuseNeeding(_ input: InputDraft) {
    let key = input.form?.key("required")
    if let key, input.form?["required"]?.asBool == true, input.form?.raw("default") != nil {
      report.add(.requiredWithDefault(input.name), at: key.range)
    }
  }

  /// Whether a request must give it.
  func isRequired(_ input: InputDraft) -> Bool {
    if let node = input.form?["required"] {
      return node.asBool ?? true
    }
    if input.isOptional || input.type == .boolean || input.form?["default"] != nil { return false }
    return input.field.map { type.fields[$0].isRequired } ?? true
  }

  /// - Parameter variables: Those of all inputs; a default reads the ones asked for before it.
  private func defaultValue(
    _ input: InputDraft, _ inputType: FieldType, after variables: [Environment.Variable]
  ) -> WorkflowEngine.Expression? {
    _ = report.boolean(input.form?["required"], of: "required")
    if let node = input.form?["default"] {
      let earlier = way.inputs.prefix { $0.name != input.name }.map(\.name)
      let expression = formulas.expression(
        node, as: inputType, mayBeEmpty: input.isOptional, of: input.name,
        in: own.adding(variables.filter { earlier.contains($0.name) }))
      if let field = input.field {
        draft.note(
          expression, into: .field(type: type.index, name: type.fields[field].name), at: node.range)
      }
      return expression
    }
    if let field = input.field {
      return way.creates && !isRequired(input) ? type.fields[field].defaultValue : nil
    }
    let isLeftToFalse = inputType == .boolean && !input.isOptional && !isRequired(input)
    return isLeftToFalse ? .constant(.boolean(false)) : nil
  }
}
