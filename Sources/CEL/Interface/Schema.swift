/// The record types that expressions may speak of.
public struct Schema: Sendable {
  /// Index of a record type within `recordTypes`.
  public typealias RecordTypeID = Int
  /// Index of a set of named values within `choiceTypes`.
  public typealias ChoiceTypeID = Int

  public var recordTypes: [RecordType]
  public var choiceTypes: [ChoiceType]

  public init(recordTypes: [RecordType] = [], choiceTypes: [ChoiceType] = []) {
    self.recordTypes = recordTypes
    self.choiceTypes = choiceTypes
  }

  /// A type of record with the members that expressions can name.
  public struct RecordType: Sendable {
    public var name: String
    public var members: [Member]

    public init(name: String, members: [Member] = []) {
      self.name = name
      self.members = members
    }
  }

  /// What a record has under a name.
  public struct Member: Sendable {
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }

    /// Where its value comes from.
    public enum Kind: Sendable, Equatable {
      /// A field: read by slot. A nullable one may have no value.
      case field(slot: Int, type: CELType, nullable: Bool)
      /// A set of records of one type: read by its number.
      case set(index: Int, of: RecordTypeID)
    }
  }

  /// Named values such as states or the values of a choice; compared by index.
  public struct ChoiceType: Sendable {
    /// How it is called in messages: "status of account".
    public var name: String
    public var values: [String]
    /// Whether the values are the states of a region: messages call them so.
    public var isState: Bool

    public init(name: String, values: [String], isState: Bool = false) {
      self.name = name
      self.values = values
      self.isState = isState
    }
  }
}
