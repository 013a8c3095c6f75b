public import JSONText
import WorkflowEngine

/// What a field or a region was when something was asked, and is now.
public struct ChangedValueAnswer: Codable, Sendable, Equatable {
  public var field: String
  public var old: JSON
  public var new: JSON
  /// Whether its values were erased since.
  public var isErased: Bool

  enum CodingKeys: String, CodingKey {
    case field, old, new
    case isErased = "erased"
  }

  init(_ change: ChangedValue, in definition: WorkflowDefinition) {
    field = change.name
    old = JSON(change.old, in: definition)
    new = JSON(change.new, in: definition)
    isErased = change.isErased
  }
}
