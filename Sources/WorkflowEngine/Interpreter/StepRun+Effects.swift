import CEL

/// Effects, one after another; each sees everything before it.
extension StepRun {
  /// Carries one effect out; false when it blocks the step (`blockers` says why).
  func carryOut(
    _ effect: Effect, record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    switch happens(effect, record: record, frame: frame) {
    case .no:
      return carryOutAlternative(effect, record: record, type: type, frame: frame, step: step)
    case .yes: break
    case .cannotTell:
      return carryOutUndecided(effect, record: record, type: type, frame: frame, step: step)
    }
    switch effect.flat.shape {
    case .assign:
      return assign(
        effect, to: record, frame: frame, step: self.step(for: record, from: step))
    case .broadcast: return broadcast(effect, own: record, step: step)
    case .other:
      return carryOutOverTargets(effect, record: record, type: type, frame: frame, step: step)
    }
  }

  @inline(__always)
  private func happens(_ effect: Effect, record: RecordHandle, frame: Frame) -> Truth {
    if !effect.isConditional { return .yes }
    if let test = effect.flat.when, let truth = working.truth(of: test, own: record) {
      return truth
    }
    return evaluateWhen(effect, record: record, frame: frame)
  }

  @inline(never)
  private func evaluateWhen(_ effect: Effect, record: RecordHandle, frame: Frame) -> Truth {
    guard let when = effect.when else { return .yes }
    if !reader.isBlank(frame) { return reader.truth(of: when, frame) }
    return reader.withFrame(own: record, cause: cascadeDepth > 0 ? Cause.cascade.value : nil) {
      reader.truth(of: when, $0)
    }
  }

  /// What happens in place of an effect whose condition does not hold.
  @inline(__always)
  private func carryOutAlternative(
    _ effect: Effect, record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    guard case .choose(_, let others) = effect.kind else { return true }
    return carryOut(others, record: record, type: type, frame: frame, step: step)
  }

  @inline(never)
  private func carryOutUndecided(
    _ effect: Effect, record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    guard let when = effect.when else { return true }
    // Where the type raises an event for it, it counts as not holding.
    if type.chart?.undecidedEvent != nil {
      raiseUndecided(on: record, type: type)
      return carryOutAlternative(effect, record: record, type: type, frame: frame, step: step)
    }
    return block(.effectUnknown, when, effect, record, frame)
  }

  /// Sends an event to every member of an own set.
  private func broadcast(_ effect: Effect, own: RecordHandle, step: Int32) -> Bool {
    for member in reader.members(of: own, set: Int(effect.flat.set)) {
      // An earlier round may have taken the member away.
      guard working.presence(of: member) == .present else { continue }
      let goesOn = send(
        Int(effect.flat.event), to: member, leavingAlone: true,
        skipBlocked: effect.flat.skipBlocked, parent: step)
      if !goesOn { return false }
    }
    return true
  }

  private func carryOutOverTargets(
    _ effect: Effect, record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    switch effect.target {
    case .own:
      return carryOutOnce(
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
          carryOutOnce(
            effect, on: member, looped: loop, own: record, type: type, frame: frame, step: step)
        else { return false }
      }
      return true
    }
  }

  private func carryOutOnce(
    _ effect: Effect, on target: RecordHandle, looped: Loop?, own: RecordHandle, type: RecordType,
    frame: Frame, step: Int32
  ) -> Bool {
    switch effect.kind {
    case .set:
      if snapshot.type(of: target).isInline {
        return replace(target, effect: effect, own: own, frame: frame, step: step)
      }
      let attributed = self.step(for: target, from: step)
      return assign(effect, to: target, frame: frame, step: attributed)
    case .setTogether(let effects):
      return assignTogether(effects, own: own, frame: frame, step: step)
    case .create(let createdType, let entries, let assignments, let send):
      return create(
        createdType, entries: entries, with: assignments, send: send, effect: effect, own: own,
        frame: frame, step: step)
    case .delete:
      return remove(target, isErased: false, own: own, step: step)
    case .erase:
      return remove(target, isErased: true, own: own, step: step)
    case .link(let slot, let records, let ofMember):
      return changeLinks(
        slot, records, of: ofMember ? target : own, adding: true, effect: effect, own: own,
        frame: frame, step: step)
    case .unlink(let slot, let records, let ofMember):
      return changeLinks(
        slot, records, of: ofMember ? target : own, adding: false, effect: effect, own: own,
        frame: frame, step: step)
    case .send(let event, let skipBlocked, let ifPossible, let with):
      let isSet = looped.map { !$0.isSingle } ?? false
      let sent = snapshot.type(of: target).events[event]
      let scope = extras.mentions.makeScope()
      let values = values(of: with, effect: effect, own: own, frame: frame) { name in
        let input = sent.transitions.lazy.flatMap(\.inputs).first { $0.name == name }
        return input?.field.map { .part(.field(target, slot: $0)) }
          ?? .input(.init(scope: scope, name: input?.variable ?? name))
      } cause: {
        .sentValueUnknown(input: $0, event: sent.name)
      }
      guard let values else { return false }
      let kept = (carried, inputScope)
      (carried, inputScope) = (values, scope)
      defer { (carried, inputScope) = kept }
      return send(
        event, to: target, leavingAlone: isSet || ifPossible, skipBlocked: skipBlocked,
        parent: step)
    case .raise(let event, let isLater):
      following.raise(.event(event), isLater: isLater, on: own, step: step)
      return true
    case .choose(let effects, _):
      guard effect.when == nil else {
        return carryOut(effects, record: own, type: type, frame: frame, step: step)
      }
      return runBlock(effects, record: own, type: type, frame: frame, step: step)
    case .emit(let name, let key, let fields):
      return emit(
        name, key: key, fields: fields, effect: effect, own: own, frame: frame, step: step)
    }
  }

