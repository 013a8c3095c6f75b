import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Refuses what would tell a secret in plain.
struct SecretCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    if definition.secrets.isEmpty { return }
    // What ways share is read for each of them.
    var told: Set<SourceRange> = []
    for flow in draft.flows {
      guard let found = definition.secrets.secrecy(of: flow.program),
        let mistake = mistake(flow.target, found), told.insert(flow.range).inserted
      else { continue }
      draft.report.add(mistake, at: flow.range)
    }
  }

  /// What is wrong where a secret goes there; nil where it may.
  private func mistake(_ target: ValueFlow.Target, _ found: Secrecy) -> Mistake? {
    switch target {
    case .key: return .secretInKey()
    case .time: return .secretInTime()
    case .field(let number, let name):
      let kept = definition.secrets.secrecy(of: name, in: definition.recordTypes[number])
      if let kept, kept.isWithin(found) { return nil }
      return .secretInField(name, sees: found.roles, isSecret: kept != nil)
    }
  }
}

/// A value on its way to where it is kept.
struct ValueFlow {
  enum Target {
    /// A stored field by its record type and name.
    case field(type: Int, name: String)
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
