import ArgumentParser
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
  @OptionGroup var routes: RouteOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let looked = try LookedAtRecord(record, source)
    let store = try source.open(looked.definition, for: .looking, moment, report)
    let now = moment.time(in: looked.definition)
    let conductor = Conductor(store)
    var answer = try conductor.show(looked.type, id: looked.id, to: moment.actor, at: now)
    try addRoutes(to: &answer, looked, conductor)
    let screen = RecordScreen(answer: answer, definition: looked.definition)
    let footer =
      movedUnder(answer.definition, looked.definition)
      + lastTick(answer, looked)
      + Moment(actor: moment.actor, at: now, definition: looked.definition).text
    try report.print(screen.text(report.tint) + "\n" + report.tint.faint(footer) + "\n")
    try report.hint(toImport: source, for: answer.menu.lazy.compactMap(\.route).first)
    try report.printMachine(answer)
    return .done
  }

  /// The ways to what the menu offers and the record's state or another one's stands in the way of.
  private func addRoutes(
    to answer: inout ShowAnswer, _ looked: LookedAtRecord, _ conductor: Conductor
  ) throws {
    let workflow = try RecordReference(record).workflow
    let lines = RouteLines(looked.definition, source, moment, workflow: workflow)
    for index in answer.menu.indices where answer.menu[index].verdict == .blocked {
      let offer = answer.menu[index]
      guard offer.blockedBy != [BlockCode.notPermitted.rawValue],
        let event = looked.type.event(named: offer.event)
      else { continue }
      let request = WorkflowRequest(
        recordType: looked.type.index, event: event.index, target: .one(looked.id),
        isConfirmed: true, actor: moment.actor, now: moment.time(in: looked.definition))
      answer.menu[index].route = try routes.route(to: request, conductor, lines)
    }
  }

  /// A line for a record that waits for the clock.
  private func lastTick(_ answer: ShowAnswer, _ looked: LookedAtRecord) -> String {
    guard !answer.timers.isEmpty, let last = answer.lastTick else { return "" }
    return "the clock last ticked at \(LocalTime.text(last, looked.definition.timeZone))\n"
  }

  /// A line for a record that last moved under another definition than the one it is shown by.
  private func movedUnder(_ known: ShowAnswer.MovedUnder?, _ present: WorkflowDefinition) -> String
  {
    guard let known, known.hash != present.hash else { return "" }
    return "last moved under version \(known.version) (\(known.hash.prefix(7)))\n"
  }
}