  func carryOut(
    _ effects: [Effect], record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    effects.allSatisfy { carryOut($0, record: record, type: type, frame: frame, step: step) }
  }

  /// Carries a list of effects out. Where the type raises an event for what cannot be decided, the
  /// rest of the list is left out then.
  func runBlock(
    _ effects: [Effect], record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let known = blockers.count
    for effect in effects {
      if carryOut(effect, record: record, type: type, frame: frame, step: step) { continue }
      guard type.chart?.undecidedEvent != nil,
        blockers[known...].allSatisfy({ $0.code == .cannotDecide && $0.record == record })
      else { return false }
      blockers.removeSubrange(known...)
      raiseUndecided(on: record, type: type)
      return true
    }
    return true
  }

  // MARK: Loops

  /// The records an effect goes over, chosen and in order.
  func members(
    of loop: Loop, effect: Effect, own: RecordHandle, type: RecordType, frame: Frame
  ) -> [RecordHandle]? {
    var members: [RecordHandle]
    if loop.ownSet >= 0 {
      members = reader.members(of: own, set: loop.ownSet)
    } else {
      guard let found = records(of: loop.records, frame) else {
        _ = block(
          .recordsUnknown, .formula(loop.records), effect, own, frame)
        return nil
      }
      members = found
    }
    if loop.isRequired, members.isEmpty { return blockMissing(loop, effect, own) }
    if let condition = loop.condition {
      var chosen: [RecordHandle] = []
      for member in members {
        frame.slots[FrameSlot.looped] = .record(member)
        switch reader.truth(of: condition, frame) {
        case .yes: chosen.append(member)
        case .no: continue
        case .cannotTell:
          _ = block(
            .membershipUnknown(shortName(of: member)), condition, effect, member, frame)
          return nil
        }
      }
      members = chosen
    }
    if let orderBy = loop.orderBy {
      members = ordered(members, by: orderBy, loop.order, frame)
    }
    if let limit = loop.limit { members = Array(members.prefix(limit)) }
    return members
  }

  /// Nothing can be done to a record that is not there.
  private func blockMissing(
    _ loop: Loop, _ effect: Effect, _ own: RecordHandle
  ) -> [RecordHandle]? {
    blockers.append(
      undecided(
        .valueMissing(field: loop.records.text, of: shortName(of: own)), place: effect.place,
        record: own))
    return nil
  }

  /// The records a formula gives: one, several or none.
  func records(of formula: Formula, _ frame: Frame) -> [RecordHandle]? {
    let value = formula.program.evaluate(frame)
    if case .record(let record) = value { return [reader.plain(record)] }
    if case .null = value { return [] }
    guard let elements = value.elements else { return nil }
    return elements.compactMap { element in
      if case .record(let record) = element { reader.plain(record) } else { nil }
    }
  }

  func ordered(
    _ members: [RecordHandle], by formula: Formula, _ order: SortOrder, _ frame: Frame
  ) -> [RecordHandle] {
    order.sorted(
      members.map { member in
        frame.slots[FrameSlot.looped] = .record(member)
        return (member, SortKey(formula.program.evaluate(frame), definition: definition))
      })
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

  func block(
    _ cause: BlockCause, _ condition: Condition, _ effect: Effect, _ record: RecordHandle,
    _ frame: Frame
  ) -> Bool {
    var blocker = undecided(cause, place: effect.place, record: record)
    if isExplained { blocker.facts = facts(of: condition, frame, own: record) }
    blockers.append(blocker)
    return false
  }
}
