import WorkflowEngine
import WorkflowWords

/// What happened when, a line for each record that was touched.
struct TimelineScreen {
  let entries: [TimelineEntry]
  let words: ValueWords

  func text(_ tint: Tint) -> String {
    if entries.isEmpty { return "" }
    var table = Table(headings: ["at", "record", "event", "what"], indent: "")
    table.widest = TimelineScreen.widest
    for entry in entries { table.rows += rows(entry) }
    return table.text(tint) + "\n"
  }

  /// `3 fired, 1 blocked and still due`.
  var counts: String {
    "\(entries.count { !$0.isBlocked }) fired, \(entries.stillBlocked.count) blocked and still due"
  }

  private static let widest = 110

  private func rows(_ entry: TimelineEntry) -> [[String]] {
    var head = [
      Moment.local(entry.at, words.definition.timeZone), "\(entry.recordType):\(entry.recordID)",
      entry.event,
    ]
    if entry.due == nil { head[2] += " (asked)" }
    if entry.isBlocked {
      return [head + ["✗ \(reason(entry.blockers[0]))"]]
        + entry.blockers.dropFirst().map { ["", "", "", "✗ \(reason($0))"] }
    }
    guard let changeset = entry.changeset else { return [head + [""]] }
    var rows: [[String]] = []
    for (place, step) in changeset.entries.enumerated() {
      let what = what(step)
      if place == 0 {
        rows.append(head + [what])
      } else {
        let event = step.event ?? "set by \(changeset.entries[step.parent ?? 0].recordID)"
        rows.append(["", "  \(step.recordType):\(step.recordID)", "  \(event)", what])
      }
    }
    if rows.isEmpty { rows.append(head + ["nothing of its own"]) }
    rows += changeset.messages.map { ["", "  ! \($0.name)", "", message($0)] }
    rows += changeset.reminders.map { ["", "  reminder", "", $0.sentence] }
    return rows
  }

  private func reason(_ blocker: Blocker) -> String {
    "\(blocker.reportedName): \(blocker.sentence)"
  }

  private func what(_ step: Changeset.Entry) -> String {
    switch step.kind {
    case .deleted, .erased: return step.kind.rawValue
    case .created, .changed:
      let changes = step.changes.map { change in
        let new = words.short(change.new)
        return step.kind == .created && change.old == .null
          ? "\(change.field) \(new)" : "\(change.field) \(words.short(change.old)) → \(new)"
      }
      let list = changes.joined(separator: ", ")
      if step.kind == .created { return list.isEmpty ? "created" : "created: \(list)" }
      return list.isEmpty ? "nothing of its own" : list
    }
  }

  private func message(_ message: Plan.Message) -> String {
    message.fields.map { "\($0.name) \(words.short($0.value))" }.joined(separator: ", ")
  }
}
