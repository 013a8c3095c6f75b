/// A named set of records that belongs to a record.
public struct RecordSet: Sendable {
  /// Where its records come from.
  public enum Source: Sendable {
    /// Records whose stored reference in `slot` is the owner.
    case referencing(slot: Int)
    /// Records that reach the owner along stored references: first slot of the member, then
    /// onwards.
    case reaching(path: [Int])
    /// The owner's own inline entries or links, stored in `slot`.
    case stored(slot: Int)
    /// Records of the member type whose links in `slot` contain the owner.
    case linking(slot: Int)
    /// All records of the type; the condition decides.
    case everything
  }

  public let name: String
  /// The type of its members.
  public let memberType: Int
  public let source: Source
  /// Which of them belong; own names are the owner's, the member is named by its type.
  public let condition: Condition?
  public let place: SourcePlace

  public init(
    name: String, memberType: Int, source: Source, condition: Condition?, place: SourcePlace
  ) {
    self.name = name
    self.memberType = memberType
    self.source = source
    self.condition = condition
    self.place = place
  }
}
