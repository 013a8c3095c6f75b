public import Diagnostics
public import WorkflowEngine

/// One entry of a `then`: checked for itself, with a place of its own.
public struct Expectation: Sendable {
  public var kind: Kind
  /// Where the expected value stands.
  public var range: SourceRange

  public enum Kind: Sendable, Equatable {
    case outcome(ExpectedOutcome)
    /// All reasons, in order.
    case blockedBy([String])
    /// All guards that could not be decided, in order.
    case cannotDecide([String])
    /// A part of one sentence that is shown.
    case message(String)
    case unchanged(Bool)
    /// `key` is the word of the file: `changes` or `keeps`.
    case value(key: String, RecordName, member: String, ExpectedValue)
    /// All records that the step created.
    case created([ExpectedRecord])
    case notCreated(ExpectedRecord)
    /// All records that are deleted since `given`, their ids in any order.
    case deleted([String])
    case erased([String])
    /// All messages that the step sent.
    case emits([ExpectedMessage])
    case emitsNo(String)
    case warns(String)
    case reminds(String)
    /// No warning, no reminder is shown.
    case warnsNothing, remindsNothing
    case promptText(String)
    case promptButtons([String])
    /// All inputs that the question offers.
    case promptInputs([ExpectedField])
    /// All records that were done, in any order.
    case done([String])
    /// All records that were not done.
    case notDone([ExpectedRefusal])
    case count(Int)
    /// All badges, in any order.
    case badges([String])
    case rowColor(String?)
    case menuHas(String)
    case menuLacks(String)
    /// All tabs on which the menu stands, in any order.
    case menuTabs([String])
    case rows([String], isOrdered: Bool)
    case listMenu(String)
    case planned(RecordName, member: String, ExpectedValue)
    /// All records that a dry run would delete or erase, in any order.
    case planDeletes([String])
  }
}

public enum ExpectedOutcome: String, Sendable, CaseIterable, Codable {
  case allowed, pending, blocked, invalid
}

/// A value that is expected of a field.
public indirect enum ExpectedValue: Sendable, Equatable {
  case plain(StoredValue)
  /// The ids of a set's records, in any order.
  case records([String])
  /// Entries of an inline list, in number and order, each by the fields named.
  case entries([[ExpectedField]])
}

public struct ExpectedField: Sendable, Equatable {
  public var name: String
  public var value: ExpectedValue
}

/// A record by some of its fields.
public struct ExpectedRecord: Sendable, Equatable {
  /// Nil where any type will do, or where the type does not exist.
  public var type: Int?
  public var id: String?
  public var fields: [ExpectedField]
  /// Whether it names something that does not exist: then no record is like it.
  public var isImpossible: Bool
  /// As it is written in the file.
  public var text: String
}

/// A message by its name and some of its fields.
public struct ExpectedMessage: Sendable, Equatable {
  public var name: String?
  public var key: String?
  public var fields: [NamedValue]
  public var text: String
}

/// A record that was not done, and all its reasons in order.
public struct ExpectedRefusal: Sendable, Equatable {
  public var record: String
  public var by: [String]
}
