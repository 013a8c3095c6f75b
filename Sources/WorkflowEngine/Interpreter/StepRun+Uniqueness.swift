import CEL

/// What a record must be once everything has been planned: complete, and unique where it says so.
extension StepRun {
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
}
