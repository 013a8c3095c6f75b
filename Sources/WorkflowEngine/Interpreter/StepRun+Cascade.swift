import CEL

/// Events that effects send: carried out at once and to their end, depth first.
extension StepRun {
  /// Fires an event of the target; false when that blocks the step.
  ///
  /// - Parameter leavingAlone: whether a target in a state without such a transition is passed over
  ///   (a member of a set).
  func send(
    _ event: Int, to target: RecordHandle, leavingAlone: Bool, skipBlocked: Bool, parent: Int32
  ) -> Bool {
    snapshot.withType(of: target) { type in
      type.eventTable[event]._withUnsafeGuaranteedRef { event in
        send(
          event, to: target, type: type, leavingAlone: leavingAlone, skipBlocked: skipBlocked,
          parent: parent)
      }
    }
  }

  private func send(
    _ event: Event, to target: RecordHandle, type: RecordType, leavingAlone: Bool,
    skipBlocked: Bool,
    parent: Int32
  ) -> Bool {
    guard let selected = select(event, record: target) else {
      if leavingAlone {
        if isExplained {
          extras.leftAlone.append(Plan.LeftAlone(record: target, event: event.name, step: parent))
        }
        return true
      }
      return blockSend(event, to: target, type: type, skipBlocked: skipBlocked, parent: parent)
    }
    if !event.isDecidedByStates, let chart = type.chart {
      return sendWays(
        of: event, to: target, type: type, chart: chart, leavingAlone: leavingAlone,
        skipBlocked: skipBlocked, parent: parent)
    }
    return selected._withUnsafeGuaranteedRef { transition in
      send(event, transition, to: target, type: type, skipBlocked: skipBlocked, parent: parent)
    }
  }

  private func send(
    _ event: Event, _ transition: Transition, to target: RecordHandle, type: RecordType,
    skipBlocked: Bool, parent: Int32
  ) -> Bool {
    guard steps.count < limits.stepTransitions, cascadeDepth < limits.cascadeDepth else {
      blockers.append(cascadeTooLarge(transition, target))
      return false
    }
    if skipBlocked { return sendOrSkip(event, transition, to: target, type: type, parent: parent) }
    return take(transition, on: target, type: type, parent: parent)
  }

  /// The same where a target that blocks is passed over.
  private func sendOrSkip(
    _ event: Event, _ transition: Transition, to target: RecordHandle, type: RecordType,
    parent: Int32
  ) -> Bool {
    let mark = makeMark()
    let isDone = take(transition, on: target, type: type, parent: parent)
    return keepOrSkip(event, of: target, since: mark, isDone: isDone, parent: parent) {
      take(transition, on: target, type: type, parent: parent)
    }
  }

  /// Carries out a transition that an event sent to a record has selected, as a step of the plan.
  @inline(__always)
  private func take(
    _ transition: Transition, on target: RecordHandle, type: RecordType, parent: Int32
  ) -> Bool {
    cascadeDepth += 1
    defer { cascadeDepth -= 1 }
    let step = Int32(steps.count)
    steps.append(Plan.Step(record: target, transition: transition, cause: .cascade, parent: parent))
    if transition.readsFrame || isExplained {
      return reader.withFrame(own: target, cause: Cause.cascade.value) { frame in
        fire(transition, on: target, type: type, frame: frame, step: step)
      }
    }
    return reader.blank._withUnsafeGuaranteedRef { frame in
      fire(transition, on: target, type: type, frame: frame, step: step)
    }
  }

