import ArgumentParser
import CEL
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// A record as a person sees it, and what may be asked of it.
struct ShowCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: Program.name,
    abstract: "Show a record: its fields and badges, what its menu offers, and why not the rest.",
    discussion: examples("show service:S1", "show account:A1 --format json --as u17:clerk"))

  @Argument(help: "The record: service:S1.")
  var record: String

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let store = try source.open(looked.definition, for: .looking, moment)
    let waiting = try looked.type.events.compactMap { event in
      try store.waitingRequest(
        PendingRequest.Name(
          recordType: looked.type.name, event: event.name, recordID: looked.id))
    }
    let screen = try store.read { view in
      let record = try looked.find(in: view.snapshot)
      switch view.snapshot.presence(of: record) {
      case .present: break
      case .deleted, .unknown:
        throw CommandFailure(.usage, "\(looked.type.name) '\(looked.id)' was deleted")
      case .erased: throw CommandFailure(.usage, "\(looked.type.name) '\(looked.id)' was erased")
      }
      let reader = RowReader(
        definition: looked.definition, snapshot: view.snapshot, actor: moment.actor,
        now: moment.time(in: looked.definition))
      return RecordScreen(record, reader, waiting: waiting)
    }
    let words = ValueWords(definition: looked.definition)
    let footer = Moment(
      actor: moment.actor, at: moment.time(in: looked.definition), definition: looked.definition
    ).text
    let known = try store.definition(lastMoving: looked.type, id: looked.id)
    let under = movedUnder(known, looked.definition)
    try report.print(
      screen.text(words, report.tint) + "\n" + report.tint.faint(under + footer) + "\n")
    let definition = known.map { known in
      JSON.object([("version", .string(known.version)), ("hash", .string(known.hash))])
    }
    try report.printMachine(
      [("command", .string("show"))] + screen.members(words)
        + [("definition", definition ?? .null)])
    return .done
  }

  /// A line for a record that last moved under another definition than the one it is shown by.
  private func movedUnder(_ known: KnownDefinition?, _ present: WorkflowDefinition) -> String {
    guard let known, known.hash != present.hash else { return "" }
    return "last moved under version \(known.version) (\(known.hash.prefix(7)))\n"
  }
}
