import CEL

/// A plan in words of its own: types, ids and values instead of numbers.
public struct Changeset: Sendable, Equatable {
  public var entries: [Entry] = []
  public var messages: [Plan.Message] = []
  public var warnings: [Said] = []
  public var reminders: [Said] = []

  /// What one step of the plan did to one record: one line of the history.
  public struct Entry: Sendable, Equatable {
    /// What becomes of the record.
    public enum Kind: String, Sendable, CaseIterable, Codable {
      case created, changed, deleted, erased
    }

    public var kind: Kind
    public var recordType: String
    public var recordID: String
    /// The version of the record before the whole plan; 0 for one that it creates.
    public var version: Int
    /// The event, or nil where an effect or a reaction of another record's event did it.
    public var event: String?
    public var cause: Cause
    /// The entry it followed from, by its place in `entries`.
    public var parent: Int?
    public var changes: [FieldChange]
  }

  /// A field or a region with another value.
  public struct FieldChange: Sendable, Equatable {
    public var field: String
    public var isState: Bool
    public var old: StoredValue
    public var new: StoredValue
  }

  public init() {}
}
