import Diagnostics
import Workflow

/// What was found in definitions and files of scenarios. Its encoding is the documented JSON.
struct CheckAnswer: Codable {
  var format = Answer.format
  var purpose = "check"
  var files: [File]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case files
  }

  struct File: Codable {
    var file: String
    var isSound: Bool
    /// The workflow that it holds or is about; nil where it is not sound.
    @OrNull var workflow: String?
    /// How many scenarios it has; nil for a definition.
    @OrNull var scenarios: Int?
    var errors: Int
    var warnings: Int
    var diagnostics: [DiagnosticAnswer]

    enum CodingKeys: String, CodingKey {
      case file
      case isSound = "sound"
      case workflow, scenarios, errors, warnings, diagnostics
    }
  }

  init(_ checked: [CheckedFile]) {
    files = checked.map { file in
      File(
        file: file.name, isSound: file.content != nil, workflow: file.workflow,
        scenarios: file.scenarioCount, errors: file.count(.error),
        warnings: file.count(.warning), diagnostics: file.diagnostics.map(DiagnosticAnswer.init))
    }
  }
}
