import CEL

/// Effects that make records, entries, links and messages, or take them away.
extension StepRun {
  func create(
    _ createdType: Int, entries: Int?, with assignments: [Assignment], send: Int?, effect: Effect,
    own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    let type = definition.recordTypes[createdType]
    var words: [(Assignment, Int64)] = []
    let noted = extras.mentions.count
    for assignment in assignments {
      guard
        let word = word(
          of: assignment.value, as: type.fields[assignment.slot].type,
          into: .part(.field(own, slot: assignment.slot)), frame)
      else {
        return blockValue(assignment, of: own, effect: effect, frame)
      }
      words.append((assignment, word))
    }
    if let entries {
      let isDone = append(words, to: entries, type: type, own: own, step: step)
      extras.mentions.move(since: noted) { _, _ in (own, entries) }
      return isDone
    }
    let (id, isNumbered) = newID(type: type, words: words)
    if !isNumbered, let mistake = type.mistake(inID: id) {
      blockers.append(
        Blocker(
          code: .inputInvalid, cause: .notAnID(id, recordType: type.name, mistake),
          place: effect.place))
      return false
    }
    let record = snapshot.known(type: createdType, id: id)
    guard working.presence(of: record) == .unknown else {
      blockers.append(
        Blocker(
          code: .notUnique, cause: .idTaken(shortName(of: record)), place: effect.place))
      return false
    }
    let newStep = Int32(steps.count)
    extras.mentions.move(since: noted) { (record, $1) }
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

  /// Changes an entry of an inline list by an effect.
  func replace(
    _ entry: RecordHandle, effect: Effect, own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    replace(entry, of: own, step: step) { assign(effect, to: $0, frame: frame, step: step) }
  }

  /// Puts a changed copy in the place of an entry: an entry is never edited in place, so that lists
  /// of old and new values stay apart.
  func replace(
    _ entry: RecordHandle, of own: RecordHandle, step: Int32, _ change: (RecordHandle) -> Bool
  ) -> Bool {
    let type = snapshot.type(of: entry)
    let changed = working.create(type: type.index, id: nil, isNumbered: false, step: step)
    for slot in type.fields.indices {
      working.write(changed, slot, working.cell(entry, slot), step: step)
    }
    guard change(changed) else { return false }
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
    let values = values(of: fields, effect: effect, own: own, frame: frame) { [extras] _ in
      .part(.message(extras.messages.count))
    } cause: {
      .messageFieldUnknown(field: $0, message: name)
    }
    guard let values else { return false }
    let type = snapshot.type(of: own)
    let id = snapshot.id(of: own)
    let given = key.map { reader.text(of: $0, frame) }
    extras.messages.append(
      Plan.Message(
        name: name, key: given ?? ownKey(of: name, from: own, step: step), fields: values,
        recordType: type.name, recordID: id, step: step,
        isRepeated: given.map(isSent) ?? false))
    return true
  }

  /// The values of what is sent; nil, with a blocker, where one cannot be told.
  ///
  /// - Parameters:
  ///   - target: told the name of a value, where it goes.
  ///   - cause: told the name of a value, that it cannot be told.
  func values(
    of fields: [NamedExpression], effect: Effect, own: RecordHandle, frame: Frame,
    into target: (String) -> MentionBook.Target, cause: (String) -> BlockCause
  ) -> [NamedValue]? {
    var values: [NamedValue] = []
    for field in fields {
      guard
        let word = word(of: field.value, as: field.type, into: target(field.name), frame)
      else {
        var blocker = undecided(cause(field.name), place: effect.place, record: own)
        blocker.facts = reasons(for: field.value, frame)
        blockers.append(blocker)
        return nil
      }
      values.append(NamedValue(field.name, snapshot.storedValue(word, as: field.type)))
    }
    return values
  }

  /// A key that no other message has: what sent it, and a number where that was sent before, as it
  /// is when a step changes nothing of its record.
  private func ownKey(of name: String, from own: RecordHandle, step: Int32) -> String {
    let event = steps[Int(step)].transition?.event ?? ""
    let sender = "\(snapshot.type(of: own).name):\(snapshot.id(of: own)):\(event)"
    let stem = "\(sender):\(snapshot.version(of: own)):\(name):"
    var (free, used) = (0, -1)
    // Numbers are given in order: a free one is found by doubling, the first one by halving.
    while isSent("\(stem)\(free)") { (used, free) = (free, free * 2 + 1) }
    while free - used > 1 {
      let middle = (used + free) / 2
      if isSent("\(stem)\(middle)") { used = middle } else { free = middle }
    }
    return "\(stem)\(free)"
  }

  private func isSent(_ key: String) -> Bool {
    extras.messages.contains { $0.key == key } || snapshot.isKnown(messageKey: key)
  }
}
