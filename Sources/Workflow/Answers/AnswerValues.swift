import CEL
import JSONText
import RecordFiles
import WorkflowEngine

extension JSON {
  /// A value as answers give it.
  init(_ value: StoredValue, in definition: WorkflowDefinition) {
    self = definition.json(of: value)
  }

  /// Names and values as a mapping.
  init(_ values: [NamedValue], in definition: WorkflowDefinition) {
    self = .object(values.map { ($0.name, definition.json(of: $0.value)) })
  }
}

extension WorkflowDefinition {
  /// A time as answers give it.
  func timeText(_ microseconds: Int64) -> String {
    Timestamp(microseconds: microseconds).description
  }
}
