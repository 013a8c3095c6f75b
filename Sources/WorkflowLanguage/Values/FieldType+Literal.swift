import CEL
import WorkflowEngine
import YAML

extension FieldType {
  /// The type that a plain value shows by how it is written, where nothing states one.
  ///
  /// In quotes it is a text.
  init(shownBy node: Node) {
    if node.asBool != nil {
      self = .boolean
    } else if node.asInt != nil {
      self = .integer
    } else if node.asDecimalText != nil {
      self = .decimal
    } else {
      self = (node.isPlain ? FieldType(timeIn: node.text) : nil) ?? .text
    }
  }

  /// The type of a day or a time; nil for any other text.
  init?(timeIn text: String) {
    if CivilDate(text: text) != nil {
      self = .date
    } else if Timestamp(text: text) != nil {
      self = .timestamp
    } else {
      return nil
    }
  }
}
