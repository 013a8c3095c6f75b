import CEL

/// Effects that make records, entries, links and messages, or take them away.
extension StepRun {
  func create(
    _ createdType: Int, entries: Int?, with assignments: [Assignment], send: Int?, effect: Effect,
    own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    let type = definition.recordTypes[createdType]
    var words: [(Assignment, Int64)] = []
    for assignment in assignments {
      guard let word = word(of: assignment.value, as: type.fields[assignment.slot].type, frame)
      else {
        return blockValue(assignment, of: own, effect: effect, frame)
      }
      words.append((assignment, word))
    }
    if let entries { return append(words, to: entries, type: type, own: own, step: step) }
    let (id, isNumbered) = newID(type: type, words: words)
    let record = snapshot.known(type: createdType, id: id)
    guard working.presence(of: record) == .unknown else {
      blockers.append(
        Blocker(
          code: .notUnique, cause: .idTaken(shortName(of: record)), place: effect.place))
      return false
    }
    let newStep = Int32(steps.count)
    steps.append(Plan.Step(record: record, transition: nil, cause: .cascade, parent: step))
    _ = working.create(type: createdType, id: id, isNumbered: isNumbered, step: newStep)
    reader.withFrame(own: record) { fillDefaults(record, type: type, frame: $0, step: newStep) }
    for (assignment, word) in words { working.write(record, assignment.slot, word, step: newStep) }
    guard enterInitialStates(record, type: type, step: newStep) else { return false }
    guard let send else { return true }
    return self.send(send, to: record, leavingAlone: false, skipBlocked: false, parent: newStep)
  }

  private func newID(type: RecordType, words: [(Assignment, Int64)]) -> (
    id: String, isNumbered: Bool
  ) {
    guard let name = request.nameNewRecord else { return (numberedID(type: type), true) }
    var values: [String: StoredValue] = [:]
    for (assignment, word) in words {
      let field = type.fields[assignment.slot]
      values[field.name] = snapshot.storedValue(word, as: field.type)
    }
    return name(type, values).map { ($0, false) } ?? (numberedID(type: type), true)
  }

  /// Adds an entry to an inline list of the own record.
  private func append(
    _ words: [(Assignment, Int64)], to slot: Int, type: RecordType, own: RecordHandle, step: Int32
  ) -> Bool {
    let entry = working.create(type: type.index, id: nil, isNumbered: false, step: step)
    reader.withFrame(own: entry) { fillDefaults(entry, type: type, frame: $0, step: step) }
    for (assignment, word) in words { working.write(entry, assignment.slot, word, step: step) }
    let old = working.cell(own, slot)
    let entries = (old == Scalar.null ? [] : snapshot.lists[Int(old)]) + [Int64(entry.raw)]
    working.write(own, slot, snapshot.store(list: entries), step: step)
    return true
  }

  /// Changes an entry of an inline list: an entry is never edited in place, so that lists of old
  /// and new values stay apart.
  func replace(
    _ entry: RecordHandle, effect: Effect, own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    let type = snapshot.type(of: entry)
    let changed = working.create(type: type.index, id: nil, isNumbered: false, step: step)
    for slot in type.fields.indices {
      working.write(changed, slot, working.cell(entry, slot), step: step)
    }
    guard assign(effect, to: changed, frame: frame, step: step) else {
      return false
    }
    for (slot, field) in snapshot.type(of: own).fields.enumerated()
    where field.type == .entries(type.index) {
      let old = working.cell(own, slot)
      guard old != Scalar.null, snapshot.lists[Int(old)].contains(Int64(entry.raw)) else {
        continue
      }
      let list = snapshot.lists[Int(old)].map { $0 == Int64(entry.raw) ? Int64(changed.raw) : $0 }
      working.write(own, slot, snapshot.store(list: list), step: step)
    }
    return true
  }

  func remove(_ target: RecordHandle, isErased: Bool, own: RecordHandle, step: Int32)
    -> Bool
  {
    let type = snapshot.type(of: target)
    if type.isInline {
      for (slot, field) in snapshot.type(of: own).fields.enumerated()
      where field.type == .entries(type.index) {
        let old = working.cell(own, slot)
        guard old != Scalar.null else { continue }
        let left = snapshot.lists[Int(old)].filter { $0 != Int64(target.raw) }
        working.write(own, slot, snapshot.store(list: left), step: step)
      }
      return true
    }
    working.remove(target, isErased: isErased, step: self.step(for: target, from: step))
    return true
  }

  func changeLinks(
    _ slot: Int, _ formula: Formula, of owner: RecordHandle, adding: Bool, effect: Effect,
    own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    guard let members = records(of: formula, frame) else {
      return block(
        .recordsUnknown, .formula(formula), effect, own, frame)
    }
    let old = working.cell(owner, slot)
    let linked = (old == Scalar.null ? [] : snapshot.lists[Int(old)]).map {
      RecordHandle(raw: Int32($0))
    }
    let new = adding ? linked + members : linked.filter { !members.contains($0) }
    let list = snapshot.ordered(new).map { Int64($0.raw) }
    working.write(
      owner, slot, snapshot.store(list: list), step: self.step(for: owner, from: step))
    return true
  }

  func emit(
    _ name: String, key: Sentence?, fields: [NamedExpression], effect: Effect, own: RecordHandle,
    frame: Frame, step: Int32
  ) -> Bool {
    var values: [NamedValue] = []
    for field in fields {
      guard let word = word(of: field.value, as: field.type, frame) else {
        var blocker = undecided(
          .messageFieldUnknown(field: field.name, message: name), place: effect.place, record: own)
        blocker.facts = reasons(for: field.value, frame)
        blockers.append(blocker)
        return false
      }
      values.append(NamedValue(field.name, snapshot.storedValue(word, as: field.type)))
    }
    let type = snapshot.type(of: own)
    let id = snapshot.id(of: own)
    let ordinal = messages.count { $0.step == step }
    let event = steps[Int(step)].transition?.event ?? ""
    let ownKey = "\(type.name):\(id):\(event):\(snapshot.version(of: own)):\(name):\(ordinal)"
    messages.append(
      Plan.Message(
        name: name, key: key.map { reader.text(of: $0, frame) } ?? ownKey, fields: values,
        recordType: type.name, recordID: id, step: step))
    return true
  }
}
