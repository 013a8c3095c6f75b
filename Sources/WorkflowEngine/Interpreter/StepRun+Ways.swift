import CEL

/// Events that may go several ways: which of them are taken, from inner states outwards.
extension StepRun {
  // MARK: An event that is asked for

  /// Everything about a request whose event may go several ways.
  func attemptWays(
    of event: Event, on record: RecordHandle, type: RecordType, isNew: Bool
  ) -> Outcome {
    let lists: [[Transition]]
    if isNew {
      lists = [event.transitions.filter(\.creates)]
    } else if let chart = type.chart {
      lists = standing(of: record, in: chart).candidates(event.transitions)
    } else {
      lists = []
    }
    let fitting = lists.flatMap(\.self).unique
    if fitting.isEmpty { return .blocked(wrongState(event, record: record, type: type)) }
    let possible = fitting.filter { isBroughtAbout($0, on: record) }
    if possible.isEmpty { return .blocked(refuseByOccasion(fitting[0]) ?? Refusal()) }
    let permitted = possible.filter { refuseByRole($0) == nil }
    if permitted.isEmpty { return .blocked(refuseByRole(possible[0]) ?? Refusal()) }
    var blocked: [Blocker] = []
    let taken = choose(from: lists, record: record, type: type, blocked: &blocked) { way in
      guard permitted.contains(where: { $0 === way }) else { return nil }
      return tryOut(way, beside: permitted, on: record, type: type)
    }
    blockers = []
    if taken?.isEmpty == true, permitted.count < possible.count {
      let refused = possible.filter { way in !permitted.contains { $0 === way } }
      for way in refused { blocked += reasons(against: way, on: record, type: type) }
    }
    guard let taken, !taken.isEmpty || following.hasRaised else {
      return refuse(blocked.decisive)
    }
    if taken.isEmpty { return attemptNothing(on: record) }
    if let refusal = taken.lazy.compactMap(refuseByApprover).first { return .blocked(refusal) }
    return reader.withFrames(own: record, amount: taken.count) { frames in
      taken.count == 1
        ? attempt(taken[0], on: record, type: type, frame: frames[0])
        : attempt(together: taken, of: event, on: record, type: type, frames: frames)
    }
  }

  /// Whether the request can bring a way about: the clock takes those whose time has come alone.
  private func isBroughtAbout(_ way: Transition, on record: RecordHandle) -> Bool {
    if let expired = request.expired { return way.expiredEvent == expired }
    guard request.cause == .clock else { return refuseByOccasion(way) == nil }
    guard case .clock(let timer) = way.occasion else { return false }
    guard let due = request.due else { return true }
    // Times may have been left out before this one.
    if timer.missed == .skip {
      return withTimerFrame(timer, record: record) { lastTime(of: timer, upTo: due, $0) } == due
    }
    return self.due(way, record: record, isForeseen: true) == due
  }

  /// What keeps the actor from a way that needs another role: where it does not apply to the
  /// record, a role would not help.
  private func reasons(
    against way: Transition, on record: RecordHandle, type: RecordType
  ) -> [Blocker] {
    if way.when != nil,
      case .blocked(let reasons) = tryOut(way, beside: [way], on: record, type: type),
      reasons.contains(where: { $0.code == .noWayApplies })
    {
      return reasons
    }
    return refuseByRole(way)?.blockers ?? []
  }

  /// No way is taken, but what could not be decided raised an event.
  private func attemptNothing(on record: RecordHandle) -> Outcome {
    steps.append(Plan.Step(record: record, transition: nil, cause: request.cause, parent: nil))
    return settle() ? conclude([], record: record) : refused()
  }

  private func refuse(_ reasons: [Blocker]) -> Outcome {
    let isByGuard = reasons.contains { $0.code == .guardFailed || $0.code == .cannotDecide }
    return .blocked(
      Refusal(
        reason: isByGuard ? .guards(failing: 0, undecided: 0) : .other, blockers: reasons))
  }

  /// Chooses the ways that are taken; nil when it cannot be told.
  ///
  /// - Parameters:
  ///   - lists: for each active innermost state the ways it may go.
  ///   - verdict: of a way; nil where it is out of the question.
  func choose(
    from lists: [[Transition]], record: RecordHandle, type: RecordType, blocked: inout [Blocker],
    verdict: (Transition) -> WayChoice.Verdict?
  ) -> [Transition]? {
    var choice = WayChoice()
    let isDecided = choice.choose(
      from: lists, passesUndecided: type.chart?.undecidedEvent != nil, verdict: verdict)
    blocked += choice.blocked
    guard isDecided else { return nil }
    // SCXML: each time that the condition is looked at.
    for _ in 0..<choice.undecidedCount { raiseUndecided(on: record, type: type) }
    guard let chart = type.chart, choice.chosen.count > 1 else { return choice.chosen }
    return standing(of: record, in: chart).withoutConflicts(choice.chosen)
  }

