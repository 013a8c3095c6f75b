import CEL

/// Effects, one after another; each sees everything before it.
extension StepRun {
  /// Carries one effect out; false when it blocks the step (`blockers` says why).
  func perform(
    _ effect: Effect, record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    if let when = effect.when {
      switch effect.whenProgram?.truth(frame) ?? reader.truth(of: when, frame) {
      case .no:
        guard case .choose(_, let others) = effect.action else { return true }
        return perform(others, record: record, type: type, frame: frame, step: step)
      case .yes: break
      case .cannotTell:
        // Where the type raises an event for it, it counts as not holding.
        if type.chart?.undecidedEvent != nil {
          raiseUndecided(on: record, type: type)
          guard case .choose(_, let others) = effect.action else { return true }
          return perform(others, record: record, type: type, frame: frame, step: step)
        }
        return block("It cannot be told whether this effect happens", when, effect, record, frame)
      }
    }
    switch effect.target {
    case .own:
      return perform(
        effect, on: record, looped: nil, own: record, type: type, frame: frame, step: step)
    case .each(let loop):
      guard let members = members(of: loop, effect: effect, own: record, type: type, frame: frame)
      else {
        return false
      }
      for member in members {
        // An earlier round may have taken the member away.
        guard working.presence(of: member) == .present else { continue }
        frame.slots[FrameSlot.looped] = .record(member)
        guard
          perform(
            effect, on: member, looped: loop, own: record, type: type, frame: frame, step: step)
        else { return false }
      }
      return true
    }
  }

  private func perform(
    _ effect: Effect, on target: RecordHandle, looped: Loop?, own: RecordHandle, type: RecordType,
    frame: Frame, step: Int32
  ) -> Bool {
    switch effect.action {
    case .set(let assignments):
      if snapshot.type(of: target).isInline {
        return replace(
          target, with: assignments, effect: effect, own: own, frame: frame, step: step)
      }
      let attributed = self.step(for: target, from: step)
      return assign(assignments, to: target, effect: effect, frame: frame, step: attributed)
    case .create(let createdType, let entries, let assignments, let send):
      return create(
        createdType, entries: entries, with: assignments, send: send, effect: effect, own: own,
        frame: frame, step: step)
    case .delete:
      return remove(target, isErased: false, own: own, step: step)
    case .erase:
      return remove(target, isErased: true, own: own, step: step)
    case .link(let slot, let records):
      return changeLinks(
        slot, records, adding: true, effect: effect, own: own, frame: frame, step: step)
    case .unlink(let slot, let records):
      return changeLinks(
        slot, records, adding: false, effect: effect, own: own, frame: frame, step: step)
    case .send(let event, let skipBlocked):
      let isSet = looped.map { !$0.isSingle } ?? false
      return send(event, to: target, leavingAlone: isSet, skipBlocked: skipBlocked, parent: step)
    case .raise(let event, let isLater):
      raise(event, isLater: isLater, on: own, step: step)
      return true
    case .choose(let effects, _):
      guard effect.when == nil else {
        return perform(effects, record: own, type: type, frame: frame, step: step)
      }
      return runBlock(effects, record: own, type: type, frame: frame, step: step)
    case .emit(let name, let key, let fields):
      return emit(
        name, key: key, fields: fields, effect: effect, own: own, frame: frame, step: step)
    }
  }

  private func perform(
    _ effects: [Effect], record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    effects.allSatisfy { perform($0, record: record, type: type, frame: frame, step: step) }
  }

  // MARK: Loops

  /// The records an effect goes over, chosen and in order.
  private func members(
    of loop: Loop, effect: Effect, own: RecordHandle, type: RecordType, frame: Frame
  ) -> [RecordHandle]? {
    var members: [RecordHandle]
    if loop.ownSet >= 0 {
      members = reader.members(of: own, set: loop.ownSet)
    } else {
      guard let found = records(of: loop.records, frame) else {
        _ = block(
          "It cannot be told which records this is about", .formula(loop.records), effect, own,
          frame)
        return nil
      }
      members = found
    }
    if let condition = loop.condition {
      var chosen: [RecordHandle] = []
      for member in members {
        frame.slots[FrameSlot.looped] = .record(member)
        switch reader.truth(of: condition, frame) {
        case .yes: chosen.append(member)
        case .no: continue
        case .cannotTell:
          _ = block(
            "It cannot be told whether \(shortName(of: member)) belongs", condition, effect, member,
            frame)
          return nil
        }
      }
      members = chosen
    }
    if let orderBy = loop.orderBy {
      members = ordered(members, by: orderBy, descending: loop.descending, frame)
    }
    if let limit = loop.limit { members = Array(members.prefix(limit)) }
    return members
  }

  /// The records a formula gives: one, several or none.
  private func records(of formula: Formula, _ frame: Frame) -> [RecordHandle]? {
    let value = formula.program.evaluate(frame)
    if case .record(let record) = value { return [reader.plain(record)] }
    if case .null = value { return [] }
    guard let elements = value.elements else { return nil }
    return elements.compactMap { element in
      if case .record(let record) = element { reader.plain(record) } else { nil }
    }
  }

