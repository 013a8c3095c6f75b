import CEL
import Workflow
package import WorkflowEngine
import WorkflowStore

/// Carries a story out on records of its own, the way that anybody would.
package struct Replay {
  private let store: MemoryStore
  private let conductor: Conductor

  /// - Parameters:
  ///   - start: since when the records have been as they are given, in microseconds.
  ///   - isGiven: whether defaults that are formulas are filled in, and when states were entered, as
  ///     a scenario does; the worlds of a search leave these empty.
  package init(
    _ definition: WorkflowDefinition, given: [PlacedRecord], since start: Int64,
    isGiven: Bool = false
  ) {
    let snapshot = Snapshot(definition: definition)
    let interpreter = Interpreter(definition)
    for record in given {
      let handle = snapshot.place(type: record.type, id: record.id)
      interpreter.fillPlainDefaults(snapshot, handle)
    }
    for record in given {
      let handle = snapshot.known(type: record.type, id: record.id)
      for (slot, value) in record.values.sorted(by: { $0.key < $1.key }) {
        snapshot.set(handle, slot: slot, to: value)
      }
      interpreter.fillStates(snapshot, handle, except: Set(record.values.keys))
    }
    for record in given where isGiven {
      let handle = snapshot.known(type: record.type, id: record.id)
      for slot in definition.recordTypes[record.type].regions.compactMap(\.enteredSlot) {
        snapshot.set(handle, slot: slot, to: .timestamp(start))
      }
      interpreter.fillComputedDefaults(
        snapshot, handle, except: Set(record.values.keys), actor: Actor(user: "nobody"),
        now: start)
    }
    store = MemoryStore(holding: snapshot) { _ in start }
    conductor = Conductor(store)
  }

  /// The records as they are now.
  package var snapshot: Snapshot { store.openView().snapshot }

  /// What came of a step; an allowed one is carried out.
  package enum Result {
    /// - Parameter approvals: how many second persons it took.
    case done(approvals: Int)
    case refused([Blocker])
  }

  package func perform(_ step: Story.Step, of story: Story) -> Result {
    do {
      switch step.move.kind {
      case .wait: return .done(approvals: 0)
      // What was asked before, and when, is not part of the story: it is left unconfirmed.
      case .expire, .turn: return .refused([])
      case .tick: return try tick(at: step.at)
      case .ask: return try ask(step, of: story)
      }
    } catch {
      preconditionFailure("a store in memory failed: \(error)")
    }
  }

  private func ask(_ step: Story.Step, of story: Story) throws -> Result {
    let move = step.move
    let record = story.records[move.record]
    let request = WorkflowRequest(
      recordType: move.recordType, event: move.event,
      target: move.isNew ? .new(id: record.id) : .one(record.id), inputs: move.inputs,
      edits: move.edits, isConfirmed: true, actor: move.actor, now: step.at)
    var refusal: Refusal?
    let answer = try conductor.perform(request) { refusal = $0.refusal }
    guard answer.outcome == .pending, let approver = move.approver else {
      return answer.outcome == .allowed
        ? .done(approvals: 0) : .refused(refusal?.blockers ?? [])
    }
    let type = conductor.definition.recordTypes[move.recordType]
    let name = PendingRequest.Name(
      recordType: type.name, event: type.events[move.event].name, recordID: record.id)
    var (agreed, approvals) = (answer, 0)
    for person in approver.peers(answer.approval?.count ?? 1) where agreed.outcome == .pending {
      agreed = try conductor.approve(name, by: person, at: step.at) { refusal = $0.refusal }
      approvals += 1
    }
    return agreed.outcome == .allowed
      ? .done(approvals: approvals) : .refused(refusal?.blockers ?? [])
  }

  /// Fires what is due; refused where a rule is what holds a timer back.
  private func tick(at time: Int64) throws -> Result {
    var options = TickOptions()
    var broken: [Blocker] = []
    options.observe = { decision in
      broken += (decision.refusal?.blockers ?? []).filter { $0.code == .invariantBroken }
    }
    _ = try conductor.tick(at: time, options)
    return broken.isEmpty ? .done(approvals: 0) : .refused(broken)
  }

  /// Whether a condition holds for any record of a type.
  package func holds(_ condition: Condition, ofAny type: Int, at time: Int64) -> Bool {
    let snapshot = snapshot
    return snapshot.all(type: type).contains { record in
      conductor.interpreter.holds(
        condition, snapshot, record, actor: Actor(user: "nobody"), now: time) == .yes
    }
  }
}

/// How a story ends that is played again.
enum StoryEnding {
  /// Its last step is refused by a rule alone.
  case refused(by: Invariant)
  /// A record meets a condition.
  case holds(Condition, type: Int)
  /// Every step can be done.
  case done
}

extension Story {
  /// The story as it goes on records of its own: with second persons where they were needed, and
  /// without waiting that nothing depends on. Nil where it does not end as it should.
  func confirmed(_ ending: StoryEnding, in definition: WorkflowDefinition, since start: Int64) -> (
    story: Story, blocker: Blocker?
  )? {
    let replay = Replay(definition, given: given, since: start)
    var told = self
    var refused: [Blocker]?
    for index in steps.indices {
      switch replay.perform(steps[index], of: self) {
      case .done(let approvals): told.steps[index].approvals = approvals
      case .refused(let blockers):
        guard index == steps.count - 1 else { return nil }
        refused = blockers
      }
    }
    told.steps.removeAll { $0.move.kind == .wait }
    switch ending {
    case .refused(let invariant):
      guard let refused, refused.allSatisfy({ $0.code == .invariantBroken }),
        let blocker = refused.first(where: { $0.name == invariant.name })
      else { return nil }
      return (told, blocker)
    case .holds(let condition, let type):
      guard refused == nil, replay.holds(condition, ofAny: type, at: steps.last?.at ?? start) else {
        return nil
      }
      return (told, nil)
    case .done: return refused == nil ? (told, nil) : nil
    }
  }
}
