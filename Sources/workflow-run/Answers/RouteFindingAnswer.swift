import Diagnostics
import Workflow
import WorkflowAnalysis

/// The way to a condition, or why there is none. Its encoding is the documented JSON.
struct RouteFindingAnswer: Codable {
  enum Outcome: String, Codable, CaseIterable {
    case holdsAlready = "holds_already"
    case found
    case onlyIrreversible = "only_irreversible"
    case none
  }

  var format = Answer.format
  var purpose = "route"
  var record: String
  var goal: String
  /// Nil where the goal has mistakes.
  var outcome: Outcome?
  var route: RouteAnswer?
  /// How far was looked, where there is none.
  var extent: String?
  var situations: Int?
  var obstacles: [Obstacle]?
  /// The mistakes of a goal that was not looked for.
  var diagnostics: [DiagnosticAnswer]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case record, goal, outcome, route, extent, situations, obstacles, diagnostics
  }

  init(record: String, goal: String) {
    self.record = record
    self.goal = goal
  }

  /// A refusal that nothing could be done about.
  struct Obstacle: Codable {
    var event: String
    var record: String
    var blockedBy: [String]
    var sentences: [String]

    enum CodingKeys: String, CodingKey {
      case event, record
      case blockedBy = "blocked_by"
      case sentences
    }
  }
}
