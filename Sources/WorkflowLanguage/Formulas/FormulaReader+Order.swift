import CEL
import WorkflowEngine
import YAML

extension FormulaReader {
  /// The formula of `order_by`, whose value must have an order.
  func order(_ node: Node, in scope: Scope) -> Formula? {
    guard let formula = formula(node, of: "order_by", in: scope, expecting: nil) else { return nil }
    guard let noun = formula.program.type.unorderedNoun else { return formula }
    report.add(.noOrder(noun), at: node.range)
    return nil
  }

  /// What stands beside `order_by`: `descending` and `empty`.
  func sortOrder(_ form: Form) -> SortOrder {
    SortOrder(
      isDescending: report.boolean(form["descending"], of: "descending") ?? false,
      empty: emptyPlace(form["empty"]))
  }

  /// Keys that say how things are in order where nothing says by what.
  func refuseOrderOfNothing(_ form: Form) {
    guard form["order_by"] == nil else { return }
    for name in ["descending", "empty"] {
      guard let key = form.key(name) else { continue }
      report.add(.misplacedKey(name, "needs 'order_by'", label: "add it"), at: key.range)
    }
  }

  private func emptyPlace(_ node: Node?) -> SortOrder.EmptyPlace? {
    guard let node, let text = report.text(node, of: "empty") else { return nil }
    if let place = SortOrder.EmptyPlace(rawValue: text) { return place }
    report.add(
      .wrongValue(text, of: "empty", allowed: SortOrder.EmptyPlace.allCases.map(\.rawValue)),
      at: node.range)
    return nil
  }
}

extension CELType {
  /// What a value is that records cannot be put in order by: "a list".
  fileprivate var unorderedNoun: String? {
    switch self {
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .decimal, .date,
      .choice, .dyn, .error, .parameter:
      nil
    case .nullable(let inner), .optional(let inner): inner.unorderedNoun
    case .list: "a list"
    case .record: "a record"
    case .map: "a mapping"
    case .null: "empty"
    case .type, .abstract: "neither number nor text"
    }
  }
}
