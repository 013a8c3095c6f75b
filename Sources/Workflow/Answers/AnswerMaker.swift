import CEL
public import JSONText
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Makes values of what was decided, while the records it was decided on can still be read.
struct AnswerMaker {
  let interpreter: Interpreter
  let actor: Actor
  let now: Int64
  /// Who is told, where that is somebody else.
  var viewer: Actor?

  private var sight: Sight { Sight(definition, of: viewer ?? actor) }

  var definition: WorkflowDefinition { interpreter.definition }

  // MARK: The head

  func head(
    _ purpose: Answer.Purpose, recordType: RecordType, event: Event
  ) -> Answer {
    Answer(
      purpose: purpose, workflow: DefinitionAnswer(definition),
      event: "\(recordType.name).\(event.name)",
      label: event.soleLabel, actor: PersonAnswer(actor),
      at: definition.timeText(now))
  }

  // MARK: One record

  /// What a decision came to, without what was written.
  func fill(_ answer: inout Answer, with decision: Decision) {
    answer.record = record(of: decision)
    switch decision.outcome {
    case .allowed(let plan):
      answer.outcome = decision.isStale ? .stale : .allowed
      answer.plan = self.plan(plan, decision)
    case .pending(let pending):
      answer.outcome = decision.isStale ? .stale : .pending
      answer.approval = ApprovalAnswer(
        sentence: pending.sentence, roles: pending.roles, count: pending.count,
        agreed: pending.agreed.map(PersonAnswer.init))
      answer.plan = plan(pending.plan, decision)
    case .blocked(let refusal):
      answer.outcome = .blocked
      answer.refusal = self.refusal(refusal, in: decision.snapshot)
      answer.refusal?.guardCount = guardCount(decision)
    case .invalid(let invalid):
      answer.outcome = .invalid
      answer.invalid = InvalidAnswer(invalid)
    }
  }

  private func record(of decision: Decision) -> RecordAnswer {
    let id = decision.recordID
    switch decision.request.target {
    case .record(let record):
      return RecordAnswer(
        type: decision.recordType, id: id, name: name(of: record, in: decision.snapshot))
    case .new:
      return RecordAnswer(
        type: decision.recordType, id: id.isEmpty ? nil : id,
        name: "new \(decision.recordType)\(id.isEmpty ? "" : " \(id)")")
    }
  }

  /// How many guards the record's state puts before the event.
  private func guardCount(_ decision: Decision) -> Int? {
    let type = definition.recordTypes[decision.request.recordType]
    let transitions = type.events[decision.request.event].transitions
    switch decision.request.target {
    case .new: return transitions.first { $0.creates }?.guards.count
    case .record(let record):
      let snapshot = decision.snapshot
      guard snapshot.presence(of: record) == .present else { return nil }
      return transitions.first { transition in
        transition.from.allSatisfy { $0.contains(snapshot.storedWord(of: record, slot: $0.slot)) }
      }?.guards.count
    }
  }

  // MARK: Refusals

  func refusal(_ refusal: Refusal, in snapshot: Snapshot?) -> RefusalAnswer {
    RefusalAnswer(
      blockedBy: refusal.names, blockers: refusal.blockers.map { blocker($0, in: snapshot) },
      alsoNeeded: refusal.alsoNeeded.map { blocker($0, in: snapshot) },
      prompt: refusal.prompt.map(prompt), guardCount: nil)
  }

  func blocker(_ blocker: Blocker, in snapshot: Snapshot?) -> BlockerAnswer {
    BlockerAnswer(
      blocker,
      record: snapshot.flatMap { snapshot in
        blocker.record.map { record in
          RecordAnswer(
            type: snapshot.type(of: record).name, id: snapshot.id(of: record),
            name: name(of: record, in: snapshot))
        }
      })
  }

  func name(of record: RecordHandle, in snapshot: Snapshot) -> String {
    interpreter.name(snapshot, of: record, actor: viewer ?? actor, now: now)
  }

  // MARK: Plans

  func prompt(_ prompt: Prompt) -> PromptAnswer {
    PromptAnswer(
      text: prompt.text, details: prompt.details, buttons: prompt.buttons,
      inputs: prompt.inputs.map {
        PromptAnswer.Input(name: $0.name, label: $0.label, value: JSON($0.value, in: definition))
      })
  }

  private func plan(_ plan: Plan, _ decision: Decision) -> PlanAnswer {
    let changeset = decision.changeset ?? decision.snapshot.changeset(of: plan)
    return PlanAnswer(
      steps: steps(of: changeset),
      leftAlone: plan.leftAlone.map { leftAlone($0, in: decision.snapshot) },
      skipped: plan.skipped.map { skipped($0, in: decision.snapshot) },
      messages: messages(of: changeset), warnings: changeset.warnings.map(Remark.init),
      reminders: changeset.reminders.map(Remark.init), prompt: plan.prompt.map(prompt))
  }

  func steps(of changeset: Changeset) -> [PlanAnswer.Step] {
    let sight = sight
    return changeset.entries.map { entry in
      func shown(_ value: StoredValue, _ field: String) -> JSON {
        JSON(sight.shown(value, of: field, ofType: entry.recordType), in: definition)
      }
      return PlanAnswer.Step(
        type: entry.recordType, id: entry.recordID, kind: entry.kind, event: entry.event,
        cause: entry.cause, parent: entry.parent,
        changes: entry.changes.map {
          PlanAnswer.Change(
            field: $0.field, isState: $0.isState, old: shown($0.old, $0.field),
            new: shown($0.new, $0.field))
        })
    }
  }

  func messages(of changeset: Changeset) -> [PlanAnswer.Message] {
    changeset.messages.map {
      PlanAnswer.Message(
        name: $0.name, key: $0.key, type: $0.recordType, id: $0.recordID,
        fields: JSON(sight.shown($0.fields, ofMessage: $0.name), in: definition),
        isRepeated: $0.isRepeated ? true : nil)
    }
  }

  private func skipped(_ skipped: Plan.Skipped, in snapshot: Snapshot) -> PlanAnswer.Skipped {
    PlanAnswer.Skipped(
      type: snapshot.type(of: skipped.record).name, id: snapshot.id(of: skipped.record),
      event: skipped.event, step: Int(skipped.step),
      blockers: skipped.blockers.map { blocker($0, in: snapshot) })
  }

  private func leftAlone(_ left: Plan.LeftAlone, in snapshot: Snapshot) -> PlanAnswer.Untouched {
    let type = snapshot.type(of: left.record)
    let transitions = type.event(named: left.event)?.transitions ?? []
    let there = transitions.flatMap(\.to).first {
      snapshot.storedWord(of: left.record, slot: $0.slot) == $0.state
    }
    let slot = there?.slot ?? transitions.flatMap(\.from).first?.slot ?? type.regions.first?.slot
    return PlanAnswer.Untouched(
      type: type.name, id: snapshot.id(of: left.record), event: left.event, step: Int(left.step),
      state: slot.map { definition.text(of: snapshot.storedValue(of: left.record, slot: $0)) },
      isThere: there != nil)
  }
}

extension Event {
  /// What the definition calls the event, where all of its ways are called the same.
  var soleLabel: String? {
    guard let label = transitions.first?.label, transitions.allSatisfy({ $0.label == label }) else {
      return nil
    }
    return label
  }
}
