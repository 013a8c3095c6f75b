import Diagnostics
import SCXML
import Workflow

/// A state chart as a workflow. Its encoding is the documented JSON.
struct ConvertAnswer: Codable {
  var format = Answer.format
  var purpose = "convert"
  /// The workflow's text.
  var workflow: String
  var recordType: String
  /// The event that makes a record and enters the first states.
  var start: String
  var states: [Naming]
  var events: [Naming]
  /// What has no counterpart.
  var diagnostics: [DiagnosticAnswer]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case workflow
    case recordType = "record_type"
    case start, states, events, diagnostics
  }

  /// How something is called in the chart and in the workflow.
  struct Naming: Codable {
    var document: String
    var workflow: String

    init(_ naming: ChartConversion.Naming) {
      document = naming.document
      workflow = naming.workflow
    }
  }

  init(_ conversion: ChartConversion, _ diagnostics: [Diagnostic]) {
    workflow = conversion.text
    recordType = conversion.recordType
    start = conversion.start
    states = conversion.states.map(Naming.init)
    events = conversion.events.map(Naming.init)
    self.diagnostics = diagnostics.map(DiagnosticAnswer.init)
  }
}
