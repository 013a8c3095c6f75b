import Workflow
import WorkflowEngine
import WorkflowWords

/// What one step did, as its `then` looks at it.
struct Observation {
  var outcome: ExpectedOutcome
  /// The step's time, in microseconds.
  var time: Int64
  var refusal: RefusalAnswer?
  var invalid: InvalidAnswer?
  /// Every step of a record that was decided, fired timers included.
  var decisions: [Decision] = []
  /// Whether a repeated request was given its first answer again: nothing was decided.
  var isRepeat = false
  var isDryRun = false
  /// Records the step brought about and that are there.
  var created: [RecordName] = []
  var messages: [Plan.Message] = []
  /// Requests that had waited too long.
  var expired: [PendingRequest.Name] = []
  /// Records that are not as they were before the step.
  var changed: [RecordName] = []
  var view: RecordView?
  var rows: [String]?
  var listMenu: [String] = []
  /// The records before the step, where an invariant asks for them.
  var former: RecordsView?
  /// What a dry run's records would be.
  var planned: RecordsView?

  init(_ outcome: ExpectedOutcome, time: Int64) {
    self.outcome = outcome
    self.time = time
  }

  init(_ answer: Answer, _ decisions: [Decision], time: Int64) {
    self.time = time
    switch answer.outcome {
    case .allowed, .partlyBlocked: outcome = .allowed
    case .pending: outcome = .pending
    case .blocked, .stale: outcome = .blocked
    case .invalid: outcome = .invalid
    }
    refusal = answer.refusal
    invalid = answer.invalid
    isRepeat = answer.isRepeated ?? false
    self.decisions = decisions
  }

  /// The messages that reach the outbox: one under a key that was used before does not.
  var sent: [Plan.Message] { messages.filter { !$0.isRepeated } }

  // MARK: What is shown

  var blockers: [BlockerAnswer] { refusal?.blockers ?? [] }

  var warnings: [Said] {
    plans.flatMap(\.warnings)
      + (refusedPrompt?.warnings ?? plans.lazy.compactMap(\.prompt).first?.warnings ?? [])
  }

  var reminders: [Said] { decisions.compactMap(\.plan).flatMap(\.reminders) }

  /// The question that was asked, answered or not.
  var prompt: Prompt? { refusedPrompt ?? plans.lazy.compactMap(\.prompt).first }

  private var refusedPrompt: Prompt? { decisions.lazy.compactMap { $0.refusal?.prompt }.first }

  private var plans: [Plan] { decisions.compactMap { $0.plan ?? $0.pending?.plan } }

  /// Every sentence that a person gets to see.
  var sentences: [String] {
    var result: [String] = []
    for blocker in blockers + (refusal?.alsoNeeded ?? []) {
      result += [blocker.sentence] + blocker.facts
    }
    for refusal in decisions.compactMap(\.refusal) {
      for blocker in refusal.blockers + refusal.alsoNeeded {
        result += [blocker.sentence] + blocker.factLines
      }
    }
    if let prompt { result += [prompt.text] + [prompt.details].compactMap(\.self) }
    result += decisions.compactMap { $0.pending?.sentence }
    for plan in decisions.compactMap(\.plan) {
      for skipped in plan.skipped { result += skipped.blockers.map(\.sentence) }
    }
    result += (warnings + reminders).map(\.sentence)
    if let invalid { result.append(invalid.message) }
    var seen: Set<String> = []
    return result.filter { seen.insert($0).inserted }
  }

  // MARK: A result for each record

  var done: [String] { decisions.filter(\.isDone).map(\.recordID) }

  /// The records that were not done, with their reasons; members that a cascade skipped among them.
  var notDone: [ExpectedRefusal] {
    decisions.flatMap { decision -> [ExpectedRefusal] in
      switch decision.outcome {
      case .blocked(let refusal): [ExpectedRefusal(record: decision.recordID, by: refusal.names)]
      case .allowed(let plan):
        plan.skipped.map {
          ExpectedRefusal(
            record: decision.snapshot.id(of: $0.record), by: $0.blockers.map(\.reportedName))
        }
      case .pending, .invalid: []
      }
    }
  }
}
