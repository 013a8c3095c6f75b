/// An actual value behind a blocker, as data. `WorkflowWords` says it.
public indirect enum Fact: Sendable, Equatable {
  /// What a name or a path of names in the definition's text stands for.
  case value(path: String, FactValue)
  /// A field of another record than the one asked for.
  case field(String, of: NamedRecord, FactValue)
  /// The state of a record; nil means the record asked for.
  case state(String, of: NamedRecord?)
  /// What the request brought is not like a stored text, which is not told: it may be a secret.
  case mismatch(String, with: [Secret])
  /// A part of a condition that reads nothing.
  case doesNotHold(text: String)
  /// Why a part of a condition, or a value, cannot be told: in the words of the expression library.
  case problem(String)
  /// Several that were true at once and are said as one.
  case together([Fact])

  /// A stored text whose value is kept back.
  public enum Secret: Sendable, Equatable {
    case value(path: String)
    case field(String, of: NamedRecord)
  }
}

/// A value as a fact tells it.
public indirect enum FactValue: Sendable, Equatable {
  case empty
  case flag(Bool)
  /// A text, choice or state.
  case quoted(String)
  /// A number, date or time as it is written.
  case plain(String)
  case record(NamedRecord)
  /// The first of a list, and how many more there are.
  case list([FactValue], more: Int)
  /// Keys and values.
  case table([String], [FactValue], more: Int)
  /// A value that the one who is told may not see.
  case hidden
  /// It cannot be told, and why.
  case unknown(String)
}
