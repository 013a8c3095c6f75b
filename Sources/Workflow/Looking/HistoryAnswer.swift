public import JSONText
public import WorkflowEngine
public import WorkflowStore

/// Who did what to a record, when and why. Its encoding is the documented JSON.
public struct HistoryAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "history"
  /// The record, which may be gone.
  public var record: RecordName
  /// How many lines there are; more than `lines` where those are limited.
  public var total: Int
  /// The latest ones, oldest first.
  public var lines: [Line]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case record, total, lines
  }

  /// A record by its type and id: which record.
  public struct RecordName: Codable, Sendable, Equatable {
    /// The record type.
    public var type: String
    /// The id.
    public var id: String

    public init(type: String, id: String) {
      self.type = type
      self.id = id
    }
  }

  /// What one step did to the record, or why it was refused.
  public struct Line: Codable, Sendable, Equatable {
    /// Its number in the store; later lines have higher numbers.
    public var line: Int
    /// The number of the first line of the same step.
    public var step: Int
    /// The line it followed from.
    @OrNull public var causedBy: Int?
    /// What that line tells of.
    @OrNull public var follows: Followed?
    /// When it happened.
    public var at: String
    /// Who asked.
    public var actor: PersonAnswer
    /// What the line tells of.
    public var outcome: String
    /// What became of the record; nil where nothing was changed.
    @OrNull public var kind: String?
    /// The record type.
    public var type: String
    /// The id; null for a record that was to be made and was not.
    @OrNull public var id: String?
    /// The record's version after it.
    public var version: Int
    /// The event; null where there was none.
    @OrNull public var event: String?
    /// What brought it about.
    public var cause: Cause
    /// The state that was left; null where none was.
    @OrNull public var fromState: String?
    /// The state that was entered; null where none was.
    @OrNull public var toState: String?
    /// Fields and regions before and after.
    public var changes: [Change]
    /// Codes, and names of guards, of a refusal.
    public var refusedBy: [String]
    /// Names of the warnings that were shown.
    public var warnings: [String]
    /// The hash of the definition that decided.
    public var definition: String
    /// The request id under which it was asked; null where none was given.
    @OrNull public var requestID: String?
    /// What it followed from, one after another, back to what was asked for; nil where nobody
    /// wanted to know.
    public var why: [Origin]?

    enum CodingKeys: String, CodingKey {
      case line, step
      case causedBy = "caused_by"
      case follows, at, actor, outcome, kind, type, id, version, event, cause
      case fromState = "from_state"
      case toState = "to_state"
      case changes
      case refusedBy = "refused_by"
      case warnings, definition
      case requestID = "request_id"
      case why
    }
  }

  /// The event and the record from which something followed.
  public struct Followed: Codable, Sendable, Equatable {
    /// The event; null where there was none.
    @OrNull public var event: String?
    /// The record type.
    public var type: String
    /// The id; null for a record that was not made.
    @OrNull public var id: String?
  }

  /// A line from which another followed.
  public struct Origin: Codable, Sendable, Equatable {
    public var line: Int
    @OrNull public var event: String?
    public var type: String
    @OrNull public var id: String?
    public var cause: Cause
    public var actor: PersonAnswer
  }

  /// A changed value of the history: a field or a region before and after.
  public struct Change: Codable, Sendable, Equatable {
    /// The name.
    public var field: String
    /// Whether it is a region and not a field.
    public var isState: Bool
    /// The value before; null where there was none, or it was erased.
    public var old: JSON
    /// The value after; null where there is none, or it was erased.
    public var new: JSON
    /// Whether its values were erased since.
    public var isErased: Bool

    enum CodingKeys: String, CodingKey {
      case field
      case isState = "state"
      case old, new
      case isErased = "erased"
    }
  }
}

extension Conductor {
  /// How many lines are fetched at a time.
  private static let page = 1000

  /// The latest lines about a record, which may be gone.
  ///
  /// - Parameters:
  ///   - until: a time after which what happened is left out.
  ///   - tellsWhy: whether each line says what it followed from, back to what was asked for.
  /// - Throws: `AbsentRecord` where there is no such record and never was.
  public func history(
    of type: RecordType, id: String, to actor: Actor? = nil, until: Int64? = nil,
    limit: Int = 100, tellsWhy: Bool = false
  ) throws -> HistoryAnswer {
    let sight = Sight(definition, of: actor)
    let answer = try store.look { reader throws(StoreError) in
      var lines: [HistoryLine] = []
      var last = 0
      while true {
        let more = try reader.history(
          ofType: type.name, id: id, after: last, limit: Self.page)
        lines += more
        last = more.last?.line ?? last
        if more.count < Self.page { break }
      }
      let past = until.map { until in lines.filter { $0.at <= until } } ?? lines
      let shown = past.suffix(max(0, limit))
      return HistoryAnswer(
        record: HistoryAnswer.RecordName(type: type.name, id: id), total: past.count,
        lines: try shown.map { line throws(StoreError) in
          var told = try self.line(line.shown(to: sight), reader)
          if tellsWhy { told.why = try self.origins(of: line, reader) }
          return told
        })
    }
    if answer.total == 0, until == nil { try checkIsKnown(type, id) }
    return answer
  }

  private func checkIsKnown(_ type: RecordType, _ id: String) throws {
    try store.read { view in
      if view.snapshot.find(type: type.index, id: id) == nil {
        throw AbsentRecord(type: type.name, id: id, presence: .unknown)
      }
    }
  }

  private func line(
    _ line: HistoryLine, _ reader: any StoreReader
  ) throws(StoreError) -> HistoryAnswer.Line {
    HistoryAnswer.Line(
      line: line.line, step: line.step, causedBy: line.causedBy,
      follows: try followed(by: line, reader), at: definition.timeText(line.at),
      actor: PersonAnswer(line.actor), outcome: line.outcome.rawValue, kind: line.kind?.rawValue,
      type: line.recordType, id: line.recordID, version: line.version, event: line.event,
      cause: line.cause, fromState: line.fromState, toState: line.toState,
      changes: line.changes.map(change), refusedBy: line.refusedBy, warnings: line.warnings,
      definition: line.definition, requestID: line.requestKey)
  }

  private func followed(
    by line: HistoryLine, _ reader: any StoreReader
  ) throws(StoreError) -> HistoryAnswer.Followed? {
    guard let number = line.causedBy,
      let cause = try reader.history(after: number - 1, limit: 1).first, cause.line == number
    else { return nil }
    return HistoryAnswer.Followed(event: cause.event, type: cause.recordType, id: cause.recordID)
  }

  private func origins(
    of line: HistoryLine, _ reader: any StoreReader
  ) throws(StoreError) -> [HistoryAnswer.Origin] {
    var origins: [HistoryAnswer.Origin] = []
    var next = line.causedBy
    // A line follows from an earlier one, so this comes to an end.
    while let number = next,
      let cause = try reader.history(after: number - 1, limit: 1).first, cause.line == number
    {
      origins.append(
        HistoryAnswer.Origin(
          line: cause.line, event: cause.event, type: cause.recordType, id: cause.recordID,
          cause: cause.cause, actor: PersonAnswer(cause.actor)))
      next = cause.causedBy.flatMap { $0 < number ? $0 : nil }
    }
    return origins
  }

  private func change(_ change: HistoryLine.Change) -> HistoryAnswer.Change {
    HistoryAnswer.Change(
      field: change.field, isState: change.isState,
      old: change.values.map { JSON($0.old, in: definition) } ?? .null,
      new: change.values.map { JSON($0.new, in: definition) } ?? .null,
      isErased: change.values == nil)
  }
}
