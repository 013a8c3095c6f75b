import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore

/// What the clock will do to a record, played on a copy that is thrown away.
struct SimulateCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", _superCommandName: Program.name,
    abstract: "Play what the clock does to a record until a time; nothing is written.",
    discussion: examples(
      "simulate service:S1 --until 2027-01-01",
      "simulate account:A1 --event deactivate --at 2026-03-10T09:00:00Z --until 2027-01-01"))

  @Argument(help: "The record: service:S1.")
  var record: String

  @Option(help: ArgumentHelp("How far the clock goes.", valueName: "time"))
  var until: MomentArgument

  @Option(
    name: .customLong("event"), parsing: .singleValue,
    help: ArgumentHelp(
      "An event that is asked of the record first; several in order.", valueName: "event"))
  var events: [String] = []

  @Option(
    name: .customLong("input"), parsing: .singleValue,
    help: ArgumentHelp(
      "A value for each event that asks for it, or the first that may edit it.",
      valueName: "name=value"))
  var inputs: [AssignmentArgument] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("The same as --input.", valueName: "field=value"))
  var edits: [AssignmentArgument] = []

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let definition = looked.definition
    let end = until.time(in: definition)
    // The clock begins now, or at the time it is to reach where that has passed.
    let start = min(moment.time(in: definition), end)
    let requests = try requests(of: looked, at: start)
    let store = try source.open(definition, for: .looking, moment, report)
    try store.read { view in _ = try looked.find(in: view.snapshot) }
    let answer = try Conductor(store).simulate(
      Simulation(
        recordType: looked.type.index, recordID: looked.id, requests: requests,
        actor: moment.actor, start: start, end: end))
    try show(answer, looked, from: start, until: end, report)
    return answer.isRefused ? .blocked : .done
  }

  /// The events that come first, each with the values that it takes; what none of them takes is a
  /// mistake of the last.
  private func requests(of looked: LookedAtRecord, at start: Int64) throws -> [WorkflowRequest] {
    if events.isEmpty, !(inputs + edits).isEmpty {
      throw CommandFailure(
        .usage, "--input and --set belong to an event", hints: ["name it with --event"])
    }
    var edited: Set<String> = []
    var taken: Set<String> = []
    return try events.enumerated().map { place, name in
      let isLast = place == events.count - 1
      let event = looked.type.event(named: name)
      let editable = Set(
        (event?.transitions ?? []).flatMap(\.edits).map { looked.type.fields[$0].name }
      ).subtracting(edited)
      func takes(_ value: AssignmentArgument) -> Bool {
        event?.asks(for: value.name) == true || editable.contains(value.name)
          || isLast && !taken.contains(value.name)
      }
      var text = RequestText(recordType: looked.type.name, event: name)
      text.inputs = inputs.filter(takes).map { ($0.name, $0.value) }
      text.edits = edits.filter(takes).map { ($0.name, $0.value) }
      let own = Set((text.inputs + text.edits).map(\.name))
      taken.formUnion(own)
      edited.formUnion(own.intersection(editable))
      return try ReadRequest(text, in: looked.definition)
        .request(of: .one(looked.id), by: moment.actor, at: start)
    }
  }

  private func show(
    _ answer: SimulationAnswer, _ looked: LookedAtRecord, from start: Int64, until end: Int64,
    _ report: Report
  ) throws {
    let zone = looked.definition.timeZone
    let span = "from \(LocalTime.text(start, zone)) until \(LocalTime.text(end, zone))"
    var text = report.tint.strong("\(answer.name.shownOnOneLine), \(span)") + "\n\n"
    text += TimelineScreen(entries: answer.timeline, definition: looked.definition)
      .text(report.tint)
    text += EndedScreen(ended: answer.ended, definition: looked.definition).text(report.tint)
    if answer.isCutShort { text += "The clock stopped: a timer sets itself again and again.\n" }
    let fired = answer.timeline.filter { !$0.isBlocked }
    let blocked = answer.timeline.filter { entry in
      entry.isBlocked && !fired.contains { $0.isSameTimer(as: entry) }
    }
    text +=
      "Timeline: \(fired.count) fired, \(blocked.count) held back. Simulation: nothing was written.\n"
    try report.print(text)
    try report.printMachine(answer)
  }
}

extension ClockAnswer.Entry {
  fileprivate func isSameTimer(as other: Self) -> Bool {
    type == other.type && id == other.id && event == other.event && due == other.due
  }
}
