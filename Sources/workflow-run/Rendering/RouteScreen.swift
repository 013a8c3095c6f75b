import Diagnostics
import JSONText
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowWords

/// A route, or why there is none, as people read it and as programs do.
struct RouteScreen {
  let finding: RouteFinding
  let goal: String
  /// `service S1`.
  let record: String
  let lines: RouteLines

  var status: ExitStatus {
    switch finding {
    case .holdsAlready, .found: .done
    case .onlyIrreversible, .none: .blocked
    }
  }

  func text(_ tint: Tint) -> String {
    let subject = tint.strong("\(record): \(goal)".shownOnOneLine)
    switch finding {
    case .holdsAlready: return "\(tint.good("✓")) \(subject) holds already\n"
    case .found(let route):
      let answer = lines.answer(route)
      return subject + "\n\n" + answer.paragraph("the way there").joined(separator: "\n") + "\n"
        + remarks(answer)
    case .onlyIrreversible(let route):
      let answer = lines.answer(route)
      let steps = answer.steps.filter(\.isIrreversible).flatMap(\.lines)
      return tint.bad("no way back") + ": \(subject)\n\n"
        + "  the only way there that was found does what cannot be taken back:\n"
        + steps.map { "    \($0)\n" }.joined()
        + "  --allow-irreversible shows it, \(counted(answer.length, "step")).\n"
    case .none(let reason): return tint.bad("no way") + ": \(subject)\n\n" + text(reason, tint)
    }
  }

  private func remarks(_ answer: RouteAnswer) -> String {
    var text = ""
    if answer.others > 0 {
      text +=
        "\n  \(counted(answer.others, "other person", "other people")) needed; "
        + "write names in place of \(Route.somebody) and \(Route.another)\n"
    }
    return text
  }

  private func text(_ reason: NoRoute, _ tint: Tint) -> String {
    var text: String
    switch reason.extent {
    case .everything:
      text = "  There is no way: everything on which it depends was tried"
    case .valuesTried:
      text = "  None was found with the values, people and moments that were tried"
    case .limit: text = "  None was found before the search was given up"
    }
    text += " (\(counted(reason.situations, "situation"))).\n"
    if reason.obstacles.isEmpty {
      text += "  No event that can be asked for changes what it is about.\n"
    }
    for obstacle in reason.obstacles {
      text +=
        "\n  \(obstacle.record): \(obstacle.event) is refused wherever it was tried\n"
        .shownOnOneLine + "\n"
      for blocker in obstacle.blockers {
        text += "    \(tint.bad("✗")) \(blocker.shownName)   \(blocker.sentence.shownOnOneLine)\n"
        if let place = blocker.place {
          text += "        \(tint.faint(place.description.shownOnOneLine))\n"
        }
      }
    }
    return text
  }

  /// What programs read.
  /// - Parameter answer: What is known before the search.
  func fill(_ answer: inout RouteFindingAnswer) {
    switch finding {
    case .holdsAlready: answer.outcome = .holdsAlready
    case .found(let route):
      answer.outcome = .found
      answer.route = lines.answer(route)
    case .onlyIrreversible(let route):
      answer.outcome = .onlyIrreversible
      answer.route = lines.answer(route)
    case .none(let reason):
      answer.outcome = RouteFindingAnswer.Outcome.none
      answer.extent = reason.extent.rawValue
      answer.situations = reason.situations
      answer.obstacles = reason.obstacles.map { obstacle in
        RouteFindingAnswer.Obstacle(
          event: obstacle.event, record: obstacle.record,
          blockedBy: obstacle.blockers.map(\.reportedName),
          sentences: obstacle.blockers.map(\.sentence))
      }
    }
  }
}
