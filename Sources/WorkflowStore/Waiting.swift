public import WorkflowEngine

/// The agreement of a second person, with which a plan is committed.
public struct Agreement: Sendable {
  /// The number of the request that waited.
  public var number: Int
  /// The second person.
  public var second: Actor
  /// Whether nobody else must agree: the request then waits no longer.
  public var isLast = true

  public init(number: Int, second: Actor) {
    self.number = number
    self.second = second
  }
}

/// How a request stopped waiting without being carried out.
public enum WaitingEnd: Sendable, Equatable {
  /// The second person did not agree.
  case rejected
  /// The one who asked took it back.
  case withdrawn
  /// What it was about could no longer happen; the names of the reasons.
  case lapsed([String])
  /// It had waited too long.
  case expired

  /// How it stands in the history.
  package var outcome: HistoryLine.Outcome {
    switch self {
    case .rejected: .rejected
    case .withdrawn: .withdrawn
    case .lapsed: .lapsed
    case .expired: .expired
    }
  }

  /// Names of reasons, where it has any.
  package var reasons: [String] {
    switch self {
    case .rejected, .withdrawn, .expired: []
    case .lapsed(let names): names
    }
  }
}

/// What became of a request that is to wait for a second person.
public enum KeepResult: Sendable, Equatable {
  /// It waits, as it is kept; the number of its line in the history.
  case kept(PendingRequest, line: Int)
  /// The same waits already.
  case waiting(PendingRequest)
  /// The request's key was used meanwhile.
  case requestKeyUsed(String)
}
