import Diagnostics
import WorkflowEngine
import WorkflowScenarios
import WorkflowWords

/// A definition or a file of scenarios with what was found in it.
struct CheckedFile {
  enum Content {
    case workflow(WorkflowDefinition)
    case scenarios(ScenarioFile)
  }

  var name: String
  /// nil where there is an error in it.
  var content: Content?
  var diagnostics: [Diagnostic]
  /// The main file, where this is a part.
  var main: String?

  /// The name of the workflow that it holds or is about.
  var workflow: String? {
    switch content {
    case .workflow(let definition): definition.name
    case .scenarios(let file): file.definition.name
    case nil: nil
    }
  }

  /// How many scenarios it has; nil for a definition.
  var scenarioCount: Int? {
    switch content {
    case .scenarios(let file): file.scenarios.count
    case .workflow, nil: nil
    }
  }

  func count(_ severity: Diagnostic.Severity) -> Int {
    diagnostics.count { $0.severity == severity }
  }

  /// `workflows/a.yaml: sound, 6 record types, 31 events`.
  var verdict: String {
    var parts: [String] = []
    if count(.error) > 0 { parts.append(counted(count(.error), "error")) }
    if count(.warning) > 0 { parts.append(counted(count(.warning), "warning")) }
    if content != nil { parts.insert("sound", at: 0) }
    if let main { parts.append("a part of \(main)") }
    switch content {
    case .workflow(let definition):
      let events = definition.recordTypes.map(\.events.count).reduce(0, +)
      parts.append(counted(definition.recordTypes.count, "record type"))
      parts.append(counted(events, "event"))
    case .scenarios(let file):
      parts.append("\(counted(file.scenarios.count, "scenario")) of \(file.definition.name)")
    case nil: break
    }
    if parts.isEmpty { parts.append("not checked, its workflow has errors") }
    return "\(name): \(parts.joined(separator: ", "))"
  }
}
