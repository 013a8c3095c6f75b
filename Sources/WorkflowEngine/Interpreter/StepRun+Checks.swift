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
      guard releaseEntries(pointingAt: removal) else { return false }
    }
    return true
  }

  /// Empties what inline entries hold of a record that goes.
  private func releaseEntries(pointingAt removal: Plan.Removed) -> Bool {
    for place in definition.entryFields(pointingAt: snapshot.type(of: removal.record).index) {
      let owners =
        snapshot.owners(of: place, pointingAt: removal.record)
        + working.created.map(\.record).filter { snapshot.type(of: $0) === place.owner }
      for owner in owners where working.presence(of: owner) == .present {
        guard release(removal, fromEntriesOf: owner, place) else { return false }
      }
    }
    return true
  }

  private func release(
    _ removal: Plan.Removed, fromEntriesOf owner: RecordHandle, _ place: EntryField
  ) -> Bool {
    let list = working.cell(owner, place.list)
    if list == Scalar.null { return true }
    for word in snapshot.lists[Int(list)] {
      let entry = RecordHandle(raw: Int32(word))
      guard working.cell(entry, place.slot) == Int64(removal.record.raw) else { continue }
      let field = snapshot.type(of: entry).fields[place.slot]
      guard field.isOptional else {
        blockers.append(
          stillReferenced(
            removal, by: owner, "\(place.owner.fields[place.list].name).\(field.name)", field))
        return false
      }
      let step = step(for: owner, from: removal.step)
      _ = replace(entry, of: owner, step: step) { copy in
        working.write(copy, place.slot, Scalar.null, step: step)
        return true
      }
    }
    return true
  }

  private func stillReferenced(
    _ removal: Plan.Removed, by holder: RecordHandle, _ path: String, _ field: Field
  ) -> Blocker {
    Blocker(
      code: .stillReferenced, name: field.name,
      cause: .neededBy(shortName(of: removal.record), field: path, of: shortName(of: holder)),
      place: field.place, record: holder)
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
      blockers.append(stillReferenced(removal, by: holder, field.name, field))
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
        blockers.append(
          undecided(
            .valueMissing(field: field.name, of: shortName(of: creation.record)),
            place: field.place, record: creation.record))
      }
    }
  }

  // MARK: Uniqueness

  /// Looks at every record the step changed whose type has unique fields.
  ///
  /// - Parameter assumingNew: the transition whose states a record being created is taken to be in
  ///   already.
  func checkUniqueness(assumingNew transition: Transition?, from: Int = 0) {
    if !snapshot.traits.hasUniqueFields { return }
    var checked: Set<RecordHandle> = []
    for position in from..<working.journal.count {
      let record = working.journal[position].record
      let type = snapshot.type(of: record)
      guard type.hasUniqueFields, checked.insert(record).inserted else { continue }
      guard working.presence(of: record) == .present else { continue }
      checkUniqueness(of: record, type: type, assumingNew: transition)
    }
  }

  func checkUniqueness(
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
      let value = snapshot.storedValue(word, as: field.type)
      blockers.append(
        Blocker(
          code: .notUnique, name: field.name,
          cause: sentence.map { .said($0) }
            ?? .valueTaken(field: field.name, value, by: name(of: other)),
          place: field.place,
          facts: sentence == nil
            ? [] : [.field(field.name, of: name(of: other), .plain(definition.text(of: value)))],
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
    for (invariant, subject) in brokenInvariants() {
      blockers.append(broken(invariant, subject: subject))
    }
  }

  /// The invariants that the step would break, and for which records.
  ///
  /// - Parameter from: the line of the journal to begin with.
  func brokenInvariants(from: Int = 0) -> [(invariant: Invariant, subject: RecordHandle)] {
    if invariants.isEmpty { return [] }
    let root = steps[0]
    let event = "\(snapshot.type(of: root.record).name).\(root.transition?.event ?? "")"
    var found: [(Invariant, RecordHandle)] = []
    for index in definition.invariants.indices {
      let invariant = definition.invariants[index]
      if let judged, !judged.contains(index) { continue }
      if !invariant.during.isEmpty, !invariant.during.contains(event) { continue }
      let subjects = invariants.subjects(
        of: index, from: from, in: working, type: invariant.recordType,
        isForAll: !invariant.during.isEmpty)
      for subject in subjects where isBroken(invariant, for: subject) {
        if invariant.during.isEmpty, held(invariant, before: subject) == false { continue }
        found.append((invariant, subject))
      }
    }
    return found
  }

  func isBroken(_ invariant: Invariant, for subject: RecordHandle) -> Bool {
    working.presence(of: subject) == .present && truth(of: invariant, subject) != .yes
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
