import CEL

/// Reactions: what follows when a record has changed, until nothing changes any more.
extension StepRun {
  /// Runs the reactions of every record changed since the last time; false when they never settle.
  func react() -> Bool {
    while let change = reactions.next(in: working) {
      let typeIndex = Int(snapshot.headers[Int(change.record.raw)].type)
      if snapshot.traits.of(type: typeIndex) & SlotTraits.reacting == 0 { continue }
      let type = definition.recordTypes[typeIndex]
      guard working.presence(of: change.record) == .present else { continue }
      guard react(change.record, type: type, from: change.step) else { return false }
    }
    return true
  }

  private func react(_ record: RecordHandle, type: RecordType, from step: Int32) -> Bool {
    reader.withFrame(own: record) { frame in
      for reaction in type.reactions where reader.truth(of: reaction.when, frame) == .yes {
        guard apply(reaction, to: record, type: type, frame: frame, step: step) else {
          return false
        }
      }
      return true
    }
  }

  private func apply(
    _ reaction: Reaction, to record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let words = reaction.set.map {
      word(
        of: $0.value, as: type.fields[$0.slot].type, into: .part(.field(record, slot: $0.slot)),
        frame)
    }
    for (assignment, word) in zip(reaction.set, words) {
      guard let word, word != Scalar.null || !type.fields[assignment.slot].mustHaveValue else {
        blockers.append(
          undecided(
            .valueUnknown(field: type.fields[assignment.slot].name, of: shortName(of: record)),
            place: assignment.place, record: record))
        return false
      }
      guard working.write(record, assignment.slot, word, step: step) else { continue }
      let isWithin = reactions.noteSet(
        record, slot: assignment.slot, limit: limits.reactionRounds)
      if !isWithin {
        blockers.append(
          neverSettles(reaction, record: record, field: type.fields[assignment.slot].name))
        return false
      }
    }
    return true
  }

  private func neverSettles(_ reaction: Reaction, record: RecordHandle, field: String) -> Blocker {
    Blocker(
      code: .tooMuch,
      cause: .reactionsNeverSettle(
        field: field, of: shortName(of: record), rounds: limits.reactionRounds),
      place: reaction.place, record: record)
  }
}
