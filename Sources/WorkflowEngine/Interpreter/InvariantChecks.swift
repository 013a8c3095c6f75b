import CEL

/// The invariants that a step must keep.
///
/// It owns what each of them reads, so that only those are looked at that a change can have
/// touched, and which of them are looked at altogether.
struct InvariantChecks {
  private let invariants: [Invariant]
  private let index: DependencyIndex
  /// Those that are looked at, by their places; nil means all.
  var judged: Set<Int>?

  init(definition: WorkflowDefinition) {
    invariants = definition.invariants
    index = DependencyIndex(
      definition: definition,
      formulas: invariants.map { ($0.when?.formulas ?? []) + $0.check.formulas })
  }

  var isEmpty: Bool { invariants.isEmpty }

  func named(_ name: String?, of type: Int) -> Invariant? {
    invariants.first { $0.name == name && $0.recordType == type }
  }

  /// The invariants that the step would break, and for which records: those that held for a record
  /// and do not now.
  ///
  /// - Parameters:
  ///   - seen: the changes that were looked at before.
  ///   - event: what was asked for, as `during:` names it.
  func broken(
    beyond seen: DependencyIndex.Seen, during event: String, _ reader: StepReader
  ) -> [(invariant: Invariant, subject: RecordHandle)] {
    var found: [(Invariant, RecordHandle)] = []
    for place in invariants.indices {
      let invariant = invariants[place]
      if let judged, !judged.contains(place) { continue }
      if !invariant.during.isEmpty, !invariant.during.contains(event) { continue }
      let subjects = index.subjects(
        of: place, beyond: seen, in: reader.working, type: invariant.recordType,
        isForAll: !invariant.during.isEmpty)
      for subject in subjects where isBroken(invariant, for: subject, reader) {
        if invariant.during.isEmpty, !held(invariant, before: subject, reader) { continue }
        found.append((invariant, subject))
      }
    }
    return found
  }

  func isBroken(_ invariant: Invariant, for subject: RecordHandle, _ reader: StepReader) -> Bool {
    reader.working.presence(of: subject) == .present
      && truth(of: invariant, subject, reader) != .yes
  }

  private func truth(
    of invariant: Invariant, _ subject: RecordHandle, _ reader: StepReader
  ) -> Truth {
    reader.withFrame(own: subject) { frame in
      if let when = invariant.when, reader.truth(of: when, frame) != .yes { return .yes }
      return reader.truth(of: invariant.check, frame)
    }
  }

  private func held(
    _ invariant: Invariant, before subject: RecordHandle, _ reader: StepReader
  ) -> Bool {
    guard reader.working.snapshot.presence(of: subject) == .present else { return true }
    reader.readsStored = true
    defer { reader.readsStored = false }
    return truth(of: invariant, subject, reader) == .yes
  }
}

extension StepRun {
  func checkInvariants() {
    for (invariant, subject) in brokenInvariants() {
      blockers.append(broken(invariant, subject: subject))
    }
  }

  /// The invariants that the changes would break, and for which records.
  ///
  /// - Parameter seen: the changes that were looked at before.
  func brokenInvariants(
    beyond seen: DependencyIndex.Seen = .init()
  ) -> [(invariant: Invariant, subject: RecordHandle)] {
    if invariants.isEmpty { return [] }
    let root = steps[0]
    let event = "\(snapshot.type(of: root.record).name).\(root.transition?.event ?? "")"
    return invariants.broken(beyond: seen, during: event, reader)
  }

  func broken(_ invariant: Invariant, subject: RecordHandle) -> Blocker {
    let (cause, facts) =
      !isExplained
      ? (BlockCause.said(""), [])
      : reader.withFrame(own: subject) { frame in
        (
          invariant.otherwise.map { BlockCause.said(reader.text(of: $0, frame)) }
            ?? .invariantBroken(invariant.name, of: name(of: subject)),
          self.facts(of: invariant.check, frame, own: subject)
        )
      }
    return Blocker(
      code: .invariantBroken, name: invariant.name, cause: cause, place: invariant.place,
      facts: facts, record: subject == steps[0].record ? nil : subject)
  }
}
