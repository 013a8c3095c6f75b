import CEL
import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowAnalysis
import WorkflowEngine

/// A route as commands that work when pasted.
struct RouteLines {
  let definition: WorkflowDefinition
  /// The workflow's name before types, where it was written so: `customer-account/`.
  var prefix = ""
  /// What every command carries: `--workflow FILE`, `--store FILE`.
  var common: [String] = []
  /// Who asks, where that was said.
  var actor: Actor?
  /// Whether the time of the request was said.
  var isTimeGiven = false

  func answer(_ route: Route) -> RouteAnswer {
    var hasWaited = false
    let steps = route.steps.map { step -> RouteAnswer.Step in
      if step.kind == .wait { hasWaited = true }
      return answer(step, isTimeSaid: isTimeGiven || hasWaited)
    }
    return RouteAnswer(steps: steps, others: route.others)
  }

  private func answer(_ step: Route.Step, isTimeSaid: Bool) -> RouteAnswer.Step {
    let at = definition.text(of: .timestamp(step.at))
    guard step.kind == .ask else {
      let hasTimers = definition.recordTypes.contains { type in
        type.events.contains { $0.transitions.contains(where: \.isTimed) }
      }
      return RouteAnswer.Step(
        kind: .wait, event: nil, id: nil, inputs: .object([]), edits: .object([]), actor: nil,
        approvers: [], at: at, isIrreversible: step.isIrreversible,
        lines: hasTimers ? [line(["due", "--at", at])] : [])
    }
    let type = definition.recordTypes[step.recordType]
    return RouteAnswer.Step(
      kind: .ask, event: "\(type.name).\(type.events[step.event].name)", id: step.recordID,
      inputs: json(shown(step.inputs, step)), edits: json(shown(step.edits, step)),
      actor: PersonAnswer(step.actor), approvers: step.approvers.map(PersonAnswer.init), at: at,
      isIrreversible: step.isIrreversible,
      lines: commands(of: step, isTimeSaid ? ["--at", at] : []))
  }

  /// Values as the one who asks may see them.
  private func shown(_ values: [NamedValue], _ step: Route.Step) -> [NamedValue] {
    let type = definition.recordTypes[step.recordType]
    return Sight(definition, of: actor).shown(
      values, event: type.events[step.event].name, ofType: type.name)
  }

  private func json(_ values: [NamedValue]) -> JSON {
    .object(values.map { ($0.name, definition.json(of: $0.value)) })
  }

  private func commands(of step: Route.Step, _ at: [String]) -> [String] {
    let type = definition.recordTypes[step.recordType]
    let event = type.events[step.event]
    let record = "\(prefix)\(type.name):\(step.recordID)"
    let asked =
      step.isNew
      ? ["\(prefix)\(type.name).\(event.name)", "--id", step.recordID] : [event.name, record]
    var words = ["apply"] + asked
    for input in shown(step.inputs, step) { words += ["--input", assignment(input)] }
    for edit in shown(step.edits, step) { words += ["--set", assignment(edit)] }
    words += person(step.actor) + at
    if event.transitions.contains(where: { $0.question != nil }) { words.append("--yes") }
    return [line(words)]
      + step.approvers.map { line(["approve", event.name, record] + person($0) + at) }
  }

  private func assignment(_ value: NamedValue) -> String {
    let text =
      switch value.value {
      case .null: "null"
      case .list, .entries: definition.json(of: value.value).compact
      case .text, .word, .choice, .reference: definition.text(of: value.value)
      }
    return "\(value.name)=\(text)"
  }

  private func person(_ one: Actor) -> [String] {
    let isKnown = one.user != Route.somebody && !one.user.hasPrefix(Route.another)
    if isKnown, actor == nil { return [] }
    let roles = one.roles.isEmpty ? "" : ":\(one.roles.joined(separator: ","))"
    return ["--as", one.user + roles]
  }

  private func line(_ words: [String]) -> String {
    (["workflow-run"] + words + common).map(\.quotedForShell).joined(separator: " ")
  }
}

extension RouteAnswer {
  /// How many things are to be done or waited for.
  var length: Int { steps.reduce(0) { $0 + max($1.lines.count, 1) } }

  /// The steps as lines that can be pasted together.
  var lines: [String] {
    steps.flatMap { step in
      step.kind == .wait ? ["# wait until \(step.at)"] + step.lines : step.lines
    }
  }

  /// `the way there, 3 steps:` with the commands below.
  func paragraph(_ heading: String) -> [String] {
    ["  \(heading), \(counted(length, "step")):"] + lines.map { "    \($0)" }
  }
}
