import WorkflowEngine

extension DefinitionDraft {
  /// A value that may take the place of an empty one, as a formula writes it; nil where none is
  /// plainer than others.
  func plainest(_ type: FieldType) -> String? {
    switch type {
    case .text: "\"\""
    case .integer, .decimal: "0"
    case .boolean: "false"
    case .date: "today"
    case .timestamp: "now"
    case .duration: "duration(\"0s\")"
    case .plain, .choice, .reference, .list, .links, .entries: nil
    }
  }
}
