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
  /// Who asks, or whom a cascade or the clock acts for.
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var now: Int64
  public var cause: Cause
  /// Whether the transition's question was answered with its first button.
  public var isConfirmed: Bool
  /// The number of the record it is for; -1 for a new one.
  @usableFromInline var record: Int32
  /// What most requests do without, behind one reference.
  @usableFromInline var rest: Rest?

  struct Contents: Sendable {
    var newID: String?
    var inputs: [NamedValue] = []
    var edits: [NamedValue] = []
    var due: Int64?
    var overUntil: Int64?
    var expired: Int?
    var approver: Actor?
    var agreed = Int.max
    var isAnswer = false
    var nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)?
  }

  @usableFromInline
  final class Rest: Sendable {
    let value: Contents

    init(_ value: Contents) { self.value = value }
  }

  /// A request that brings nothing but itself.
  @inlinable
  public init(
    recordType: Int, event: Int, record: RecordHandle, actor: Actor, now: Int64,
    cause: Cause = .asked
  ) {
    self.recordType = recordType
    self.event = event
    self.actor = actor
    self.now = now
    self.cause = cause
    isConfirmed = false
    self.record = record.raw
    rest = nil
  }

  public init(
    recordType: Int, event: Int, target: Target, inputs: [NamedValue] = [],
    edits: [NamedValue] = [], isConfirmed: Bool = false, actor: Actor, now: Int64,
    cause: Cause = .asked, due: Int64? = nil,
    nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)? = nil
  ) {
    self.recordType = recordType
    self.event = event
    self.actor = actor
    self.now = now
    self.cause = cause
    self.isConfirmed = isConfirmed
    var newID: String?
    switch target {
    case .record(let handle): record = handle.raw
    case .new(let id):
      record = -1
      newID = id
    }
    if newID == nil, inputs.isEmpty, edits.isEmpty, due == nil, nameNewRecord == nil {
      rest = nil
    } else {
      rest = Rest(
        Contents(newID: newID, inputs: inputs, edits: edits, due: due, nameNewRecord: nameNewRecord)
      )
    }
  }

  /// Asks the same of another record, or another event.
  @inlinable
  public mutating func aim(at record: RecordHandle, recordType: Int, event: Int) {
    self.recordType = recordType
    self.event = event
    self.record = record.raw
  }

  public var target: Target {
    get { record < 0 ? .new(id: rest?.value.newID) : .record(RecordHandle(raw: record)) }
    set {
      switch newValue {
      case .record(let handle): record = handle.raw
      case .new(let id):
        record = -1
        edit { $0.newID = id }
      }
    }
  }

  /// Values by name: of inputs, and of own fields that are saved in the same step.
  public var inputs: [NamedValue] {
    get { rest?.value.inputs ?? [] }
    set { edit { $0.inputs = newValue } }
  }

  /// Further values by name; what a name means is told by the way that is taken.
  public var edits: [NamedValue] {
    get { rest?.value.edits ?? [] }
    set { edit { $0.edits = newValue } }
  }

  /// When the timer that the clock fires was due; in microseconds.
  public var due: Int64? {
    get { rest?.value.due }
    set { edit { $0.due = newValue } }
  }

  /// The last of the timer's times that are over with this firing, where it fires once for several.
  public var overUntil: Int64? {
    get { rest?.value.overUntil }
    set { edit { $0.overUntil = newValue } }
  }

  /// The event, by its place, whose request has waited too long: the clock brings about what follows.
  public var expired: Int? {
    get { rest?.value.expired }
    set { edit { $0.expired = newValue } }
  }

  /// The time up to which the timer has fired afterwards.
  var firedThrough: Int64? { overUntil ?? due }

  /// The second person, who agrees to what the actor asked for.
  public var approver: Actor? {
    get { rest?.value.approver }
    set { edit { $0.approver = newValue } }
  }

  /// How many have agreed, the second person included; all who must where it is not said.
  public var agreed: Int {
    get { rest?.value.agreed ?? .max }
    set { edit { $0.agreed = newValue } }
  }

  /// Whether it is what waits that is answered, or looked at: then it waits no longer in its step.
  public var isAnswer: Bool {
    get { rest?.value.isAnswer ?? false }
    set { edit { $0.isAnswer = newValue } }
  }

  /// Names for records that effects create; without one, or where it gives nil, they are numbered.
  public var nameNewRecord: (@Sendable (RecordType, [String: StoredValue]) -> String?)? {
    get { rest?.value.nameNewRecord }
    set { edit { $0.nameNewRecord = newValue } }
  }

  /// All values that it gives by name.
  var values: [NamedValue] { inputs + edits }

  /// Whether it brings inputs, edits or anything else beside the record.
  var brings: Bool { rest != nil }

  /// Takes everything over from another request but its type and event; what both share is not
  /// counted anew.
  @inline(__always)
  mutating func takeCircumstances(of other: borrowing Request) {
    now = other.now
    cause = other.cause
    isConfirmed = other.isConfirmed
    record = other.record
    if actor !== other.actor { actor = other.actor }
    if rest !== other.rest { rest = other.rest }
  }

  private mutating func edit(_ change: (inout Contents) -> Void) {
    var contents = rest?.value ?? Contents()
    change(&contents)
    rest = Rest(contents)
  }
}

/// A value by the name of its field or input.
public struct NamedValue: Sendable, Hashable {
  public var name: String
  public var value: StoredValue

  public init(_ name: String, _ value: StoredValue) {
    self.name = name
    self.value = value
  }
}

/// Who asks.
///
/// A class so that a request carries one reference.
public final class Actor: Sendable, Hashable {
  public let user: String
  public let roles: [String]

  public init(user: String, roles: [String] = []) {
    self.user = user
    self.roles = roles
  }

  /// Somebody without a role, for what everybody may look at.
  public static let nobody = Actor(user: "")

  public static func == (left: Actor, right: Actor) -> Bool {
    left === right || (left.user == right.user && left.roles == right.roles)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(user)
    hasher.combine(roles)
  }
}

/// What set a transition off.
public enum Cause: String, Sendable, CaseIterable, BitwiseCopyable, Codable {
  case asked, cascade, clock, automatic
}
