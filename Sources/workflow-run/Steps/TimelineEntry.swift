import CEL
import JSONText
import WorkflowEngine

/// One thing that the clock, or somebody before it, brought about or could not.
struct TimelineEntry {
  var recordType: String
  var recordID: String
  var event: String
  /// When it happened, in microseconds.
  var at: Int64
  /// When it became due; nil for what was asked for.
  var due: Int64?
  /// What stood in the way; nothing where it happened.
  var blockers: [Blocker] = []
  /// What happened; nil where nobody wants to know.
  var changeset: Changeset?

  var isBlocked: Bool { !blockers.isEmpty }

  var blockedBy: [String] { blockers.map(\.reportedName) }

  init(
    _ turn: ClockAgenda.Turn, _ outcome: Outcome, changeset: Changeset?,
    in definition: WorkflowDefinition
  ) {
    let type = definition.recordTypes[turn.timer.recordType]
    recordType = type.name
    recordID = turn.timer.recordID
    event = type.events[turn.timer.event].name
    at = turn.now
    due = turn.timer.due
    blockers = Self.blockers(of: outcome)
    self.changeset = changeset
  }

  init(_ decision: Decision, in definition: WorkflowDefinition) {
    let type = definition.recordTypes[decision.request.recordType]
    recordType = type.name
    recordID = decision.recordID
    event = type.events[decision.request.event].name
    at = decision.request.now
    due = decision.request.cause == .clock ? decision.request.due : nil
    blockers = Self.blockers(of: decision.outcome)
    changeset = decision.changeset
  }

  private static func blockers(of outcome: Outcome) -> [Blocker] {
    switch outcome {
    case .allowed, .pending: []
    case .blocked(let refusal): refusal.blockers
    case .invalid(let request): [Blocker(code: .inputInvalid, sentence: request.message)]
    }
  }

  fileprivate func isSameTimer(as other: TimelineEntry) -> Bool {
    recordType == other.recordType && recordID == other.recordID && event == other.event
      && due == other.due
  }

  // MARK: The machine form

  /// What `due` has always said of a timer.
  var json: JSON {
    .object([
      ("type", .string(recordType)), ("id", .string(recordID)), ("event", .string(event)),
      ("due", .optional(due.map { Timestamp(microseconds: $0).description })),
      ("outcome", .string(isBlocked ? "blocked" : "allowed")),
      ("blocked_by", .strings(blockedBy)),
    ])
  }

  func json(_ words: ValueWords) -> JSON {
    .object([
      ("at", .string(Timestamp(microseconds: at).description)),
      ("due", .optional(due.map { Timestamp(microseconds: $0).description })),
      ("type", .string(recordType)), ("id", .string(recordID)), ("event", .string(event)),
      ("outcome", .string(isBlocked ? "blocked" : "allowed")),
      ("blocked_by", .strings(blockedBy)),
      ("sentences", .strings(blockers.map(\.sentence))),
      ("steps", .array((changeset?.entries ?? []).map { json($0, words) })),
      ("messages", .array((changeset?.messages ?? []).map { json($0, words) })),
    ])
  }

  private func json(_ entry: Changeset.Entry, _ words: ValueWords) -> JSON {
    .object([
      ("kind", .string(entry.kind.rawValue)), ("type", .string(entry.recordType)),
      ("id", .string(entry.recordID)), ("event", .optional(entry.event)),
      ("cause", .string(entry.cause.rawValue)),
      ("parent", entry.parent.map { .integer($0) } ?? .null),
      (
        "changes",
        .array(
          entry.changes.map { change in
            .object([
              ("field", .string(change.field)), ("state", .boolean(change.isState)),
              ("old", words.json(change.old)), ("new", words.json(change.new)),
            ])
          })
      ),
    ])
  }

  private func json(_ message: Plan.Message, _ words: ValueWords) -> JSON {
    .object([
      ("name", .string(message.name)), ("type", .string(message.recordType)),
      ("id", .string(message.recordID)),
      ("fields", .object(message.fields.map { ($0.name, words.json($0.value)) })),
    ])
  }
}

extension [TimelineEntry] {
  /// What was blocked and did not happen later on.
  var stillBlocked: [TimelineEntry] {
    let fired = filter { !$0.isBlocked }
    return filter { entry in entry.isBlocked && !fired.contains { $0.isSameTimer(as: entry) } }
  }
}
