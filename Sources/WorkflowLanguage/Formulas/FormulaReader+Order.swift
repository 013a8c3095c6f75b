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
