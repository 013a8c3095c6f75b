import CEL

/// What is checked once everything has been planned: removed records, unique values, invariants.
extension StepRun {
  /// Empties references to records that go; one that may not be empty blocks the step.
  func releaseReferences() -> Bool {
    for removal in working.removed {
      let target = snapshot.type(of: removal.record)
      for (type, slot) in snapshot.references.incoming[target.index] {
        for holder in working.pointing(at: removal.record, type: type, slot: slot, stored: false) {
          guard release(removal, from: holder, type: definition.recordTypes[type], slot: slot)
          else { return false }
        }
      }
    }
    return true
  }

  private func release(
    _ removal: Plan.Removed, from holder: RecordHandle, type: RecordType, slot: Int
  ) -> Bool {
    let field = type.fields[slot]
    let step = step(for: holder, from: removal.step)
    if case .links = field.type {
      let left = snapshot.lists[Int(working.cell(holder, slot))].filter {
        $0 != Int64(removal.record.raw)
      }
      working.write(holder, slot, snapshot.store(list: left), step: step)
      return true
    }
    guard field.isOptional else {
      blockers.append(
        Blocker(
          code: .stillReferenced, name: field.name,
          sentence:
            "\(shortName(of: removal.record)) cannot go: \(field.name) of \(shortName(of: holder)) needs it.",
          place: field.place, record: holder))
      return false
    }
    working.write(holder, slot, Scalar.null, step: step)
    return true
  }

  // MARK: Required fields

  /// A new record lacks none of the fields that may not be empty.
  func checkRequiredFields() {
    for creation in working.created where working.presence(of: creation.record) == .present {
      let type = definition.recordTypes[creation.type]
      for (slot, field) in type.fields.enumerated() where field.mustHaveValue {
        guard working.cell(creation.record, slot) == Scalar.null else { continue }
        let owner = type.isInline ? "An entry of \(type.name)" : shortName(of: creation.record)
        blockers.append(
          undecided(
            "\(owner) needs \(field.name), which is empty.", place: field.place,
            record: creation.record))
      }
    }
  }

  // MARK: Uniqueness

  /// Looks at every record the step changed whose type has unique fields.
  ///
  /// - Parameter assumingNew: the transition whose states a record being created is taken to be in
  ///   already.
  func checkUniqueness(assumingNew transition: Transition?) {
    if !snapshot.traits.hasUniqueFields { return }
    var checked: Set<RecordHandle> = []
    for position in 0..<working.journal.count {
      let record = working.journal[position].record
      let type = snapshot.type(of: record)
      guard type.hasUniqueFields, checked.insert(record).inserted else { continue }
      guard working.presence(of: record) == .present else { continue }
      checkUniqueness(of: record, type: type, assumingNew: transition)
    }
  }

  private func checkUniqueness(
    of record: RecordHandle, type: RecordType, assumingNew transition: Transition?
  ) {
    for (slot, field) in type.fields.enumerated() {
      guard let uniqueness = field.uniqueness else { continue }
      let word = working.cell(record, slot)
      guard word != Scalar.null else { continue }
      guard holds(uniqueness, record, assumingNew: transition) else { continue }
      guard let other = otherHolder(of: word, slot: slot, type: type, record: record, uniqueness)
      else { continue }
      let sentence = uniqueness.otherwise.map { sentence in
        reader.withFrame(own: record) { reader.text(of: sentence, $0) }
      }
      let value = definition.text(of: snapshot.storedValue(word, as: field.type))
      blockers.append(
        Blocker(
          code: .notUnique, name: field.name,
          sentence: sentence ?? "\(field.name) \(value) is taken by \(name(of: other)).",
          place: field.place,
          facts: sentence == nil ? [] : ["\(name(of: other)) has \(field.name) \(value)"],
          record: record == steps[0].record ? nil : record))
    }
  }

  private func holds(
    _ uniqueness: Uniqueness, _ record: RecordHandle, assumingNew transition: Transition?
  ) -> Bool {
    guard let test = uniqueness.states else { return true }
    let state = working.cell(record, test.slot)
    if state == Scalar.null, let transition {
      return test.contains(transition.to.first { $0.slot == test.slot }?.state ?? 0)
    }
    return test.contains(state)
  }

  private func otherHolder(
    of word: Int64, slot: Int, type: RecordType, record: RecordHandle, _ uniqueness: Uniqueness
  ) -> RecordHandle? {
    let stored = snapshot.holding(word, type: type, slot: slot)
    let touched = working.touchedRecords.filter { snapshot.type(of: $0) === type }
    return (stored + touched).first { other in
      other != record && working.presence(of: other) == .present
        && working.cell(other, slot) == word
        && holds(uniqueness, other, assumingNew: nil)
    }
  }

  // MARK: Invariants

  /// An invariant that held for a record and does not now refuses the step.
  func checkInvariants() {
    if invariants.isEmpty { return }
    let root = steps[0]
    let event = "\(snapshot.type(of: root.record).name).\(root.transition?.event ?? "")"
    for index in definition.invariants.indices {
      let invariant = definition.invariants[index]
      if let judged, !judged.contains(index) { continue }
      if !invariant.during.isEmpty, !invariant.during.contains(event) { continue }
      let subjects = invariants.subjects(
        of: index, in: self, type: invariant.recordType, isForAll: !invariant.during.isEmpty)
      for subject in subjects {
        guard working.presence(of: subject) == .present else { continue }
        let now = truth(of: invariant, subject)
        if now == .yes { continue }
        if invariant.during.isEmpty, held(invariant, before: subject) == false { continue }
        blockers.append(broken(invariant, subject: subject, truth: now))
      }
    }
  }

  private func truth(of invariant: Invariant, _ subject: RecordHandle) -> Truth {
    reader.withFrame(own: subject) { frame in
      if let when = invariant.when, reader.truth(of: when, frame) != .yes { return .yes }
      return reader.truth(of: invariant.check, frame)
    }
  }

  private func held(_ invariant: Invariant, before subject: RecordHandle) -> Bool {
    guard snapshot.presence(of: subject) == .present else { return true }
    reader.readsStored = true
    defer { reader.readsStored = false }
    return truth(of: invariant, subject) == .yes
  }

  private func broken(_ invariant: Invariant, subject: RecordHandle, truth: Truth) -> Blocker {
    let (sentence, facts) =
      !isExplained
      ? ("", [])
      : reader.withFrame(own: subject) { frame in
        (
          invariant.otherwise.map { reader.text(of: $0, frame) }
            ?? "\(name(of: subject)) would break the rule '\(invariant.name)'.",
          self.facts(of: invariant.check, frame, own: subject)
        )
      }
    return Blocker(
      code: .invariantBroken, name: invariant.name, sentence: sentence, place: invariant.place,
      facts: facts, record: subject == steps[0].record ? nil : subject)
  }
}
