import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads values that are kept apart from the rules, under the names `parameters.x`.
struct ParameterReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  static let maximumDepth = 8

  /// - Parameter sections: those of the main file and its parts.
  func read(_ sections: [Node?]) {
    var first: [String: SourceRange] = [:]
    for (key, value) in sections.flatMap({ report.entries($0, of: "parameters") }) {
      if let other = first.updateValue(key.range, forKey: key.text) {
        report.add(.nameTaken(key.text, what: "a parameter", by: other), at: key.range)
        continue
      }
      read(NameRules.check(key, what: "a parameter", report), value, depth: 1)
    }
  }

  private func read(_ path: String, _ node: Node, depth: Int) {
    if node.isMapping {
      if CategoryParameterReader.reads(node) {
        draft.categories.append((path, node))
        return
      }
      if depth == ParameterReader.maximumDepth {
        report.add(
          .tooMany("parameters inside each other", limit: ParameterReader.maximumDepth),
          at: node.range)
        return
      }
      if node.count == 0 { report.add(.emptyList(path, of: "parameters"), at: node.range) }
      for (key, value) in node.entries {
        let name = NameRules.check(key, what: "a parameter", report)
        read("\(path).\(name)", value, depth: depth + 1)
      }
      return
    }
    guard let (type, value) = constant(node) else { return }
    if type == .string, node.isPlain, let meant = MeantValue.number(node.text, isWhole: false) {
      report.add(.looksLikeNumber(node.text, meant: meant), at: node.range)
      draft.suspects.append(
        .init(name: "parameters.\(path)", range: node.range, text: node.text, meant: meant))
    }
    draft.constants.append(
      .init(name: "parameters.\(path)", type: type, slot: 0, constant: value))
  }

  func constant(_ node: Node) -> (CELType, Value)? {
    if node.isSequence { return list(node) }
    if let (text, start) = FormulaReader(draft: draft).formulaText(node) {
      return computed(text, start, node)
    }
    if node.isNull {
      report.add(.emptyParameter(), at: node.range)
      return nil
    }
    let type = quotedTime(node) ?? plainLength(node) ?? FieldType(shownBy: node)
    let names = ValueReader.Names(choices: [], recordTypes: [])
    let read: Value? =
      switch ValueReader().read(node, as: type, names) {
      case .success(let stored): stored.plainValue
      case .failure: nil
      }
    guard let value = read else {
      report.add(.wrongParameter(node.text), at: node.range)
      return nil
    }
    return (draft.formulaType(type), value)
  }

  /// Days and times are often quoted, as in scenarios.
  private func quotedTime(_ node: Node) -> FieldType? {
    node.isPlain ? nil : FieldType(timeIn: node.text)
  }

  /// A length of time is written without quotes: `7d`, `1h30m`.
  private func plainLength(_ node: Node) -> FieldType? {
    node.isPlain && PlainDuration.microseconds(node.text) != nil ? .duration : nil
  }

  private func list(_ node: Node) -> (CELType, Value)? {
    let items = node.items.compactMap { item -> (CELType, Value)? in
      if item.isScalar { return constant(item) }
      report.add(.wrongShape(item, expected: "a single value"), at: item.range)
      return nil
    }
    guard items.count == node.count else { return nil }
    let element = items.first?.0 ?? .string
    for (item, itemNode) in zip(items, node.items) where item.0 != element {
      report.add(.mixedList(), at: itemNode.range)
      return nil
    }
    return (.list(element), .makeList(items.map(\.1)))
  }

  /// A formula over nothing: `=days(30)`.
  private func computed(
    _ text: String, _ start: Int, _ node: Node
  ) -> (CELType, Value)? {
    let environment = Environment(
      extensions: [.workflow, .standard], timeZone: draft.timeZone)
    let empty = RecordTypeDraft(index: 0, name: "", range: node.range, form: nil)
    let scope = Scope(
      owner: empty, compiler: Compiler(environment: environment), variables: [])
    guard
      let formula = FormulaReader(draft: draft).formula(
        text, at: start, of: node, in: scope, expecting: nil)
    else { return nil }
    let value = formula.program.evaluate(Frame(reader: RecordReader(), slotCount: 1))
    guard ParameterReader.isConstant(value) else {
      report.add(.wrongParameter(value.problem ?? text), at: node.range)
      return nil
    }
    return (formula.program.type, value)
  }

  private static func isConstant(_ value: Value) -> Bool {
    switch value {
    case .bool, .int, .decimal, .string, .timestamp, .duration, .date, .period: true
    case .list: (value.elements ?? []).allSatisfy(isConstant)
    default: false
    }
  }
}
