package import WorkflowEngine

/// A record of a world that is looked at, as it is at the beginning.
package struct PlacedRecord: Sendable {
  package var type: Int
  package var id: String
  /// By slot; fields that are left out have their default or are empty.
  package var values: [Int: StoredValue]
  /// Whether it is there at the beginning, or may only be created.
  package var isPresent: Bool

  package init(type: Int, id: String, values: [Int: StoredValue] = [:], isPresent: Bool = true) {
    self.type = type
    self.id = id
    self.values = values
    self.isPresent = isPresent
  }
}
