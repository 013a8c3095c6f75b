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
  /// What the one who asks may see.
  let sight: Sight
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
    line.shown(to: sight).changes.compactMap { change in
      change.values.map {
        "\(change.field) \(shown($0.old)) → \(shown($0.new))".shownOnOneLine
      }
    }
  }

  private func shown(_ value: StoredValue) -> String { definition.json(of: value).shortText }

  /// What programs read.
  /// - Parameter answer: What is known before the history is looked at.
  func fill(_ answer: inout WhyAnswer) {
    answer.outcome = reason.verdict.rawValue
    answer.line = reason.line.map(line)
    answer.causes = reason.causes.map(line)
    answer.isCut = reason.isCut
    answer.route = route
  }

  private func line(_ line: HistoryLine) -> WhyAnswer.Line {
    WhyAnswer.Line(
      line: line.line, at: definition.text(of: .timestamp(line.at)), type: line.recordType,
      id: line.recordID, event: line.event, cause: line.cause.rawValue, user: line.actor.user,
      changes: line.shown(to: sight).changes.map { change in
        WhyAnswer.Change(
          field: change.field, old: change.values.map { definition.json(of: $0.old) } ?? .null,
          new: change.values.map { definition.json(of: $0.new) } ?? .null)
      })
  }
}
