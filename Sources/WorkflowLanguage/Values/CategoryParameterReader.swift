import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads parameters that differ by a choice or a state: `{by: item.kind, values: {book: 21}}`.
///
/// Formulas name one as `parameters.loan_days[kind]`. It has a value for everything the choice can
/// be, so that only an empty key cannot be told.
struct CategoryParameterReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  /// Whether a mapping is such a parameter, and not one of further parameters.
  static func reads(_ node: Node) -> Bool { node["by"] != nil && node["values"] != nil }

  /// Reads those that were put off until the record types had been declared.
  func readAll() {
    for (path, node) in draft.categories { read(path, node) }
  }

  private func read(_ path: String, _ node: Node) {
    guard let form = Form(node, .category, report), let byNode = form["by"],
      let valuesNode = form["values"], let choice = choice(byNode)
    else { return }
    let otherwise = form["otherwise"].flatMap(value)
    var given: [String: Constant] = [:]
    var first: (constant: Constant, node: Node)? = otherwise.flatMap { constant in
      form["otherwise"].map { (constant, $0) }
    }
    let names = draft.choices[choice].values
    for (key, node) in report.entries(valuesNode, of: "values") {
      if !names.contains(key.text) {
        report.add(.wrongValue(key.text, of: byNode.text, allowed: names), at: key.range)
      }
      guard let constant = value(node) else { continue }
      if let first, first.constant.type.joined(with: constant.type) == nil {
        report.add(.mixedValues(), at: node.range)
        return
      }
      first = first ?? (constant, node)
      given[key.text] = constant
    }
    let missing = names.filter { given[$0] == nil }
    if otherwise == nil, !missing.isEmpty, !report.hasErrors {
      report.add(.missingCategories(missing, of: byNode.text), at: valuesNode.range)
      return
    }
    let constants = names.compactMap { given[$0] ?? otherwise }
    guard constants.count == names.count, let start = constants.first?.type else { return }
    let type = constants.dropFirst().reduce(start) { $0.joined(with: $1.type) ?? $0 }
    draft.constants.append(
      .init(
        name: "parameters.\(path)", type: .map(.choice(choice), type), slot: 0,
        constant: .map(
          ValueMap(
            keys: names.indices.map { .choice(type: Int32(choice), index: Int32($0)) },
            values: constants.map { $0.value(as: type) }))))
  }

  /// The choice or the states that `type.member` names.
  private func choice(_ node: Node) -> Int? {
    guard let text = report.text(node, of: "by") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      report.add(.categoryKey(text), at: node.range)
      return nil
    }
    guard let number = draft.typeNumber(parts[0]) else {
      report.add(.unknownRecordType(parts[0], all: draft.typeNames), at: node.range)
      return nil
    }
    let type = draft.types[number]
    switch type.member(parts[1]) {
    case .region(let region): return type.regions[region].choice
    case .field(let field):
      if case .choice(let choice) = type.fields[field].type { return choice }
    case .formula, .relation: break
    case nil:
      report.add(
        .unknownMember(parts[1], type: type.name, all: type.memberNames, declared: type.range),
        at: node.range)
      return nil
    }
    report.add(.categoryKey(text), at: node.range)
    return nil
  }

  private func value(_ node: Node) -> Constant? {
    ParameterReader(draft: draft).constant(node).map { Constant(type: $0.0, value: $0.1) }
  }

  private struct Constant {
    var type: CELType
    var value: Value

    /// A whole number among decimals is a decimal.
    func value(as type: CELType) -> Value {
      if case .decimal = type, case .int(let number) = value,
        let decimal = Decimal(exactly: number)
      {
        return .decimal(decimal)
      }
      return value
    }
  }
}

extension CELType {
  /// The type of values of both types, where there is one.
  fileprivate func joined(with other: CELType) -> CELType? {
    switch (self, other) {
    case (.int, .decimal), (.decimal, .int): .decimal
    default: self == other ? self : nil
    }
  }
}
