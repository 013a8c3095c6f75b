import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowWords

/// A "no" as people read it: the verdict, every reason with its facts and place, and what holds.
struct RefusalScreen {
  /// `service S1 "Weekly pickup"`.
  var subject: String
  /// The event that is refused; nil where the subject says it.
  var event: String?
  /// How the definition calls the event's ways.
  var labels: [String] = []
  var refusal: RefusalAnswer
  /// What has to be done before.
  var route: RouteAnswer?
  var footer: String
  var tint: Tint

  var text: String {
    var lines = [
      tint.bad("blocked") + ": "
        + tint.strong(
          (subject + (event.map { EventPhrase.refusal(of: $0, labels: labels) } ?? ""))
            .shownOnOneLine),
      "",
    ]
    if let heading { lines += ["  " + heading, ""] }
    lines += reasons(refusal.blockers)
    if let holding { lines.append("  " + tint.good("✓") + " " + holding) }
    if !refusal.alsoNeeded.isEmpty {
      lines += ["", "  it would also need:", ""] + reasons(refusal.alsoNeeded)
    }
    if let route { lines += [""] + route.paragraph("the way there") }
    return (lines + ["", tint.faint(footer)]).joined(separator: "\n") + "\n"
  }

  /// `1 of 3 conditions does not hold:`, where the reasons are guards of the record itself.
  private var heading: String? {
    guard let guardCount = refusal.guardCount, guardCount > 0, !own.isEmpty else { return nil }
    let verb = own.count == 1 ? "does" : "do"
    let noun = guardCount == 1 ? "condition" : "conditions"
    return "\(own.count) of \(guardCount) \(noun) \(verb) not hold:"
  }

  private var holding: String? {
    guard let guardCount = refusal.guardCount, !own.isEmpty, guardCount > own.count else {
      return nil
    }
    let others = guardCount - own.count
    return others == 1 ? "the other holds" : "the \(others) others hold"
  }

  private var own: [BlockerAnswer] { refusal.blockers.filter(\.isOfOwnGuard) }

  private func reasons(_ blockers: [BlockerAnswer]) -> [String] {
    let width = (blockers.map { $0.shownName.displayWidth }.max() ?? 0) + 3
    let facts = blockers.map { self.facts(of: $0) }
    let widest = facts.joined().map(\.displayWidth).filter { $0 <= Self.widestFact }.max() ?? 0
    let placeColumn = max(Self.placeColumn, widest + 9)
    return zip(blockers, facts).flatMap { blocker, facts in
      ["  \(sign(of: blocker)) \(blocker.shownName.padded(to: width))\(sentence(of: blocker))"]
        + factLines(facts, place: blocker.place, placeColumn: placeColumn)
    }
  }

  private func factLines(_ facts: [String], place: SourcePlace?, placeColumn: Int) -> [String] {
    var lines = facts.map { "      \($0)" }
    guard let place else { return lines }
    if lines.isEmpty { lines = [""] }
    let gap = lines[0].displayWidth + 3 > placeColumn ? lines[0].displayWidth + 3 : placeColumn
    lines[0] = lines[0].padded(to: gap) + tint.faint(place.description.shownOnOneLine)
    return lines
  }

  private func facts(of blocker: BlockerAnswer) -> [String] {
    let about = blocker.record.map { ["for \($0.name)"] } ?? []
    return (about + blocker.facts).map(\.shownOnOneLine)
  }

  /// A reason that could not be decided is marked apart from one that does not hold.
  private func sign(of blocker: BlockerAnswer) -> String {
    blocker.code == .cannotDecide ? tint.bad("?") : tint.bad("✗")
  }

  private func sentence(of blocker: BlockerAnswer) -> String {
    blocker.sentence.shownOnOneLine
  }

  /// The column in which places stand while the facts leave room.
  private static let placeColumn = 67
  /// A longer fact does not move the places of the others.
  private static let widestFact = 90
}
