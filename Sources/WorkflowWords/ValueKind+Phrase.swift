import Diagnostics
public import WorkflowEngine

extension ValueKind {
  /// A kind of value as a sentence calls it: "a date".
  public var phrase: String {
    switch self {
    case .plain(let type): type.phrase
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .reference(let type): "the id of \(withArticle(type))"
    case .list(let element): "a list of which each is \(element.phrase)"
    case .links(let type): "a list of ids of \(plural(of: type))"
    case .entries(let type): "a list of \(plural(of: type))"
    }
  }
}

extension ScalarType {
  /// A value of the type as a sentence calls it: "a date".
  fileprivate var phrase: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .decimal: "a number"
    case .boolean: "true or false"
    case .date: "a date such as 2026-03-10"
    case .timestamp: "a time such as 2026-03-10T09:00:00Z"
    case .duration: "a duration such as 1h30m"
    }
  }
}

extension StoredValue {
  /// A value as a sentence calls it.
  public var phrase: String {
    switch self {
    case .null: "empty"
    case .text(let text): "\"\(text)\""
    case .word, .choice, .reference: text
    case .list(let values): values.isEmpty ? "an empty list" : "a list of \(values.count)"
    case .entries(let entries): entries.isEmpty ? "an empty list" : "a list of \(entries.count)"
    }
  }
}
