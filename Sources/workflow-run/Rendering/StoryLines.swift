import CEL
import WorkflowAnalysis
import WorkflowEngine

/// A story as commands that work when pasted.
struct StoryLines {
  let definition: WorkflowDefinition
  /// What every command carries: `--workflow FILE`, `--store FILE`.
  var common: [String] = []
  /// The time that commands need not state.
  var usualTime: Int64?

  func commands(of story: Story) -> [String] {
    story.steps.flatMap { commands(of: $0, in: story) }
  }

  private func commands(of step: Story.Step, in story: Story) -> [String] {
    let at = step.at == usualTime ? [] : ["--at", definition.text(of: .timestamp(step.at))]
    switch step.move.kind {
    case .wait: return []
    case .tick: return [line(["due"] + at)]
    case .expire: return [expiry(step.move, in: story)] + [line(["due"] + at)]
    case .turn: return [waiting(step.move, in: story)]
    case .ask: break
    }
    let type = definition.recordTypes[step.move.recordType]
    let event = "\(type.name).\(type.events[step.move.event].name)"
    let record = story.records[step.move.record]
    let name = step.move.isNew ? ["--id", record.id] : ["\(type.name):\(record.id)"]
    var words = ["apply", event] + name
    for input in step.move.inputs { words += ["--input", assignment(input)] }
    for edit in step.move.edits { words += ["--set", assignment(edit)] }
    let first = line(words + at + person(step.move.actor) + ["--yes"])
    guard step.approvals > 0, let approver = step.move.approver else { return [first] }
    let second = ["approve", event, "\(type.name):\(record.id)"]
    return [first] + approver.peers(step.approvals).map { line(second + at + person($0)) }
  }

  /// `# once a request for 'pay' of refund:R1 has expired`.
  private func expiry(_ move: Move, in story: Story) -> String {
    let type = definition.recordTypes[move.recordType]
    let asked = type.events[move.event].transitions.first?.expiredEvent ?? move.event
    let record = story.records[move.record].id
    return "# once a request for '\(type.events[asked].name)' of \(type.name):\(record) has expired"
  }

  /// `# a request for 'pay' of refund:R1 begins or ceases to wait`.
  private func waiting(_ move: Move, in story: Story) -> String {
    let type = definition.recordTypes[move.recordType]
    let record = story.records[move.record].id
    return
      "# a request for '\(type.events[move.event].name)' of \(type.name):\(record) begins or ceases to wait"
  }

  private func assignment(_ value: NamedValue) -> String {
    "\(value.name)=\(value.value == .null ? "null" : definition.text(of: value.value))"
  }

  private func person(_ actor: Actor) -> [String] {
    let roles = actor.roles.isEmpty ? "" : ":\(actor.roles.joined(separator: ","))"
    return actor.roles.isEmpty && actor.user == "first" ? [] : ["--as", actor.user + roles]
  }

  private func line(_ words: [String]) -> String {
    (["workflow-run"] + words + common).map(\.quotedForShell).joined(separator: " ")
  }
}

extension String {
  /// The text as one word of a command line.
  var quotedForShell: String {
    let plain = utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        || "-_./:=,@%+".utf8.contains(byte)
    }
    if plain, !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
