public import WorkflowEngine
public import WorkflowStore
import WorkflowWords

/// The definition that answered.
public struct DefinitionAnswer: Codable, Sendable, Equatable {
  /// The workflow's name.
  public var name: String
  /// The version that its file says.
  public var version: String
  /// A hash of its text and its parts: another text has another hash.
  public var hash: String

  public init(_ definition: WorkflowDefinition) {
    name = definition.name
    version = definition.version
    hash = definition.hash
  }
}

/// Who must still agree.
public struct ApprovalAnswer: Codable, Sendable, Equatable {
  /// What is said about it.
  public var sentence: String
  /// Roles of which the second person needs one; empty means anybody else.
  public var roles: [String]
  /// How many different persons must agree.
  public var count: Int
  /// Who has agreed already.
  public var agreed: [PersonAnswer]
}

/// A name that does not exist, with those that do.
public struct InvalidAnswer: Codable, Sendable, Equatable {
  /// What is wrong.
  public var message: String
  /// The name.
  public var name: String
  /// The names that there are.
  public var candidates: [String]

  public init(_ request: InvalidRequest) {
    message = request.message
    name = request.name
    candidates = request.candidates
  }
}

/// Of several records how many came to what.
public struct Counts: Codable, Sendable, Equatable {
  /// How many were asked for; more than there are results where the work was cut short.
  public var asked: Int
  /// How many were done.
  public var done: Int
  /// How many were blocked.
  public var blocked: Int
  /// Done before under the same request id; counted among `done`.
  public var repeated: Int
  /// They wait for a second person.
  public var pending: Int
  /// How many records were erased for good; nil where the event erases none.
  public var erased: Int?
}

/// What became of one of several records.
public struct ResultAnswer: Codable, Sendable, Equatable {
  /// What the record came to.
  public enum Outcome: String, Codable, CaseIterable, Sendable {
    case allowed, pending, repeated, blocked
  }

  /// The record's id.
  public var id: String
  /// What it came to; `repeated` had been done before under the same request id.
  public var outcome: Outcome
  /// How many records its plan changes.
  public var records: Int?
  /// How the record is called, where it is blocked.
  public var name: String?
  /// Codes and names of what stands in the way, where it is blocked.
  public var blockedBy: [String]?
  /// What stands in the way, in sentences, where it is blocked.
  public var sentences: [String]?

  enum CodingKeys: String, CodingKey {
    case id, outcome, records, name
    case blockedBy = "blocked_by"
    case sentences
  }

  init(
    id: String, outcome: Outcome, records: Int? = nil, name: String? = nil,
    refusal: Refusal? = nil
  ) {
    self.id = id
    self.outcome = outcome
    self.records = records
    self.name = name
    blockedBy = refusal?.names
    sentences = refusal?.blockers.map(\.sentence)
  }
}

/// Lines of the history, by their numbers.
public struct LinesAnswer: Codable, Sendable, Equatable {
  /// The number of the first.
  public var first: Int
  /// The number of the last.
  public var last: Int

  init(_ lines: ClosedRange<Int>) {
    first = lines.lowerBound
    last = lines.upperBound
  }
}

/// Why a store could not do the rest.
public struct FailureAnswer: Codable, Sendable, Equatable {
  /// The kind of failure.
  public var kind: StoreError.Kind
  /// What happened.
  public var message: String
  /// What to do about it; empty where nothing is known to help.
  public var hint: String

  init(_ error: StoreError) {
    kind = error.kind
    message = error.sentence
    hint = error.hint
  }
}
