import CEL
import Diagnostics
import Workflow
import WorkflowEngine

/// What a tick of the clock did in each workflow, and what it could not do.
struct DueScreen {
  let answers: [(answer: ClockAnswer, definition: WorkflowDefinition)]
  let isDryRun: Bool
  /// Whether each firing is shown with what it changed.
  let isDetailed: Bool

  func text(_ tint: Tint) -> String {
    var text = ""
    for (answer, definition) in answers {
      if isDetailed {
        text += TimelineScreen(entries: answer.entries, definition: definition).text(tint)
      } else if !answer.fired.isEmpty {
        text += firedTable(answer, definition).text(tint) + "\n"
      }
      if !answer.held.isEmpty {
        text += "Due and held back:\n" + heldTable(answer, definition).text(tint) + "\n"
      }
      if !answer.ended.isEmpty {
        text += "Waited for a second person and ended:\n"
        text += endedTable(answer, definition).text(tint) + "\n"
      }
      if answer.isCutShort { text += "The clock stopped: a timer sets itself again and again.\n" }
    }
    return text + summary
  }

  private func firedTable(_ answer: ClockAnswer, _ definition: WorkflowDefinition) -> Table {
    var table = Table(headings: ["", "at", "record", "event", ""])
    table.rows = answer.fired.map { entry in
      let late = entry.due.flatMap { $0 == entry.at ? nil : "due \(local($0, definition))" }
      return [
        "✓", local(entry.at, definition), "\(entry.type):\(entry.id)", entry.event, late ?? "",
      ]
    }
    return table
  }

  private func heldTable(_ answer: ClockAnswer, _ definition: WorkflowDefinition) -> Table {
    var table = Table(headings: ["", "since", "record", "event", "why"])
    for entry in answer.held {
      let reasons = zip(entry.blockedBy, entry.sentences).map { "\($0): \($1)" }
      let since = entry.due.map { local($0, definition) } ?? ""
      table.rows.append(
        ["✗", since, "\(entry.type):\(entry.id)", entry.event, reasons.first ?? ""])
      table.rows += reasons.dropFirst().map { ["", "", "", "", $0] }
    }
    return table
  }

  private func endedTable(_ answer: ClockAnswer, _ definition: WorkflowDefinition) -> Table {
    var table = Table(headings: ["", "at", "record", "event", "asked by", "why"])
    table.rows = answer.ended.map { ended in
      [
        "✗", local(ended.at, definition), "\(ended.type):\(ended.id)", ended.event,
        ended.requestedBy.user, ended.sentence,
      ]
    }
    return table
  }

  private func local(_ time: String, _ definition: WorkflowDefinition) -> String {
    LocalTime.text(time, definition.timeZone)
  }

  private var summary: String {
    let fired = answers.map(\.answer.fired.count).reduce(0, +)
    let held = answers.map(\.answer.held.count).reduce(0, +)
    let last = answers.compactMap { answer, definition in
      answer.lastTick.map { local($0, definition) }
    }
    let before = last.count == 1 ? " The clock last ticked at \(last[0])." : ""
    if isDryRun {
      return "Due: \(fired) would fire, \(held) held back. Dry run: nothing was written.\(before)\n"
    }
    return "Due: \(fired) fired, \(held) held back.\(before)\n"
  }
}