  func ordered(
    _ members: [RecordHandle], by formula: Formula, descending: Bool, _ frame: Frame
  ) -> [RecordHandle] {
    let keyed = members.map { member in
      frame.slots[FrameSlot.looped] = .record(member)
      return (member, SortKey(formula.program.evaluate(frame), definition: definition))
    }
    return keyed.enumerated().sorted { left, right in
      if left.element.1 == right.element.1 { return left.offset < right.offset }
      return descending ? right.element.1 < left.element.1 : left.element.1 < right.element.1
    }.map(\.element.0)
  }

  // MARK: Verbs

  private func assign(
    _ assignments: [Assignment], to target: RecordHandle, effect: Effect, frame: Frame, step: Int32
  ) -> Bool {
    let fields = snapshot.type(of: target).fields
    if assignments.count == 1 {
      let assignment = assignments[0]
      guard let word = word(of: assignment.value, as: fields[assignment.slot].type, frame) else {
        return blockValue(assignment, of: target, effect: effect, frame)
      }
      return store(word, assignment, target, fields, step)
    }
    var words: [Int64] = []
    words.reserveCapacity(assignments.count)
    for assignment in assignments {
      guard let word = word(of: assignment.value, as: fields[assignment.slot].type, frame) else {
        return blockValue(assignment, of: target, effect: effect, frame)
      }
      words.append(word)
    }
    for (assignment, word) in zip(assignments, words) {
      guard store(word, assignment, target, fields, step) else { return false }
    }
    return true
  }

  private func store(
    _ word: Int64, _ assignment: Assignment, _ target: RecordHandle, _ fields: [Field],
    _ step: Int32
  ) -> Bool {
    let field = fields[assignment.slot]
    if word == Scalar.null, field.mustHaveValue {
      blockers.append(
        undecided(
          "\(field.name) of \(shortName(of: target)) may not be empty.", place: assignment.place,
          record: target))
      return false
    }
    working.write(target, assignment.slot, word, step: step)
    return true
  }

  private func create(
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
          code: .notUnique, sentence: "There is a \(type.name) \(id) already, or was.",
          place: effect.place))
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
  private func replace(
    _ entry: RecordHandle, with assignments: [Assignment], effect: Effect, own: RecordHandle,
    frame: Frame, step: Int32
  ) -> Bool {
    let type = snapshot.type(of: entry)
    let changed = working.create(type: type.index, id: nil, isNumbered: false, step: step)
    for slot in type.fields.indices {
      working.write(changed, slot, working.cell(entry, slot), step: step)
    }
    guard assign(assignments, to: changed, effect: effect, frame: frame, step: step) else {
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

  private func remove(_ target: RecordHandle, isErased: Bool, own: RecordHandle, step: Int32)
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

  private func changeLinks(
    _ slot: Int, _ formula: Formula, adding: Bool, effect: Effect, own: RecordHandle, frame: Frame,
    step: Int32
  ) -> Bool {
    guard let members = records(of: formula, frame) else {
      return block(
        "It cannot be told which records this is about", .formula(formula), effect, own, frame)
    }
    let old = working.cell(own, slot)
    let linked = (old == Scalar.null ? [] : snapshot.lists[Int(old)]).map {
      RecordHandle(raw: Int32($0))
    }
    let new = adding ? linked + members : linked.filter { !members.contains($0) }
    let list = snapshot.ordered(new).map { Int64($0.raw) }
    working.write(own, slot, snapshot.store(list: list), step: step)
    return true
  }

  private func emit(
    _ name: String, key: Sentence?, fields: [NamedExpression], effect: Effect, own: RecordHandle,
    frame: Frame, step: Int32
  ) -> Bool {
    var values: [NamedValue] = []
    for field in fields {
      guard let word = word(of: field.value, as: field.type, frame) else {
        blockers.append(
          undecided(
            "'\(field.name)' of the message \(name) cannot be told.", place: effect.place,
            record: own))
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

  // MARK: Attribution and refusals

  /// The step of the plan that a change of `target`, made by the effects of `step`, belongs to.
  func step(for target: RecordHandle, from step: Int32) -> Int32 {
    if steps[Int(step)].record == target { return step }
    if let own = working.step(of: target), own > step { return own }
    let new = Int32(steps.count)
    steps.append(Plan.Step(record: target, transition: nil, cause: .cascade, parent: step))
    working.attribute(target, to: new)
    return new
  }

  private func block(
    _ sentence: String, _ condition: Condition, _ effect: Effect, _ record: RecordHandle,
    _ frame: Frame
  ) -> Bool {
    var blocker = undecided("\(sentence).", place: effect.place, record: record)
    if isExplained { blocker.facts = facts(of: condition, frame, own: record) }
    blockers.append(blocker)
    return false
  }

  private func blockValue(
    _ assignment: Assignment, of target: RecordHandle, effect: Effect, _ frame: Frame
  ) -> Bool {
    let field = snapshot.type(of: target).fields
    let name = assignment.slot < field.count ? field[assignment.slot].name : "a value"
    var blocker = undecided(
      "The new value of \(name) cannot be told.", place: assignment.place, record: target)
    if isExplained, case .formula(let formula) = assignment.value,
      let problem = formula.program.evaluate(frame).problem
    {
      blocker.facts = [problem]
    }
    blockers.append(blocker)
    return false
  }
}
