import CEL
import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowStore

/// Why something is so, as people read it and as programs do.
struct ReasonScreen {
  let reason: Reason
  let condition: String
  /// `service S1`.
  let record: String
  let definition: WorkflowDefinition
  /// What makes the opposite hold.
  let route: RouteAnswer?

  func text(_ tint: Tint) -> String {
    let verdict =
      switch reason.verdict {
      case .holds: "holds"
      case .doesNotHold: "does not hold"
      case .cannotTell: "cannot be told"
      }
    var lines = [tint.strong("\(record): \(condition)".shownOnOneLine) + " " + verdict, ""]
    if let line = reason.line {
      lines.append("  since \(at(line)), line \(line.line): \(what(line))")
      lines += changes(of: line).map { "      \($0)" }
      lines += reason.causes.map { "    because of \(what($0)), line \($0.line)" }
    } else if reason.isCut {
      lines.append("  what made it so was erased from the history")
    } else {
      lines.append("  it has been so as long as the history goes back")
    }
    if let route { lines += [""] + route.paragraph("what would change it") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func at(_ line: HistoryLine) -> String {
    LocalTime.text(definition.text(of: .timestamp(line.at)), definition.timeZone)
  }

  /// `deactivate of account A1, asked by u17 (clerk)`.
  private func what(_ line: HistoryLine) -> String {
    let event = line.event ?? line.kind?.rawValue ?? line.outcome.rawValue
    let who =
      switch line.cause {
      case .asked: ", asked by \(PersonAnswer(line.actor).text)"
      case .clock: ", by the clock"
      case .cascade, .automatic: ""
      }
    return "\(event) of \(line.recordType) \(line.recordID ?? "")\(who)".shownOnOneLine
  }

  private func changes(of line: HistoryLine) -> [String] {
    line.changes.compactMap { change in
      change.values.map {
        "\(change.field) \(shown($0.old)) → \(shown($0.new))".shownOnOneLine
      }
    }
  }

  private func shown(_ value: StoredValue) -> String { definition.json(of: value).shortText }

  /// What programs read.
  var members: [(String, JSON)] {
    var members: [(String, JSON)] = [("outcome", .string(reason.verdict.rawValue))]
    members.append(("line", reason.line.map(json) ?? .null))
    members.append(("causes", .array(reason.causes.map(json))))
    members.append(("history_is_cut", .boolean(reason.isCut)))
    if let route { members.append(("route", JSON(route))) }
    return members
  }

  private func json(_ line: HistoryLine) -> JSON {
    .object([
      ("line", .integer(line.line)), ("at", .string(definition.text(of: .timestamp(line.at)))),
      ("type", .string(line.recordType)), ("id", line.recordID.map { .string($0) } ?? .null),
      ("event", line.event.map { .string($0) } ?? .null),
      ("cause", .string(line.cause.rawValue)), ("user", .string(line.actor.user)),
      (
        "changes",
        .array(
          line.changes.map { change in
            .object([
              ("field", .string(change.field)),
              ("old", change.values.map { definition.json(of: $0.old) } ?? .null),
              ("new", change.values.map { definition.json(of: $0.new) } ?? .null),
            ])
          })
      ),
    ])
  }
}
