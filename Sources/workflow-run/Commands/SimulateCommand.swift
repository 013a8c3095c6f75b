import ArgumentParser
import CEL
import Diagnostics
import JSONText
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

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let store = try source.open(looked.definition, for: .looking, moment)
    let simulation = Simulation(
      looked, events: try events.map { try event($0, of: looked.type) }, actor: moment.actor,
      from: start, until: until.microseconds)
    let (name, outcome) = try store.read { view in
      let handle = try looked.find(in: view.snapshot)
      let name = simulation.interpreter.name(
        view.snapshot, of: handle, actor: moment.actor, now: moment.time)
      return (name, simulation.run(on: view.snapshot))
    }
    try show(name, outcome, looked, report)
    if outcome.isRefused { return .blocked }
    return .done
  }

  /// The clock begins now, or at the time it is to reach where that has passed.
  private var start: Int64 { min(moment.time, until.microseconds) }

  private func event(_ name: String, of type: RecordType) throws(CommandFailure) -> Event {
    if let event = type.event(named: name) { return event }
    let names = type.events.map(\.name)
    throw CommandFailure.unknown(
      "there is no event '\(name)' of \(type.name)", meant: suggestion(for: name, among: names),
      known: names)
  }

  private func show(
    _ name: String, _ outcome: Simulation.Outcome, _ looked: LookedAtRecord, _ report: Report
  ) throws {
    let words = ValueWords(definition: looked.definition)
    let screen = TimelineScreen(entries: outcome.timeline, words: words)
    let zone = looked.definition.timeZone
    let span =
      "from \(Moment.local(start, zone)) until \(Moment.local(until.microseconds, zone))"
    var text = report.tint.strong("\(name.shownOnOneLine), \(span)") + "\n\n"
    text += screen.text(report.tint)
    if outcome.isCutShort { text += "The clock stopped: a timer sets itself again and again.\n" }
    text += "Timeline: \(screen.counts). Simulation: nothing was written.\n"
    try report.print(text)
    try report.printMachine([
      ("command", .string("simulate")),
      ("record", .object([("type", .string(looked.type.name)), ("id", .string(looked.id))])),
      ("from", .string(Timestamp(microseconds: start).description)),
      ("until", .string(Timestamp(microseconds: until.microseconds).description)),
      ("timeline", .array(outcome.timeline.map { $0.json(words) })),
      ("cut_short", .boolean(outcome.isCutShort)),
    ])
  }
}
