import CEL
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// Lines of the history: who did what, when and why.
struct HistoryScreen {
  let lines: [HistoryLine]
  let words: ValueWords
  let zone: TimeZoneRules

  func text(_ tint: Tint) -> String {
    if lines.isEmpty { return "Nothing has happened yet.\n" }
    var table = Table(headings: ["line", "at", "who", "what", "changes"])
    for line in lines {
      let changes = changes(of: line)
      table.rows.append([
        String(line.line), Moment.local(line.at, zone), who(line), what(line), changes.first ?? "",
      ])
      table.rows += changes.dropFirst().map { ["", "", "", "", $0] }
    }
    return table.text(tint)
  }

  private func who(_ line: HistoryLine) -> String {
    line.actor.roles.isEmpty
      ? line.actor.user : "\(line.actor.user) (\(line.actor.roles.joined(separator: ", ")))"
  }

  /// `reactivate`, with what it followed from.
  private func what(_ line: HistoryLine) -> String {
    var text = line.event ?? line.kind?.rawValue ?? line.outcome.rawValue
    if line.outcome == .imported { text = "imported" }
    if line.outcome == .migrated { text = "migrated to \(line.definition.prefix(7))" }
    if line.kind == .deleted || line.kind == .erased, let kind = line.kind, line.event != nil {
      text += ", \(kind.rawValue)"
    }
    switch line.cause {
    case .asked: break
    case .cascade: text += line.causedBy.map { ", follows line \($0)" } ?? ", follows"
    case .clock: text += ", the clock"
    case .automatic: text += ", by itself"
    }
    return text
  }

  private func changes(of line: HistoryLine) -> [String] {
    switch line.outcome {
    case .requested: return ["waits for a second person"]
    case .approved, .rejected: return [line.outcome.rawValue]
    case .refused: return ["refused: \(line.refusedBy.joined(separator: ", "))"]
    case .approvalRefused: return ["approval refused: \(line.refusedBy.joined(separator: ", "))"]
    case .rejectionRefused: return ["rejection refused: \(line.refusedBy.joined(separator: ", "))"]
    case .done, .imported, .migrated: break
    }
    return line.changes.map { change in
      guard let values = change.values else { return "\(change.field) (erased)" }
      let new = words.short(values.new)
      return values.old == .null && line.kind == .created
        ? "\(change.field) \(new)" : "\(change.field) \(words.short(values.old)) → \(new)"
    }
  }

  func json(_ line: HistoryLine) -> JSON {
    .object([
      ("line", .integer(line.line)),
      ("step", .integer(line.step)),
      ("caused_by", line.causedBy.map { .integer($0) } ?? .null),
      ("at", .string(Timestamp(microseconds: line.at).description)),
      (
        "actor",
        .object([("user", .string(line.actor.user)), ("roles", .strings(line.actor.roles))])
      ),
      ("outcome", .string(line.outcome.rawValue)),
      ("kind", .optional(line.kind?.rawValue)),
      ("type", .string(line.recordType)),
      ("id", .optional(line.recordID)),
      ("version", .integer(line.version)),
      ("event", .optional(line.event)),
      ("cause", .string(line.cause.rawValue)),
      ("from_state", .optional(line.fromState)),
      ("to_state", .optional(line.toState)),
      ("changes", .array(line.changes.map { json($0) })),
      ("refused_by", .strings(line.refusedBy)),
      ("warnings", .strings(line.warnings)),
      ("definition", .string(line.definition)),
      ("request_id", .optional(line.requestKey)),
    ])
  }

  private func json(_ change: HistoryLine.Change) -> JSON {
    .object([
      ("field", .string(change.field)), ("state", .boolean(change.isState)),
      ("old", change.values.map { words.json($0.old) } ?? .null),
      ("new", change.values.map { words.json($0.new) } ?? .null),
      ("erased", .boolean(change.values == nil)),
    ])
  }
}
