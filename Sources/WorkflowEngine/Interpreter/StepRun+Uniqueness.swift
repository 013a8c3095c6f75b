package import CEL

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
  /// - Parameter mayBePassedOver: whether the step goes on without a record that is refused.
  func checkUniqueness(
    assumingNew transition: Transition?, from: Int = 0
  ) {
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
    if snapshot.supply?.leavesOutUniqueness == true { return }
    for key in type.uniqueKeys {
      guard isWhole(key, record, type),
        holds(key.uniqueness, record, assumingNew: transition),
        let other = otherHolder(of: key, type: type, record: record),
        let values = self.values(of: key, record, type)
      else { continue }
      let sentence = key.uniqueness.otherwise.map { sentence in
        reader.withFrame(own: record) { reader.text(of: sentence, $0) }
      }
      let name = key.name(in: type)
      let isHidden = reader.sight?.hides(key, of: type) ?? false
      let value = isHidden ? .text(Sight.mark) : HeldKey(key: 0, values: values).value
      blockers.append(
        Blocker(
          code: .notUnique, name: name,
          cause: sentence.map { .said($0) }
            ?? .valueTaken(field: name, value, by: self.name(of: other)),
          place: key.place,
          facts: sentence == nil
            ? []
            : [.field(name, of: self.name(of: other), .plain(definition.text(of: value)))],
          record: record == steps[0].record ? nil : record))
    }
  }

  /// What a record holds for itself, so that no other may have it.
  func heldKeys(of record: RecordHandle, type: RecordType) -> [HeldKey] {
    type.uniqueKeys.enumerated().compactMap { number, key in
      guard holds(key.uniqueness, record, assumingNew: nil) else { return nil }
      return values(of: key, record, type).map { HeldKey(key: number, values: $0) }
    }
  }

  /// Whether none of a key's values is empty.
  private func isWhole(_ key: UniqueKey, _ record: RecordHandle, _ type: RecordType) -> Bool {
    key.parts.allSatisfy { part in
      switch part {
      case .field(let slot): working.cell(record, slot) != Scalar.null
      case .computed(let number): computedText(number, record, type) != nil
      }
    }
  }

  /// Whether two records have the same values of a key.
  private func agree(
    _ key: UniqueKey, _ one: RecordHandle, _ other: RecordHandle, _ type: RecordType
  ) -> Bool {
    key.parts.allSatisfy { part in
      switch part {
      case .field(let slot): return working.cell(one, slot) == working.cell(other, slot)
      case .computed(let number):
        let text = computedText(number, one, type)
        return text != nil && text == computedText(number, other, type)
      }
    }
  }

  /// A computed value as text; nil where it is empty or cannot be told.
  private func computedText(
    _ number: Int, _ record: RecordHandle, _ type: RecordType
  ) -> String? {
    let value = reader.withFrame(own: record) {
      type.formulas[number].formula.program.evaluate($0)
    }
    if case .null = value { return nil }
    return value.problem == nil ? reader.text(of: value) : nil
  }

  /// The values of a key; nil where one is empty or cannot be told.
  private func values(
    of key: UniqueKey, _ record: RecordHandle, _ type: RecordType
  ) -> [StoredValue]? {
    var values: [StoredValue] = []
    for part in key.parts {
      switch part {
      case .field(let slot):
        let word = working.cell(record, slot)
        if word == Scalar.null { return nil }
        values.append(snapshot.storedValue(word, as: type.fields[slot].type))
      case .computed(let number):
        guard let text = computedText(number, record, type) else { return nil }
        values.append(.text(text))
      }
    }
    return values
  }

  private func holds(
    _ uniqueness: Uniqueness, _ record: RecordHandle, assumingNew transition: Transition?
  ) -> Bool {
    if let condition = uniqueness.condition {
      let isMet = reader.withFrame(own: record) { reader.truth(of: condition, $0) == .yes }
      if !isMet { return false }
    }
    guard let test = uniqueness.states else { return true }
    let state = working.cell(record, test.slot)
    if state == Scalar.null, let transition {
      return test.contains(transition.to.first { $0.slot == test.slot }?.state ?? 0)
    }
    return test.contains(state)
  }

  private func otherHolder(
    of key: UniqueKey, type: RecordType, record: RecordHandle
  ) -> RecordHandle? {
    let stored =
      key.lookupSlot.map { snapshot.holding(working.cell(record, $0), type: type, slot: $0) }
      ?? snapshot.all(type: type.index)
    let touched = working.touchedRecords.filter { snapshot.type(of: $0) === type }
    return (stored + touched).first { other in
      other != record && working.presence(of: other) == .present
        && agree(key, record, other, type)
        && holds(key.uniqueness, other, assumingNew: nil)
    }
  }
}

extension Interpreter {
  /// What a record holds for itself, by the unique fields and keys of its type.
  package func heldKeys(_ snapshot: Snapshot, _ record: RecordHandle) -> [HeldKey] {
    // Nothing that counts here reads the time or who asks.
    reading(snapshot, actor: Actor(user: ""), now: 0)
      .heldKeys(of: record, type: snapshot.type(of: record))
  }

  /// The same for every record of a type, by id.
  package func heldKeys(
    _ snapshot: Snapshot, ofType number: Int
  ) -> [(record: RecordHandle, keys: [HeldKey])] {
    let run = reading(snapshot, actor: Actor(user: ""), now: 0)
    let type = definition.recordTypes[number]
    return snapshot.all(type: number).map { ($0, run.heldKeys(of: $0, type: type)) }
  }
}
