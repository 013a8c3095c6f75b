import CEL
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// Lines of the history: who did what, when and why.
struct HistoryScreen {
  let answer: HistoryAnswer
  let definition: WorkflowDefinition

  func text(_ tint: Tint) -> String {
    if answer.lines.isEmpty { return "Nothing has happened yet.\n" }
    var table = Table(headings: ["line", "at", "who", "what", "changes"])
    for line in answer.lines {
      let changes = changes(of: line)
      table.rows.append([
        String(line.line), LocalTime.text(line.at, definition.timeZone), line.actor.text,
        what(line),
        changes.first ?? "",
      ])
      table.rows += changes.dropFirst().map { ["", "", "", "", $0] }
      table.rows += (line.why ?? []).map { ["", "", "", "  because of \($0.text)", ""] }
    }
    return table.text(tint)
  }

  /// `reactivate`, with what it followed from.
  private func what(_ line: HistoryAnswer.Line) -> String {
    let outcome = HistoryLine.Outcome(rawValue: line.outcome)
    let isGone = [Changeset.Entry.Kind.deleted, .erased].map(\.rawValue).contains(line.kind)
    var text = line.event ?? line.kind ?? line.outcome
    if outcome == .imported { text = "imported" }
    if outcome == .migrated { text = "migrated to \(line.definition.prefix(7))" }
    if isGone, let kind = line.kind, line.event != nil { text += ", \(kind)" }
    switch line.cause {
    case .asked: break
    case .cascade: text += ", \(line.follows?.text(beside: answer.record) ?? "follows")"
    case .clock: text += ", the clock"
    case .automatic: text += ", by itself"
    }
    return text
  }

  private func changes(of line: HistoryAnswer.Line) -> [String] {
    let refused = line.refusedBy.joined(separator: ", ")
    switch HistoryLine.Outcome(rawValue: line.outcome) {
    case .requested: return ["waits for a second person"]
    case .approved, .rejected, .withdrawn: return [line.outcome]
    case .expired: return ["expired: nobody agreed in time"]
    case .lapsed: return ["can never happen any more: \(refused)"]
    case .refused: return ["refused: \(refused)"]
    case .approvalRefused: return ["approval refused: \(refused)"]
    case .revealed: return ["secret values written out"]
    case .rejectionRefused: return ["rejection refused: \(refused)"]
    case .withdrawalRefused: return ["withdrawal refused: \(refused)"]
    case .done, .imported, .migrated, nil: break
    }
    return line.changes.map { change in
      if change.isErased { return "\(change.field) (erased)" }
      let old = definition.shown(change.old, of: change.field, in: line.type)
      let new = definition.shown(change.new, of: change.field, in: line.type)
      return old == .null && line.kind == Changeset.Entry.Kind.created.rawValue
        ? "\(change.field) \(new.shortText)"
        : "\(change.field) \(old.shortText) → \(new.shortText)"
    }
  }
}

extension HistoryAnswer.Origin {
  /// `deactivate of account A1, asked by u17 (clerk), line 3`.
  fileprivate var text: String {
    let who =
      switch cause {
      case .asked: ", asked by \(actor.text)"
      case .clock: ", by the clock"
      case .cascade, .automatic: ""
      }
    return "\(event ?? "a change") of \(type) \(id ?? "")\(who), line \(line)"
  }
}

extension HistoryAnswer.Followed {
  /// `from execute of request R1`, or `after pay` where it is the record's own.
  fileprivate func text(beside record: HistoryAnswer.RecordName) -> String {
    let event = event ?? "a change"
    if type == record.type, id == record.id { return "after \(event)" }
    return "from \(event) of \(type) \(id ?? "")"
  }
}