  /// The same for an event that may go several ways.
  private func sendWays(
    of event: Event, to target: RecordHandle, type: RecordType, chart: Chart, leavingAlone: Bool,
    skipBlocked: Bool, parent: Int32
  ) -> Bool {
    let ways = event.transitions.filter { !$0.isTimed && !$0.occasion.isSpontaneous }
    guard let first = ways.first else { return true }
    guard steps.count < limits.stepTransitions, cascadeDepth < limits.cascadeDepth else {
      blockers.append(cascadeTooLarge(first, target))
      return false
    }
    cascadeDepth += 1
    defer { cascadeDepth -= 1 }
    let mark = skipBlocked ? Optional(makeMark()) : nil
    var blocked: [Blocker] = []
    let lists = standing(of: target, in: chart).candidates(ways)
    let chosen = chooseUnasked(
      from: lists, record: target, type: type, cause: .cascade, blocked: &blocked)
    var isDone = false
    if let chosen, !chosen.isEmpty {
      isDone =
        take(chosen, on: target, type: type, cause: .cascade, parent: parent) && complete(target)
    } else if leavingAlone, blocked.allSatisfy({ $0.code == .noWayApplies }) {
      // No way applies to this member of the set: as if its state had none.
      if isExplained {
        extras.leftAlone.append(Plan.LeftAlone(record: target, event: event.name, step: parent))
      }
      return true
    } else {
      blockers += blocked.decisive
    }
    guard let mark else { return isDone }
    return keepOrSkip(event, of: target, since: mark, isDone: isDone, parent: parent) {
      take(chosen ?? [], on: target, type: type, cause: .cascade, parent: parent)
        && complete(target)
    }
  }

  private func fire(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let missing =
      transition.inputs.isEmpty
      ? nil : takeInputs(transition, record: record, frame: frame, step: step)
    // What follows from here is sent by others.
    let given = carried
    carried = []
    defer { carried = given }
    let verdict = check(transition, record: record, frame: frame, missing: missing)
    if verdict.failing | verdict.undecided != 0 {
      var reasons = withFrame(of: transition, frame, own: record) { frame in
        describe(verdict, of: transition.guards, record: record, frame: frame)
      }
      for index in reasons.indices { reasons[index].record = record }
      blockers += reasons
    }
    guard blockers.isEmpty else { return false }
    guard carryOut(transition, on: record, type: type, frame: frame, step: step) else {
      return false
    }
    return type.chart == nil || complete(record)
  }

  private func blockSend(
    _ event: Event, to target: RecordHandle, type: RecordType, skipBlocked: Bool, parent: Int32
  ) -> Bool {
    let blocker = Blocker(
      code: .wrongState, cause: wrongStateCause(event, record: target, type: type),
      place: event.transitions.first?.place, record: target)
    if skipBlocked {
      extras.skipped.append(
        Plan.Skipped(record: target, event: event.name, blockers: [blocker], step: parent))
      return true
    }
    blockers.append(blocker)
    return false
  }

  private func cascadeTooLarge(_ transition: Transition, _ target: RecordHandle) -> Blocker {
    var story: [StoryStep] = []
    var current: Int32? = Int32(steps.count - 1)
    while let index = current, story.count < 4 {
      let step = steps[Int(index)]
      story.insert(storyStep(step), at: 0)
      current = step.parent
    }
    story.append(StoryStep(event: transition.event, record: shortName(of: target)))
    return Blocker(
      code: .tooMuch,
      cause: .cascadeTooLarge(
        levels: limits.cascadeDepth, records: limits.stepTransitions, story: story),
      place: transition.place, record: target)
  }

  func storyStep(_ step: Plan.Step) -> StoryStep {
    StoryStep(event: step.transition?.event, record: shortName(of: step.record))
  }

  // MARK: Taking a part back

  /// A moment of the step to which it can be taken back: of each of its parts.
  struct RunMark {
    var working: WorkingCopy.Mark
    var steps: Int
    var extras: PlanExtras.Mark
    var following: Following.Mark
    var reactions: ReactionProgress.Mark
  }

  func makeMark() -> RunMark {
    RunMark(
      working: working.makeMark(), steps: steps.count, extras: extras.makeMark(),
      following: following.makeMark(), reactions: reactions.makeMark(in: working))
  }

  func takeBack(to mark: RunMark) -> [Blocker] {
    working.undo(to: mark.working)
    steps.truncate(to: mark.steps)
    extras.takeBack(to: mark.extras)
    following.takeBack(to: mark.following)
    reactions.takeBack(to: mark.reactions)
    let reasons = blockers
    blockers = []
    return reasons
  }
}
