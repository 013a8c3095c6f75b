import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Refuses what would tell a secret in plain, or keep something personal.
struct SecretCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  private var secrets: Secrets { definition.secrets }

  func run() {
    if secrets.isEmpty, !secrets.hasPersonal { return }
    // What ways share is read for each of them.
    var told: Set<SourceRange> = []
    for flow in draft.flows {
      guard let mistake = tells(flow) ?? keeps(flow), told.insert(flow.range).inserted else {
        continue
      }
      draft.report.add(mistake, at: flow.range)
    }
  }

  /// What is wrong where a secret goes there; nil where it may.
  private func tells(_ flow: ValueFlow) -> Mistake? {
    guard let found = secrets.secrecy(of: flow.program) else { return nil }
    switch flow.target {
    case .key: return .secretInKey()
    case .time: return .secretInTime()
    case .field(let number, let name):
      let kept = secrets.secrecy(of: name, in: definition.recordTypes[number])
      if let kept, kept.isWithin(found) { return nil }
      return .secretInField(name, sees: found.roles, isSecret: kept != nil)
    case .input(let number, let event, let name):
      let kept = secrets.secrecy(ofInput: name, event: event, of: definition.recordTypes[number])
      return kept?.isWithin(found) == true ? nil : .secretInInput(name, of: event)
    }
  }

  /// The same where something personal goes there.
  private func keeps(_ flow: ValueFlow) -> Mistake? {
    guard secrets.isPersonal(flow.program) else { return nil }
    switch flow.target {
    case .key: return .personalInKey()
    case .time: return nil
    case .field(let number, let name):
      let isKept = secrets.isPersonal(name, in: definition.recordTypes[number])
      return isKept ? nil : .personalInField(name)
    case .input(let number, let event, let name):
      let isKept = secrets.isPersonal(
        input: name, event: event, of: definition.recordTypes[number])
      return isKept ? nil : .personalInInput(name, of: event)
    }
  }
}

/// A value on its way to where it is kept.
struct ValueFlow {
  enum Target {
    /// A stored field by its record type and name.
    case field(type: Int, name: String)
    /// An input of an event that is sent, which no field keeps by itself.
    case input(type: Int, event: String, name: String)
    /// The key of a message.
    case key
    /// When the clock fires a transition or ends a request, which histories and lists of what is due
    /// show to everybody.
    case time
  }

  let target: Target
  let program: CEL.Program
  let range: SourceRange
}
