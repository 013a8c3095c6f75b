public import CEL

/// What is asked of one record: one event, by somebody, at a time.
public struct Request: Sendable {
  /// The record an event is for.
  public enum Target: Sendable {
    case record(RecordHandle)
    /// A record to be created; without an id it gets the next of its type.
    case new(id: String?)
  }

  public var recordType: Int
  /// The event's place in `RecordType.events`.
  public var event: Int
  public var target: Target
  public var inputs: [NamedValue]
  /// New values of own fields, saved in the same step.
  public var edits: [NamedValue]
  /// Whether the transition's question was answered with its first button.
  public var isConfirmed: Bool
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var now: Int64
  public var cause: Cause
  /// When the timer that the clock fires was due; in microseconds.
  public var due: Int64?
  /// Names for records that effects create; without one, or where it gives nil, they are numbered.
  public var nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)?

  public init(
    recordType: Int, event: Int, target: Target, inputs: [NamedValue] = [],
    edits: [NamedValue] = [], isConfirmed: Bool = false, actor: Actor, now: Int64,
    cause: Cause = .asked, due: Int64? = nil,
    nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)? = nil
  ) {
    self.recordType = recordType
    self.event = event
    self.target = target
    self.inputs = inputs
    self.edits = edits
    self.isConfirmed = isConfirmed
    self.actor = actor
    self.now = now
    self.cause = cause
    self.due = due
    self.nameNewRecord = nameNewRecord
  }
}

public struct NamedValue: Sendable, Hashable {
  public var name: String
  public var value: StoredValue

  public init(_ name: String, _ value: StoredValue) {
    self.name = name
    self.value = value
  }
}

/// Who asks.
public struct Actor: Sendable, Hashable {
  public var user: String
  public var roles: [String]

  public init(user: String, roles: [String] = []) {
    self.user = user
    self.roles = roles
  }
}

/// What set a transition off.
public enum Cause: String, Sendable, CaseIterable {
  case asked, cascade, clock
}
