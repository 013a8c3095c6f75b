public import WorkflowEngine

/// What a migration does, or has done.
public struct MigrationPreview: Sendable {
  /// The definition that the store was last moved to.
  public var former: KnownDefinition?
  /// What changes without any record losing a value.
  public var notes: [String] = []
  /// What records go through, in the order of the definition.
  public var changes: [MigrationChange] = []
  /// Records that cannot be moved: nothing is done while there are any.
  public var failures: [MigrationFailure] = []
  public var failureCount = 0
  /// Records that break an invariant in their new form.
  public var broken: [BrokenInvariant] = []
  public var brokenCount = 0
  /// Values that may stand only once and stand in several records, though nothing moved them.
  public var shared: [SharedValue] = []
  /// Records that are moved, changed or not.
  public var records = 0
  /// Records in which something changes.
  public var changed = 0
  /// Records that an earlier run had moved.
  public var moved = 0
  /// Whether an earlier run has begun and not finished.
  public var isBegun = false
  /// Whether the store has yet to be moved to the definition.
  public var isNeeded = false
  /// The block for the former definition that leads back.
  public var wayBack = MigrationBlock()

  public init() {}

  /// How many records and examples are named one by one.
  public static let shown = 20
  package static let examples = 3
}

/// One thing that happens to records of a type.
public struct MigrationChange: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case typeRenamed = "type_renamed"
    case fieldRenamed = "field_renamed"
    case fieldDropped = "field_dropped"
    case converted
    case valueMoved = "value_moved"
    case set
  }

  public var kind: Kind
  /// The type's present name.
  public var recordType: String
  /// The field's present name; of a dropped one the former.
  public var field: String
  public var former: String
  public var present: String
  public var records = 0
  /// The ids of the first records.
  public var examples: [String] = []
  /// Records whose former value the way back cannot tell; the history can.
  public var losses = 0

  public init(
    kind: Kind, recordType: String, field: String, former: String = "", present: String = ""
  ) {
    self.kind = kind
    self.recordType = recordType
    self.field = field
    self.former = former
    self.present = present
  }
}

/// A record that cannot be moved.
public struct MigrationFailure: Sendable, Equatable {
  public var recordType: String
  public var recordID: String
  public var sentence: String

  package init(recordType: String, recordID: String, sentence: String) {
    self.recordType = recordType
    self.recordID = recordID
    self.sentence = sentence
  }
}

/// A record that breaks an invariant.
public struct BrokenInvariant: Sendable, Equatable {
  public var recordType: String
  public var recordID: String
  public var invariant: String

  public init(recordType: String, recordID: String, invariant: String) {
    self.recordType = recordType
    self.recordID = recordID
    self.invariant = invariant
  }
}

public struct MigrationOptions: Sendable {
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var at: Int64
  /// Records in one transaction: each is whole, and what was committed stays.
  public var recordsPerTransaction: Int
  /// Asked between two transactions.
  public var shouldStop: @Sendable () -> Bool
  /// The definition that the store was last moved to, read anew from its text, for the way back.
  public var readFormer: @Sendable (KnownDefinition) -> WorkflowDefinition?

  public init(
    actor: Actor, at: Int64, recordsPerTransaction: Int = 250,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    readFormer: @escaping @Sendable (KnownDefinition) -> WorkflowDefinition? = { _ in nil }
  ) {
    self.actor = actor
    self.at = at
    self.recordsPerTransaction = max(1, recordsPerTransaction)
    self.shouldStop = shouldStop
    self.readFormer = readFormer
  }
}

/// How far a migration came.
public struct MigrationReport: Sendable {
  public var preview: MigrationPreview
  /// Records that this run has moved.
  public var moved = 0
  /// False where it was stopped; the next run goes on.
  public var isFinished = false
  /// The block that leads back, as the store keeps it.
  public var wayBack = ""

  package init(
    preview: MigrationPreview, moved: Int = 0, isFinished: Bool = false, wayBack: String = ""
  ) {
    self.preview = preview
    self.moved = moved
    self.isFinished = isFinished
    self.wayBack = wayBack
  }
}
