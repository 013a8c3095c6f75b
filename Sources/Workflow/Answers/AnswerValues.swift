import CEL
public import WorkflowEngine

extension JSON {
  /// A value as a program reads it: exact numbers as texts, so that none is rounded.
  public init(_ value: StoredValue, in definition: WorkflowDefinition) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .raw(String(number))
    case .boolean(let flag): self = .boolean(flag)
    case .text(let text), .choice(let text), .reference(let text): self = .string(text)
    case .decimal, .date, .timestamp, .duration: self = .string(definition.text(of: value))
    case .list(let values): self = .array(values.map { JSON($0, in: definition) })
    case .entries(let entries):
      self = .array(
        entries.map { entry in
          .object(entry.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value, in: definition)) })
        })
    }
  }

  /// Names and values as a mapping.
  public init(_ values: [NamedValue], in definition: WorkflowDefinition) {
    self = .object(values.map { ($0.name, JSON($0.value, in: definition)) })
  }
}

extension WorkflowDefinition {
  /// A time as answers give it.
  func timeText(_ microseconds: Int64) -> String {
    Timestamp(microseconds: microseconds).description
  }
}
