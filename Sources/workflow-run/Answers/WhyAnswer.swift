import JSONText
import Workflow
import WorkflowAnalysis

/// Which step made a condition hold, and what would change it. Its encoding is the documented JSON.
struct WhyAnswer: Codable {
  var format = Answer.format
  var purpose = "why"
  var record: String
  var condition: String
  /// Nil where the condition has mistakes.
  var outcome: String?
  /// The line of the history that made it so.
  var line: Line?
  /// What that followed from, one after another.
  var causes: [Line]?
  /// Whether the history goes further back than was looked.
  var isCut: Bool?
  /// What makes the opposite hold.
  var route: RouteAnswer?
  /// The mistakes of a condition that was not looked at.
  var diagnostics: [DiagnosticAnswer]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case record, condition, outcome, line, causes
    case isCut = "history_is_cut"
    case route, diagnostics
  }

  init(record: String, condition: String) {
    self.record = record
    self.condition = condition
  }

  struct Line: Codable {
    var line: Int
    var at: String
    var type: String
    @OrNull var id: String?
    @OrNull var event: String?
    var cause: String
    var user: String
    var changes: [Change]
  }

  struct Change: Codable {
    var field: String
    var old: JSON
    var new: JSON
  }
}
