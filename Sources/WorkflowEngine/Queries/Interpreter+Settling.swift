public import CEL

/// What would not stay as it is if a step changed something of a record.
public enum Unsettled: Sendable {
  /// A reaction would set the field to something else.
  case reaction(field: String, to: StoredValue)
  /// An automatic transition would be taken.
  case automatic(event: String)
  case invariant(Invariant)
}

extension Interpreter {
  /// What reactions, automatic transitions and invariants have against a record as it stands.
  public func unsettled(
    _ snapshot: Snapshot, _ record: RecordHandle, actor: Actor, now: Int64
  ) -> [Unsettled] {
    // What reactions write is forgotten with the run.
    let run = reading(snapshot, actor: actor, now: now)
    let type = snapshot.type(of: record)
    var found = run.reader.withFrame(own: record) { frame -> [Unsettled] in
      type.reactions.filter { run.reader.truth(of: $0.when, frame) == .yes }.flatMap { reaction in
        reaction.set.compactMap { assignment -> Unsettled? in
          let field = type.fields[assignment.slot]
          guard let word = run.word(of: assignment.value, as: field.type, frame),
            run.working.write(record, assignment.slot, word, step: 0)
          else { return nil }
          return .reaction(field: field.name, to: snapshot.storedValue(word, as: field.type))
        }
      }
    }
    for event in type.events {
      let ways = event.transitions.filter { way in
        if case .automatic = way.occasion { isOpen(way, record, run) } else { false }
      }
      if !ways.isEmpty { found.append(.automatic(event: event.name)) }
    }
    let broken = brokenInvariants(snapshot, record, actor: actor, now: now)
    return found + broken.map { .invariant($0) }
  }

  /// Whether a record is in a state from which the way leads on, and its conditions hold.
  private func isOpen(_ way: Transition, _ record: RecordHandle, _ run: StepRun) -> Bool {
    guard way.from.allSatisfy({ $0.contains(run.snapshot.cell(record, $0.slot)) }) else {
      return false
    }
    return run.reader.withFrame(own: record) { frame in
      let applies = way.when.map { run.reader.truth(of: $0, frame) == .yes } ?? true
      return applies && way.guards.allSatisfy { run.truth(of: $0.declared, frame) == .yes }
    }
  }
}
