public import JSONText
public import WorkflowEngine
public import WorkflowStore

/// What a migration does to the records, or has done. Its encoding is the documented JSON.
public struct MigrationAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "migrate"
  /// The workflow's name.
  public var workflow: String
  /// The definition that the store was at; nil where it held nothing of the workflow.
  @OrNull public var former: Version?
  /// The definition that the records are moved to.
  public var present: Version
  /// Whether the store has yet to be moved.
  public var isNeeded: Bool
  /// Whether records were moved; false for a preview.
  public var isWritten: Bool
  /// Whether all of them have been.
  public var isFinished: Bool
  /// How many records move, changed or not.
  public var records: Int
  /// In how many of them something changes.
  public var changed: Int
  /// How many were moved by this run.
  public var moved: Int
  /// How many an earlier run had moved.
  public var movedBefore: Int
  /// What records go through, in the order of the definition.
  public var changes: [Change]
  /// What changes without any record losing a value.
  public var notes: [String]
  /// The first records that cannot be moved.
  public var failures: [Failure]
  /// How many there are.
  public var failureCount: Int
  /// The first records that break an invariant in their new form.
  public var broken: [Broken]
  /// How many there are.
  public var brokenCount: Int
  /// Values that stand more than once where the definition wants them only once.
  public var shared: [Shared]
  /// The block for the former definition that leads back; empty where there is nothing to undo.
  public var wayBack: String

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case workflow
    case former = "from"
    case present = "to"
    case isNeeded = "needed"
    case isWritten = "written"
    case isFinished = "finished"
    case records, changed, moved
    case movedBefore = "moved_before"
    case changes, notes, failures
    case failureCount = "failure_count"
    case broken
    case brokenCount = "broken_count"
    case shared
    case wayBack = "way_back"
  }

  /// A version of a definition: a definition by its version.
  public struct Version: Codable, Sendable, Equatable {
    /// The version that the file says.
    public var version: String
    /// The hash of its text.
    public var hash: String
  }

  /// One thing that records of a type go through.
  public struct Change: Codable, Sendable, Equatable {
    /// What happens.
    public var kind: MigrationChange.Kind
    /// The type's present name.
    public var type: String
    /// Its present name; of a dropped field the former.
    public var field: String
    /// The former name or value; empty where there is none.
    public var former: String
    /// The present value; empty where there is none.
    public var present: String
    /// How many records it happens to.
    public var records: Int
    /// The ids of the first records.
    public var examples: [String]
    /// How many records' former values the history alone can tell.
    public var losses: Int
  }

  /// A record that cannot be moved.
  public struct Failure: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// Why not.
    public var sentence: String
  }

  /// A record that breaks an invariant.
  public struct Broken: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
    /// The invariant's name.
    public var invariant: String
  }

  /// A value that several records have.
  public struct Shared: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The unique field.
    public var field: String
    /// The value, as a record's answer writes it.
    public var value: JSON
    /// The ids of the records that have it.
    public var ids: [String]
  }

  /// - Parameter moved: how many records were moved; nil for a preview.
  public init(
    _ definition: WorkflowDefinition, _ preview: MigrationPreview, moved: Int?, isFinished: Bool,
    wayBack: String
  ) {
    workflow = definition.name
    former = preview.former.map { Version(version: $0.version, hash: $0.hash) }
    present = Version(version: definition.version, hash: definition.hash)
    isNeeded = preview.isNeeded
    isWritten = moved != nil
    self.isFinished = isFinished
    records = preview.records
    changed = preview.changed
    self.moved = moved ?? 0
    movedBefore = preview.moved
    changes = preview.changes.map {
      Change(
        kind: $0.kind, type: $0.recordType, field: $0.field, former: $0.former,
        present: $0.present, records: $0.records, examples: $0.examples, losses: $0.losses)
    }
    notes = preview.notes
    failures = preview.failures.map {
      Failure(type: $0.recordType, id: $0.recordID, sentence: $0.sentence)
    }
    failureCount = preview.failureCount
    broken = preview.broken.map {
      Broken(type: $0.recordType, id: $0.recordID, invariant: $0.invariant)
    }
    brokenCount = preview.brokenCount
    shared = preview.shared.map {
      Shared(
        type: $0.recordType, field: $0.field,
        value: .raw(JSONWriter.text(of: $0.value)), ids: $0.ids)
    }
    self.wayBack = wayBack
  }
}
