import CEL
import Diagnostics
import WorkflowEngine

/// Refuses formulas that ask whether a request waits where nothing looks again when that changes:
/// a request begins and ceases to wait outside any step.
struct PendingCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    guard definition.tellsWhatWaits else { return }
    for watched in draft.watched {
      guard let name = name(askedBy: watched.programs) else { continue }
      draft.report.add(.pendingUnseen(name, watched.reason), at: watched.range)
    }
  }

  /// What they ask, by themselves or through what they are built on.
  private func name(askedBy programs: [Program]) -> String? {
    var walk = ProgramWalk(definition: definition)
    for program in programs { walk.visit(program) }
    return walk.reads.filter { read in
      definition.recordTypes[read.recordType].events.contains {
        $0.pendingSlot != nil && RecordType.pendingName(of: $0.name) == read.member
      }
    }.map(\.member).min()
  }
}

/// Formulas that are looked at when something that they read has changed.
struct Watched {
  enum Reason {
    case invariant, possibility, reaction, automatic
  }

  let programs: [Program]
  let reason: Reason
  let range: SourceRange
}
