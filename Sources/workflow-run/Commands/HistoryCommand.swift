import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Who did what, when and why.
struct HistoryCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", _superCommandName: Program.name,
    abstract: "Show who did what to a record, when and why.",
    discussion: examples("history service:S1", "history account:A1 --format json --limit 20"))

  @Argument(help: "The record: service:S1.")
  var record: String

  @Option(help: "How many lines are shown, the latest ones.")
  var limit = 100

  @Flag(help: "Say for each line what it followed from, back to what was asked for.")
  var why = false

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let store = try source.open(looked.definition, for: .looking, moment, report)
    // With a time of its own the question is what had happened by then.
    let answer = try Conductor(store).history(
      of: looked.type, id: looked.id, to: moment.actor,
      until: moment.at?.time(in: looked.definition), limit: limit,
      tellsWhy: why)
    if answer.lines.count < answer.total {
      try report.remark(
        "\(answer.total - answer.lines.count) earlier lines are left out; --limit shows more\n")
    }
    let screen = HistoryScreen(answer: answer, definition: looked.definition)
    try report.print(screen.text(report.tint))
    try report.printMachine(answer)
    return .done
  }
}

/// A record that a command only looks at.
struct LookedAtRecord {
  let definition: WorkflowDefinition
  let type: RecordType
  let id: String

  init(_ text: String, _ source: SourceOptions) throws {
    try self.init(try RecordReference(text), event: nil, source)
  }

  /// - Parameter event: an event that says the type where the record does not.
  init(
    _ reference: RecordReference, event: EventReference?, _ source: SourceOptions
  ) throws {
    let typeName: String
    let workflow = reference.workflow ?? event?.workflow
    if let event {
      (definition, typeName) = try source.definitions.definition(
        ofType: reference.type ?? event.type, event: event, workflow: workflow)
    } else {
      guard let type = reference.type else { throw RecordReference.malformed(reference.id) }
      typeName = type
      definition = try source.definitions.definition(ofType: type, workflow: workflow)
    }
    guard let type = definition.recordType(named: typeName), !type.isInline else {
      throw CommandFailure(
        .usage, "\(withArticle(typeName)) is an entry of a list, with no id of its own")
    }
    self.type = type
    id = reference.id
  }

  func find(in snapshot: Snapshot) throws -> RecordHandle {
    guard let record = snapshot.find(type: type.index, id: id) else {
      throw CommandFailure(
        .usage, "there is no \(type.name) '\(id)'",
        hints: ["workflow-run list \(type.name) shows those that there are"])
    }
    return record
  }
}
