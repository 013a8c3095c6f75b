/// How records of a former version of the definition become records of this one.
///
/// Former names are names that this definition no longer has: once no record uses them, an entry
/// says nothing any more, so that the block may stay in the file.
public struct Migration: Sendable {
  public let types: [TypeMigration]

  public init(types: [TypeMigration]) { self.types = types }

  /// What becomes of the records of a type; nil where nothing does.
  public func type(_ recordType: Int) -> TypeMigration? {
    types.first { $0.recordType == recordType }
  }
}

/// What becomes of the records of one type.
public struct TypeMigration: Sendable {
  /// The number of the type in `WorkflowDefinition.recordTypes`.
  public let recordType: Int
  /// The type's former name, where it was renamed.
  public let was: String?
  public let fields: [FieldMove]
  public let values: [ValueMove]
  /// Values for fields that a migrated record has none in.
  public let set: [Assignment]
  public let place: SourcePlace

  public init(
    recordType: Int, was: String?, fields: [FieldMove], values: [ValueMove], set: [Assignment],
    place: SourcePlace
  ) {
    self.recordType = recordType
    self.was = was
    self.fields = fields
    self.values = values
    self.set = set
    self.place = place
  }

  /// Where the values of a former field go.
  public struct FieldMove: Sendable, Equatable {
    public let former: String
    /// The slot that takes them, converted where the type changed; nil where they are dropped.
    public let slot: Int?

    public init(former: String, slot: Int?) {
      self.former = former
      self.slot = slot
    }
  }

  /// The state, or the value of a choice, that takes a former one's place.
  public struct ValueMove: Sendable, Equatable {
    public let slot: Int
    public let former: String
    public let present: String

    public init(slot: Int, former: String, present: String) {
      self.slot = slot
      self.former = former
      self.present = present
    }
  }
}
