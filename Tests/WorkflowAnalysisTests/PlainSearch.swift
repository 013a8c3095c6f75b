import WorkflowEngine

@testable import WorkflowAnalysis

/// The same search as anybody would write it over the public interface: every situation a list of
/// values, every attempt on a snapshot of its own.
struct PlainSearch {
  let definition: WorkflowDefinition
  let records: [PlacedRecord]
  let moves: [Move]
  let moment: Int64

  struct State: Hashable {
    var presence: [RecordPresence]
    var values: [[StoredValue]]
  }

  var broken: Set<String> = []
  private(set) var transitions = 0

  init(
    _ definition: WorkflowDefinition, _ records: [PlacedRecord], _ moves: [Move], _ moment: Int64
  ) {
    self.definition = definition
    self.records = records
    self.moves = moves
    self.moment = moment
  }

  mutating func run() -> Set<State> {
    let first = firstState()
    var found: Set<State> = [first]
    var waiting = [first]
    while !waiting.isEmpty {
      let state = waiting.removeFirst()
      for move in moves where move.kind == .ask {
        guard let next = step(move, from: state) else { continue }
        transitions += 1
        if found.insert(next).inserted { waiting.append(next) }
      }
    }
    return found
  }

  private func firstState() -> State {
    let replay = Replay(definition, given: records.filter(\.isPresent), since: moment)
    return state(of: replay.snapshot)
  }

  private func state(of snapshot: Snapshot) -> State {
    var state = State(presence: [], values: [])
    for record in records {
      let handle = snapshot.known(type: record.type, id: record.id)
      let presence = snapshot.presence(of: handle)
      state.presence.append(presence)
      state.values.append(
        presence != .present
          ? []
          : definition.recordTypes[record.type].fields.indices.map {
            normal(snapshot.storedValue(of: handle, slot: $0))
          })
    }
    return state
  }

  /// An empty list and no list are the same.
  private func normal(_ value: StoredValue) -> StoredValue { value == .list([]) ? .null : value }

  private func snapshot(of state: State) -> Snapshot {
    let snapshot = Snapshot(definition: definition)
    for (index, record) in records.enumerated() {
      if state.presence[index] == .present {
        _ = snapshot.place(type: record.type, id: record.id)
      } else if state.presence[index] != .unknown {
        snapshot.mark(
          snapshot.known(type: record.type, id: record.id), as: state.presence[index])
      }
    }
    for (index, record) in records.enumerated() where state.presence[index] == .present {
      let handle = snapshot.known(type: record.type, id: record.id)
      for (slot, value) in state.values[index].enumerated() {
        snapshot.set(handle, slot: slot, to: value)
      }
    }
    return snapshot
  }

  private mutating func step(_ move: Move, from state: State) -> State? {
    let snapshot = snapshot(of: state)
    let record = records[move.record]
    if move.isNew {
      let free = records.indices.first {
        records[$0].type == record.type && state.presence[$0] == .unknown
      }
      guard free == move.record else { return nil }
    }
    var request = Request(
      recordType: move.recordType, event: move.event,
      target: move.isNew
        ? .new(id: record.id) : .record(snapshot.known(type: record.type, id: record.id)),
      inputs: move.inputs, edits: move.edits, isConfirmed: true, actor: move.actor, now: moment)
    let interpreter = Interpreter(definition)
    var outcome = interpreter.step(snapshot, request)
    if case .pending = outcome {
      request.approver = move.approver
      outcome = interpreter.step(snapshot, request)
    }
    switch outcome {
    case .allowed(let plan):
      for created in plan.created where !created.id.isEmpty {
        guard records.contains(where: { $0.type == created.type && $0.id == created.id }) else {
          return nil
        }
      }
      snapshot.apply(plan)
      return self.state(of: snapshot)
    case .blocked(let refusal):
      for blocker in refusal.blockers where blocker.code == .invariantBroken {
        broken.insert(blocker.name ?? "")
      }
      return nil
    case .pending, .invalid: return nil
    }
  }
}
