import JSONText
public import WorkflowEngine

/// A record from outside.
public struct ImportRow: Sendable, Equatable {
  public var type: Int
  public var id: String
  /// Values by slot; slots left out keep what is there, or get their defaults in a new record.
  public var values: [Int: StoredValue]

  public init(type: Int, id: String, values: [Int: StoredValue]) {
    self.type = type
    self.id = id
    self.values = values
  }
}

public struct ImportOptions: Sendable {
  public enum Mode: Sendable { case insert, upsert }

  public var mode: Mode
  /// Whether one bad row keeps all others out.
  public var isAtomic: Bool
  /// Whether a new record may lack a field that may not be empty.
  public var allowsMissingFields: Bool
  /// Reading stops when this many rows are bad.
  public var maximumIssues: Int
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var at: Int64

  public init(
    mode: Mode = .insert, isAtomic: Bool = true, allowsMissingFields: Bool = false,
    maximumIssues: Int = 100, actor: Actor, at: Int64
  ) {
    self.mode = mode
    self.isAtomic = isAtomic
    self.allowsMissingFields = allowsMissingFields
    self.maximumIssues = maximumIssues
    self.actor = actor
    self.at = at
  }
}

public struct ImportReport: Sendable, Equatable {
  public var inserted = 0
  public var updated = 0
  public var unchanged = 0
  /// How many of those that were updated are in another state now: no rule was asked.
  public var statesChanged = 0
  public var issues: [ImportIssue] = []
  /// False where an atomic import was taken back because of its issues.
  public var isCommitted = false

  public init() {}
}

/// Why a row was not taken.
public struct ImportIssue: Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Sendable, Equatable {
    case badID
    case duplicateID
    /// The id belonged to a record that was erased.
    case erasedID
    case dangling(field: String, type: String, id: String)
    case badValue(field: String, expected: String)
    case missing(field: String)
    /// A value that may stand only once stands in another record.
    case taken(field: String, value: StoredValue, by: String)
    /// An id that looks as if the store had numbered it, with a number that it never reaches.
    case bigNumber
  }

  /// The row's place among all rows, from 1.
  public var row: Int
  public var type: String
  public var id: String
  public var reason: Reason

  public var description: String {
    switch reason {
    case .badID: "an id has 1 to \(RecordID.maximumBytes) bytes and no line breaks"
    case .duplicateID: "there is a \(type) '\(id)' already"
    case .erasedID: "\(type) '\(id)' was erased, and its id is not used again"
    case .dangling(let field, let target, let missing):
      "\(field) of \(type) '\(id)' points at \(target) '\(missing)', which does not exist"
    case .badValue(let field, let expected): "\(field) of \(type) '\(id)' must be \(expected)"
    case .missing(let field): "\(type) '\(id)' has no \(field)"
    case .taken(let field, let value, let other):
      "\(field) \(JSONWriter.text(of: value)) of \(type) '\(id)' is taken by \(type) '\(other)'"
    case .bigNumber:
      "the number in id '\(id)' is too large, numbers go to \(RecordID.highestNumber)"
    }
  }
}

extension RecordType {
  /// Values of a record with the time at which it came into each state that they change, where
  /// they do not say it.
  package func withEntering(
    _ values: [Int: StoredValue], over stored: [StoredValue], at: Int64
  ) -> [Int: StoredValue] {
    var values = values
    for region in regions {
      guard let slot = region.enteredSlot, values[slot] == nil, let state = values[region.slot],
        state != stored[region.slot]
      else { continue }
      values[slot] = state == .null ? .null : .timestamp(at)
    }
    return values
  }
}