  /// Whether a way is enabled: inputs and edits are taken for it, and taken back.
  private func tryOut(
    _ way: Transition, beside others: [Transition], on record: RecordHandle, type: RecordType
  ) -> WayChoice.Verdict {
    let mark = makeMark()
    steps.append(Plan.Step(record: record, transition: way, cause: request.cause, parent: nil))
    let verdict = reader.withFrame(own: record) { frame -> WayChoice.Verdict in
      if way.creates { prepareNewRecord(record, type: type, frame: frame) }
      var missing = takeInputs(way, record: record, frame: frame, step: 0)
      if request.brings {
        missing.formUnion(
          takeEdits(besides: [way], among: others, of: way.event, record: record, type: type))
      }
      if working.journal.count > 0, !react() { return .blocked(blockers) }
      return self.verdict(on: way, record: record, frame: frame, missing: missing)
    }
    _ = takeBack(to: mark)
    return verdict
  }

  /// Whether a way applies and its guards hold.
  func verdict(
    on way: Transition, record: RecordHandle, frame: Frame, missing: Set<String>
  ) -> WayChoice.Verdict {
    if let when = way.when {
      switch reader.truth(of: when, frame) {
      case .yes: break
      case .no: return .blocked(isExplained ? [notApplying(way, when, record, frame)] : [])
      case .cannotTell:
        return .undecided([
          Blocker(
            code: .cannotDecide,
            cause: .wayUnknown(event: way.event, condition: condition(of: when)),
            place: way.place, facts: facts(of: when, frame, own: record))
        ])
      }
    }
    let verdict = check(way, record: record, frame: frame, missing: missing)
    if verdict.failing | verdict.undecided == 0, blockers.isEmpty { return .enabled }
    let reasons = blockers + describe(verdict, of: way.guards, record: record, frame: frame)
    return verdict.undecided == 0 ? .blocked(reasons) : .undecided(reasons)
  }

  private func notApplying(
    _ way: Transition, _ when: Condition, _ record: RecordHandle, _ frame: Frame
  ) -> Blocker {
    Blocker(
      code: .noWayApplies,
      cause: .wayDoesNotApply(event: way.event, condition: condition(of: when)),
      place: way.place, facts: facts(of: when, frame, own: record))
  }

  // MARK: Several ways at once

  /// Ways of parallel regions, taken in one step.
  private func attempt(
    together ways: [Transition], of event: Event, on record: RecordHandle, type: RecordType,
    frames: [Frame]
  ) -> Outcome {
    for (index, way) in ways.enumerated() {
      steps.append(
        Plan.Step(
          record: record, transition: way, cause: request.cause, parent: index == 0 ? nil : 0))
    }
    for (index, frame) in frames.enumerated() {
      takeInputs(ways[index], record: record, frame: frame, step: Int32(index))
    }
    if request.brings {
      takeEdits(besides: ways, among: ways, of: event.name, record: record, type: type)
    }
    if working.journal.count > 0, !react() { return refused() }
    guard blockers.isEmpty else { return refused() }
    let approvals = zip(ways, frames).compactMap { way, frame in
      approvalNeeded(way, frame: frame).map { (way: way, need: $0) }
    }
    guard blockers.isEmpty else { return refused() }
    let sayings = zip(ways, frames).compactMap { way, frame in
      way.saysSomething ? Saying(way, of: steps[0].record, frame: frame, reader) : nil
    }
    let taken = ways.indices.map {
      TakenWay(transition: ways[$0], step: Int32($0), frame: frames[$0])
    }
    guard move(taken, record: record, type: type), settle() else { return refused() }
    let outcome = conclude(sayings, record: record)
    guard let first = approvals.first else { return outcome }
    var need = first.need
    need.expires = approvals.compactMap(\.need.expires).min()
    need.count = approvals.map(\.need.count).max() ?? 1
    return awaitingApproval(outcome, first.way, need)
  }
}

extension [Transition] {
  /// Each once, at its first place.
  fileprivate var unique: [Transition] {
    var seen: Set<ObjectIdentifier> = []
    return filter { seen.insert(ObjectIdentifier($0)).inserted }
  }
}

extension [Blocker] {
  /// That a way does not apply is a reason only where no way does: where one applies, its own
  /// reasons are told alone. Reasons that several ways share are told once.
  var decisive: [Blocker] {
    var seen: Set<String> = []
    let appliesNowhere = allSatisfy { $0.code == .noWayApplies }
    return filter { blocker in
      if blocker.code == .noWayApplies, !appliesNowhere { return false }
      return blocker.name == nil
        || seen.insert("\(blocker.code.rawValue) \(blocker.name ?? "")").inserted
    }
  }
}
