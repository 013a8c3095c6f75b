import CEL
import JSONText
import Workflow
import WorkflowEngine
import WorkflowWords

/// What happened when, a line for each record that was touched.
struct TimelineScreen {
  let entries: [ClockAnswer.Entry]
  let definition: WorkflowDefinition

  func text(_ tint: Tint) -> String {
    if entries.isEmpty { return "" }
    var table = Table(headings: ["at", "record", "event", "what"], indent: "")
    table.widest = TimelineScreen.widest
    var place = entries.startIndex
    while place < entries.endIndex {
      let entry = entries[place]
      let alike = entries[place...].prefix { $0.isIdle && $0.isLike(entry) }
      table.rows += alike.count > 1 ? [folded(alike)] : rows(entry)
      place += max(1, alike.count)
    }
    return table.text(tint) + "\n"
  }

  private static let widest = 110

  /// A timer that fires again and again and changes nothing: one line for all.
  private func folded(_ alike: ArraySlice<ClockAnswer.Entry>) -> [String] {
    guard let first = alike.first, let last = alike.last else { return [] }
    let until = LocalTime.text(last.at, definition.timeZone)
    return [
      LocalTime.text(first.at, definition.timeZone), "\(first.type):\(first.id)", first.event,
      "nothing changes, \(alike.count) times until \(until)",
    ]
  }

  private func rows(_ entry: ClockAnswer.Entry) -> [[String]] {
    var head = [
      LocalTime.text(entry.at, definition.timeZone), "\(entry.type):\(entry.id)", entry.event,
    ]
    if entry.due == nil { head[2] += " (asked)" }
    if entry.isBlocked {
      let reasons = zip(entry.blockedBy, entry.sentences).map { "✗ \($0): \($1)" }
      return [head + [reasons.first ?? "✗"]] + reasons.dropFirst().map { ["", "", "", $0] }
    }
    var rows: [[String]] = []
    for (place, step) in entry.steps.map(definition.shown).enumerated() {
      if place == 0 {
        rows.append(head + [what(step)])
      } else {
        let event = step.event ?? "set by \(entry.steps[step.parent ?? 0].id)"
        rows.append(["", "  \(step.type):\(step.id)", "  \(event)", what(step)])
      }
    }
    if rows.isEmpty { rows.append(head + [""]) }
    rows += entry.messages.map { message in
      var text = ""
      if case .object(let members) = message.fields {
        text = members.map { "\($0.0) \($0.1.shortText)" }.joined(separator: ", ")
      }
      return ["", "  ! \(message.name)", "", text]
    }
    rows += entry.reminders.map { ["", "  reminder", "", $0.sentence] }
    return rows
  }

  private func what(_ step: PlanAnswer.Step) -> String {
    switch step.kind {
    case .deleted, .erased: return step.kind.rawValue
    case .created, .changed:
      let changes = step.changes.map { change in
        step.kind == .created && change.old == .null
          ? "\(change.field) \(change.new.shortText)"
          : "\(change.field) \(change.text(of: step.kind))"
      }
      let list = changes.joined(separator: ", ")
      if step.kind == .created { return list.isEmpty ? "created" : "created: \(list)" }
      return list
    }
  }
}

extension ClockAnswer.Entry {
  /// Whether the clock brought it about and nothing came of it.
  fileprivate var isIdle: Bool {
    due != nil && !isBlocked && messages.isEmpty && reminders.isEmpty
      && steps.allSatisfy { $0.kind == .changed && $0.changes.isEmpty }
  }

  fileprivate func isLike(_ other: Self) -> Bool {
    type == other.type && id == other.id && event == other.event
  }
}
