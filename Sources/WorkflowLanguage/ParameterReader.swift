import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads values that are kept apart from the rules, under the names `parameters.x`.
struct ParameterReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  static let maximumDepth = 8

  func read(_ node: Node?) {
    for (key, value) in report.entries(node, of: "parameters") {
      read(NameRules.check(key, what: "a parameter", report), value, depth: 1)
    }
  }

  private func read(_ path: String, _ node: Node, depth: Int) {
    if node.isMapping {
      if depth == ParameterReader.maximumDepth {
        report.add(
          .tooMany("parameters inside each other", limit: ParameterReader.maximumDepth),
          at: node.range)
        return
      }
      for (key, value) in node.entries {
        let name = NameRules.check(key, what: "a parameter", report)
        read("\(path).\(name)", value, depth: depth + 1)
      }
      return
    }
    guard let (type, stored, value) = constant(node) else { return }
    draft.parameters.append((name: path, value: stored))
    draft.constants.append(
      .init(name: "parameters.\(path)", type: draft.formulaType(type), slot: 0, constant: value))
  }

  private func constant(_ node: Node) -> (FieldType, StoredValue, Value)? {
    if node.isSequence { return list(node) }
    if let (text, start) = FormulaReader(draft: draft).formulaText(node) {
      return computed(text, start, node)
    }
    if node.isNull {
      report.add(.emptyParameter(), at: node.range)
      return nil
    }
    let type = LiteralType(node).fieldType
    let names = ValueReader.Names(choices: [], recordTypes: [])
    guard case .success(let stored) = ValueReader().read(node, as: type, names),
      let value = ParameterReader.value(stored)
    else {
      report.add(.wrongParameter(node.text), at: node.range)
      return nil
    }
    return (type, stored, value)
  }

  private func list(_ node: Node) -> (FieldType, StoredValue, Value)? {
    let items = node.items.compactMap { item -> (FieldType, StoredValue, Value)? in
      if item.isScalar { return constant(item) }
      report.add(.wrongShape(item, expected: "a single value"), at: item.range)
      return nil
    }
    guard items.count == node.count else { return nil }
    let element = items.first?.0 ?? .text
    for (item, itemNode) in zip(items, node.items) where item.0 != element {
      report.add(.mixedList(), at: itemNode.range)
      return nil
    }
    return (.list(element), .list(items.map(\.1)), .makeList(items.map(\.2)))
  }

  /// A formula over nothing: `=days(30)`.
  private func computed(
    _ text: String, _ start: Int, _ node: Node
  ) -> (FieldType, StoredValue, Value)? {
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
    guard let type = FieldType(formula.program.type), let stored = ParameterReader.stored(value)
    else {
      report.add(.wrongParameter(value.problem ?? text), at: node.range)
      return nil
    }
    return (type, stored, value)
  }

  private static func value(_ stored: StoredValue) -> Value? {
    switch stored {
    case .null: .null
    case .text(let text): .text(text)
    case .integer(let number): .int(number)
    case .decimal(let number): .decimal(number)
    case .boolean(let value): .bool(value)
    case .date(let date): .date(date)
    case .timestamp(let microseconds): .timestamp(Timestamp(microseconds: microseconds))
    case .duration(let microseconds): .duration(TimeSpan(microseconds: microseconds))
    case .choice, .reference, .list, .entries: nil
    }
  }

  private static func stored(_ value: Value) -> StoredValue? {
    switch value {
    case .bool(let value): return .boolean(value)
    case .int(let number): return .integer(number)
    case .decimal(let number): return .decimal(number)
    case .string(let text): return .text(text)
    case .timestamp(let time): return .timestamp(time.microseconds)
    case .duration(let span): return .duration(span.nanoseconds / 1_000)
    case .date(let date): return .date(date)
    case .list:
      let elements = (value.elements ?? []).map(stored)
      let sound = elements.compactMap { $0 }
      return sound.count == elements.count ? .list(sound) : nil
    default: return nil
    }
  }
}
