public import WorkflowEngine

extension Fact {
  /// The fact as it stands under a reason.
  public var phrase: String {
    switch self {
    case .value(let path, let value): "\(path) is \(value.phrase)"
    case .field(let field, let record, let value): "\(field) of \(record) is \(value.phrase)"
    case .state(let state, let record): "\(record.map(\.description) ?? "it") is \(state)"
    case .mismatch(let path, let secrets):
      "\(path) does not match \(secrets.map(\.phrase).joined(separator: " and "))"
    case .doesNotHold(let text): "\(text) does not hold"
    case .problem(let problem): problem
    case .together(let facts): facts.map(\.phrase).joined(separator: " and ")
    }
  }
}

extension Fact.Secret {
  fileprivate var phrase: String {
    switch self {
    case .value(let path): path
    case .field(let field, let record): "\(field) of \(record)"
    }
  }
}

extension FactValue {
  /// A value as a reader would write it.
  public var phrase: String {
    switch self {
    case .empty: "empty"
    case .flag(let flag): flag ? "true" : "false"
    case .quoted(let text): "\"\(text)\""
    case .plain(let text): text
    case .record(let record): record.description
    case .list(let values, let more): values.map(\.phrase).joined(separator: ", ") + rest(more)
    case .table(let keys, let values, let more):
      zip(keys, values).map { "\($0) → \($1.phrase)" }.joined(separator: ", ") + rest(more)
    case .hidden: Sight.mark
    case .unknown(let problem): "not known (\(problem))"
    }
  }

  private func rest(_ more: Int) -> String { more > 0 ? " and \(more) more" : "" }
}
