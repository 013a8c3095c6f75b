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
    var told: Set<Int> = []
    for flow in draft.flows {
      guard let found = definition.secrets.secrecy(of: flow.program) else { continue }
      switch flow.target {
      case .key where told.insert(flow.range.start).inserted:
        draft.report.add(.secretInKey(), at: flow.range)
      case .key: continue
      case .field(let number, let name):
        let kept = definition.secrets.secrecy(of: name, in: definition.recordTypes[number])
        if let kept, kept.isWithin(found) { continue }
        guard told.insert(flow.range.start).inserted else { continue }
        draft.report.add(
          .secretInField(name, sees: found.roles, isSecret: kept != nil), at: flow.range)
      }
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
  }

  let target: Target
  let program: CEL.Program
  let range: SourceRange
}
