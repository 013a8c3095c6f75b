import ArgumentParser
import JSONText
import RecordFiles
import Workflow
import WorkflowEngine

/// Where definitions come from.
struct WorkflowOptions: ParsableArguments {
  @Option(help: .workflow)
  var workflow = WorkflowOptions.folder

  /// Where workflows are unless somebody says otherwise.
  static let folder = "workflows/"

  private var place: WorkflowPlace { WorkflowPlace(path: workflow) }

  func workspace() throws -> Workspace { try place.workspace() }

  func definition(ofType type: String, workflow name: String?) throws -> WorkflowDefinition {
    try place.definition(ofType: type, workflow: name)
  }
}

/// A workflow's file, or a folder of them.
struct WorkflowPlace {
  let path: String

  func workspace() throws -> Workspace { try Workspace(path) }

  /// The only workflow with such a record type; files that have none are hardly looked at.
  func definition(ofType type: String, workflow name: String?) throws -> WorkflowDefinition {
    let workspace = try Workspace(path, declaring: name == nil ? type : nil)
    return try workspace.definition(ofType: type, workflow: name)
  }

  /// The workflow and the type that an event and its records mean.
  func definition(of names: StepNames) throws -> (WorkflowDefinition, type: String) {
    try definition(ofType: names.type, event: names.event, workflow: names.workflow)
  }

  /// The same, where the type may be left to the event's name.
  func definition(
    ofType type: String?, event: EventReference, workflow: String?
  ) throws -> (WorkflowDefinition, type: String) {
    if let type { return (try definition(ofType: type, workflow: workflow), type) }
    return try workspace().only(event.event, workflow: workflow)
  }
}

/// How a command writes.
struct WritingOptions: ParsableArguments {
  @Option(
    name: .customLong("wait"),
    help: ArgumentHelp(
      "How long to wait for others who are writing to the store.", valueName: "seconds"))
  var waitSeconds = 30.0

  @Flag(help: "Be safe against a power cut as well: each commit waits for the disk.")
  var durable = false

  func validate() throws {
    if !(0...86_400 ~= waitSeconds) {
      throw ValidationError("--wait is a number of seconds from 0 to 86400.")
    }
  }
}

/// Where definitions and records come from.
struct SourceOptions: ParsableArguments {
  @Option(help: .workflow)
  var workflow = WorkflowOptions.folder

  @Option(help: .store)
  var store = SourceOptions.usualStore

  @Option(help: .recordsFile)
  var records: String?

  @OptionGroup var recordText: RecordTextOptions

  func validate() throws {
    let isAsked =
      recordText.encoding != nil || recordText.decimal != .point || recordText.dates != nil
    if isAsked, records == nil {
      throw ValidationError("--encoding, --decimal and --dates speak of the file under --records.")
    }
  }

  var definitions: WorkflowPlace { WorkflowPlace(path: workflow) }
  /// Where records are unless somebody says otherwise.
  static let usualStore = "workflow.db"
}

extension ArgumentHelp {
  static var store: ArgumentHelp { ArgumentHelp("The store.", valueName: "file") }

  static var recordsFile: ArgumentHelp {
    ArgumentHelp(
      "Look at records of a file (JSON, JSON Lines, CSV, YAML) instead of the store; read only.",
      valueName: "file")
  }
}
