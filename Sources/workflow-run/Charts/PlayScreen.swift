import SCXML
import Workflow

/// What playing a chart came to.
struct PlayScreen {
  let result: PlayResult
  let hasScript: Bool

  /// A chart without a script is meant to end in a final state that is not called `fail`.
  var isGood: Bool {
    if hasScript { return result.agrees }
    return result.final.map { $0.lowercased() != "fail" } ?? false
  }

  func text(_ tint: Tint) -> String {
    var text = ""
    for moment in result.moments {
      let sign = (hasScript ? moment.agrees : isGood) ? tint.good("✓") : tint.bad("✗")
      let event = moment.event ?? (hasScript ? "start" : "at the end")
      text += "\(sign) \(event): \(list(moment.found))"
      if moment.isDropped { text += ", nothing takes the event" }
      if let expected = moment.expected, !moment.agrees { text += ", not \(list(expected))" }
      text += "\n"
    }
    if let final = result.final { text += "The chart has ended in '\(final)'.\n" }
    if result.isCutShort {
      text += "Timers set themselves again and again: playing was ended.\n"
    } else if !hasScript, result.final == nil {
      text += "Nothing is due any more, and the chart has not ended.\n"
    }
    return text
  }

  private func list(_ states: [String]) -> String { states.joined(separator: ", ") }
}
