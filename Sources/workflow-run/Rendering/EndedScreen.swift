import Diagnostics
import Workflow
import WorkflowEngine

/// Requests that waited for a second person and were ended by the clock.
struct EndedScreen {
  let ended: [ClockAnswer.Ended]
  let definition: WorkflowDefinition

  func text(_ tint: Tint) -> String {
    if ended.isEmpty { return "" }
    var table = Table(headings: ["", "at", "record", "event", "asked by", "why"])
    table.rows = ended.map { request in
      [
        "✗", LocalTime.text(request.at, definition.timeZone), "\(request.type):\(request.id)",
        request.event, request.requestedBy.user, request.sentence,
      ]
    }
    return "Waited for a second person and ended:\n" + table.text(tint) + "\n"
  }
}
