import Diagnostics
public import WorkflowEngine

/// What was asked, by whom and when: what the history says of a step beside its changes.
public struct Attempt: Sendable {
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var at: Int64
  /// The event asked for, and the record it was asked of; no id for a record that was to be
  /// created.
  public var event: String
  public var recordType: String
  public var recordID: String?
  public var cause: Cause
  public var request: RequestKey?
  /// Whether an earlier step of the same request has taken the key already.
  public var isFollowUp = false
  /// What is given again when the request is repeated.
  public var answer: String
  /// The second person's agreement, where the event needed one.
  public var agreement: Agreement?
  /// What was attempted.
  public var purpose: Purpose = .step

  public enum Purpose: Sendable {
    case step
    /// The answer of a second person.
    case approval, rejection
    /// The one who asked takes back what waits.
    case withdrawal
    /// That secret values are handed out.
    case revealing

    /// How it stands in the history where no record is changed.
    package var outcome: HistoryLine.Outcome {
      switch self {
      case .step: .refused
      case .approval: .approvalRefused
      case .rejection: .rejectionRefused
      case .withdrawal: .withdrawalRefused
      case .revealing: .revealed
      }
    }
  }

  public init(
    actor: Actor, at: Int64, event: String, recordType: String, recordID: String?,
    cause: Cause = .asked, request: RequestKey? = nil, answer: String = ""
  ) {
    self.actor = actor
    self.at = at
    self.event = event
    self.recordType = recordType
    self.recordID = recordID
    self.cause = cause
    self.request = request
    self.answer = answer
  }
}

/// The caller's name for a request, which makes a repeat safe, and a digest of the request's
/// content.
public struct RequestKey: Sendable, Hashable {
  public var key: String
  public var digest: String

  public init(key: String, digest: String) {
    self.key = key
    self.digest = digest
  }

  /// A key with the SHA-256 digest of a canonical text of the request.
  public init(key: String, content: String) {
    self.key = key
    digest = Digest.hexadecimal(of: Array(content.utf8))
  }
}

/// What is known of a request's key.
public enum KnownRequest: Sendable, Equatable {
  case new
  /// The same request was answered before; nil where the answer held data that was erased since.
  case answered(String?)
  /// The key was used for a request with other content.
  case different
}

/// The result of a commit.
public enum CommitResult: Sendable, Equatable {
  /// The numbers of the lines that the history got.
  case committed(lines: ClosedRange<Int>)
  /// Something that was read has changed since: the step is to be decided again.
  case conflict(ReadConflict)

  public var isCommitted: Bool {
    if case .committed = self { true } else { false }
  }
}

/// What had changed between decision and commit.
public enum ReadConflict: Sendable, Equatable {
  case record(type: String, id: String)
  /// A set of records of a type: those that point at one, hold a value, or all.
  case set(type: String, field: String?)
  /// The number for the next record of the type.
  case number(type: String)
  /// A message with the key was sent meanwhile.
  case messageKey(String)
  /// The request that a second person agreed to does not wait any more.
  case waiting
  /// The request's key was used meanwhile.
  case requestKey(String)
}
