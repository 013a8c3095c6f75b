import CEL

/// Members of a set that block: where `skip_blocked` says so, they are passed over.
extension StepRun {
  /// Keeps what an event did to a member, or takes it back and notes why.
  ///
  /// - Parameters:
  ///   - isDone: whether nothing has blocked it so far.
  ///   - again: does the same once more.
  /// - Returns: false where it blocks the step after all.
  func keepOrSkip(
    _ event: Event, of target: RecordHandle, since mark: RunMark, isDone: Bool, parent: Int32,
    again: () -> Bool
  ) -> Bool {
    var reasons: [Blocker]
    if isDone, snapshot.supply?.passesOver() == true {
      reasons = takeBack(to: mark)
    } else if isDone {
      reasons = breaches(since: mark.working)
      if reasons.isEmpty { return true }
      _ = takeBack(to: mark)
      // What is so without the member is not its doing.
      reasons = reasons.filter { !isBreached($0) }
      if reasons.isEmpty { return again() }
    } else {
      reasons = takeBack(to: mark)
    }
    extras.skipped.append(
      Plan.Skipped(record: target, event: event.name, blockers: reasons, step: parent))
    return true
  }

  /// Unique values that would be there twice, and invariants that would be broken, were the step to
  /// end here.
  private func breaches(since mark: WorkingCopy.Mark) -> [Blocker] {
    if !snapshot.traits.hasUniqueFields, invariants.isEmpty { return [] }
    return asSettled {
      checkUniqueness(assumingNew: nil, from: mark.journal)
      let seen = DependencyIndex.Seen(
        lines: mark.journal, created: mark.created, removed: mark.removed)
      return blockers.map { about($0) }
        + brokenInvariants(beyond: seen).map { about(broken($0.invariant, subject: $0.subject)) }
    }
  }

  /// Whether the same reason stands as the records are now.
  private func isBreached(_ breach: Blocker) -> Bool {
    guard let record = breach.record, working.presence(of: record) == .present else { return false }
    let isStill = asSettled {
      if breach.code == .notUnique {
        checkUniqueness(of: record, type: snapshot.type(of: record), assumingNew: nil)
        return blockers.filter { $0.name == breach.name }
      }
      let invariant = invariants.named(breach.name, of: snapshot.type(of: record).index)
      let isBroken = invariant.map { invariants.isBroken($0, for: record, reader) }
      return isBroken == true ? [breach] : []
    }
    return !isStill.isEmpty
  }

  /// A reason with the record it is about, whichever that is.
  private func about(_ blocker: Blocker) -> Blocker {
    var blocker = blocker
    blocker.record = blocker.record ?? steps[0].record
    return blocker
  }

  /// Looks at the records as reactions would leave them, which are then taken back: they have
  /// their time at the end of the step.
  private func asSettled(_ find: () -> [Blocker]) -> [Blocker] {
    let mark = makeMark()
    let reactions = reactions
    defer {
      _ = takeBack(to: mark)
      self.reactions = reactions
    }
    return react() ? find() : []
  }
}
