import JSONText
public import WorkflowEngine

/// One line of the history: what one step did to one record, or why it was refused.
public struct HistoryLine: Sendable, Equatable {
  public enum Outcome: String, Sendable, CaseIterable {
    case done, refused, imported, migrated
    /// It waits for a second person, who then approved or rejected it; or the one who asked withdrew
    /// it.
    case requested, approved, rejected, withdrawn
    /// What waited could no longer happen, or had waited too long.
    case lapsed, expired
    /// Somebody wanted to approve, reject or withdraw it and was refused.
    case approvalRefused = "approval_refused"
    case rejectionRefused = "rejection_refused"
    case withdrawalRefused = "withdrawal_refused"
    /// Somebody had the record's secret values written into a file.
    case revealed
  }

  /// Its number in the store; later lines have higher numbers.
  public var line: Int
  /// The number of the first line of the same step.
  public var step: Int
  /// The line it followed from.
  public var causedBy: Int?
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var at: Int64
  public var actor: Actor
  public var outcome: Outcome
  /// nil for a refused attempt, and for what is said about a second person.
  public var kind: Changeset.Entry.Kind?
  public var recordType: String
  public var recordID: String?
  /// The record's version afterwards.
  public var version: Int
  public var event: String?
  public var cause: Cause
  public var fromState: String?
  public var toState: String?
  public var changes: [Change]
  /// Codes and names of guards, for a refused attempt.
  public var refusedBy: [String]
  /// Names of the warnings that were shown.
  public var warnings: [String]
  /// The hash of the definition that decided.
  public var definition: String
  public var requestKey: String?

  package init(
    line: Int, step: Int, causedBy: Int? = nil, at: Int64, actor: Actor, outcome: Outcome,
    kind: Changeset.Entry.Kind? = nil, recordType: String, recordID: String? = nil, version: Int,
    event: String? = nil, cause: Cause, fromState: String? = nil, toState: String? = nil,
    changes: [Change], refusedBy: [String], warnings: [String], definition: String,
    requestKey: String? = nil
  ) {
    self.line = line
    self.step = step
    self.causedBy = causedBy
    self.at = at
    self.actor = actor
    self.outcome = outcome
    self.kind = kind
    self.recordType = recordType
    self.recordID = recordID
    self.version = version
    self.event = event
    self.cause = cause
    self.fromState = fromState
    self.toState = toState
    self.changes = changes
    self.refusedBy = refusedBy
    self.warnings = warnings
    self.definition = definition
    self.requestKey = requestKey
  }

  /// A changed field; without values where they were erased.
  public struct Change: Sendable, Equatable {
    public var field: String
    public var isState: Bool
    public var values: Values?

    public init(field: String, isState: Bool, values: Values?) {
      self.field = field
      self.isState = isState
      self.values = values
    }
  }

  public struct Values: Sendable, Equatable {
    public var old: StoredValue
    public var new: StoredValue

    public init(old: StoredValue, new: StoredValue) {
      self.old = old
      self.new = new
    }
  }
}

extension HistoryLine {
  /// The line as somebody may see it.
  package func shown(to sight: Sight) -> HistoryLine {
    var line = self
    for index in changes.indices {
      guard let values = changes[index].values else { continue }
      let field = changes[index].field
      line.changes[index].values = Values(
        old: sight.shown(values.old, of: field, ofType: recordType),
        new: sight.shown(values.new, of: field, ofType: recordType))
    }
    return line
  }
}

/// A message that waits for its receiver.
public struct OutboxMessage: Sendable, Equatable {
  /// Its number among all of the store; later messages have higher numbers.
  public var number: Int
  public var key: String
  public var name: String
  public var recordType: String
  public var recordID: String
  /// Its fields, a JSON object; empty once the record they speak of was erased.
  public var payload: String
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var createdAt: Int64
  public var deliveredAt: Int64?

  package init(
    number: Int, key: String, name: String, recordType: String, recordID: String, payload: String,
    createdAt: Int64, deliveredAt: Int64? = nil
  ) {
    self.number = number
    self.key = key
    self.name = name
    self.recordType = recordType
    self.recordID = recordID
    self.payload = payload
    self.createdAt = createdAt
    self.deliveredAt = deliveredAt
  }
}
