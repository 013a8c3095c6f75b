public import RecordFiles
public import WorkflowStore

/// What an import took in and what it left out. Its encoding is the documented JSON.
public struct ImportAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "import"
  /// The file that was read.
  public var file: String
  /// How many records came in; none where nothing was taken.
  public var inserted: Int
  /// How many records that were there took values of their row.
  public var updated: Int
  /// How many rows said what was there already.
  public var unchanged: Int
  /// How many of the updated are in another state: no rule was asked.
  public var statesChanged: Int
  /// Whether it was written; false for a dry run, and where nothing was taken.
  public var isWritten: Bool
  /// What is wrong with rows, in their order.
  public var problems: [Problem]
  /// Records that break an invariant.
  public var brokenInvariants: [Broken]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case file, inserted, updated, unchanged
    case statesChanged = "states_changed"
    case isWritten = "written"
    case problems
    case brokenInvariants = "broken_invariants"
  }

  /// What is wrong with a row, or with a column of several.
  public struct Problem: Codable, Sendable, Equatable {
    /// Counted from 1: the row's first line, or the heading's.
    public var line: Int
    /// What is wrong, with the way out.
    public var reason: String
    /// How many rows it is about.
    public var rows: Int
  }

  /// A record that stands against an invariant.
  public struct Broken: Codable, Sendable, Equatable {
    /// The invariant's name.
    public var invariant: String
    /// The record type.
    public var type: String
    /// The record's id.
    public var id: String
  }

  package init(
    file: String, _ report: ImportReport, problems: [RowProblem], broken: [InvariantBreach],
    isDryRun: Bool
  ) {
    self.file = file
    inserted = report.isCommitted ? report.inserted : 0
    updated = report.isCommitted ? report.updated : 0
    unchanged = report.isCommitted ? report.unchanged : 0
    statesChanged = report.isCommitted ? report.statesChanged : 0
    isWritten = report.isCommitted && !isDryRun
    self.problems = problems.map { Problem(line: $0.line, reason: $0.words, rows: $0.rows) }
    brokenInvariants = broken.map { Broken(invariant: $0.invariant, type: $0.type, id: $0.id) }
  }
}
