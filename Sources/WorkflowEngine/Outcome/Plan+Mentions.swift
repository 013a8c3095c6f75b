public import CEL

extension Plan {
  /// That a part of a plan is made of a record's personal value.
  public struct Mention: Hashable, Sendable {
    public var target: MentionTarget
    public var record: RecordHandle
    /// The stored slot that was read; nil where the part is made of what the step puts into the
    /// record.
    public var slot: Int?

    public init(_ target: MentionTarget, of record: RecordHandle, slot: Int?) {
      self.target = target
      self.record = record
      self.slot = slot
    }
  }

  /// A part of a plan that is made of values.
  public enum MentionTarget: Hashable, Sendable {
    /// A stored field's new value.
    case field(RecordHandle, slot: Int)
    /// A message by its place in `Plan.messages`.
    case message(Int)
    /// What is said to the one who asks.
    case said
    /// What the request itself gives, or is made of where it gives nothing.
    case request
  }
}

/// A value of a record by its names, which outlive a snapshot; no field stands for the record alone.
public struct HeldValue: Hashable, Sendable {
  public var recordType: String
  public var recordID: String
  public var field: String

  public init(recordType: String, recordID: String, field: String) {
    self.recordType = recordType
    self.recordID = recordID
    self.field = field
  }
}

extension Snapshot {
  /// The names of a stored value, or with no slot those of the record alone.
  public func name(of record: RecordHandle, slot: Int?) -> HeldValue {
    let type = type(of: record)
    return HeldValue(
      recordType: type.name, recordID: id(of: record),
      field: slot.map { type.fields[$0].name } ?? "")
  }
}
