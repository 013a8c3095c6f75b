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
          leftAlone.append(Plan.LeftAlone(record: target, event: event.name, step: parent))
        }
        return true
      }
      return blockSend(event, to: target, type: type, skipBlocked: skipBlocked, parent: parent)
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
    cascadeDepth += 1
    defer { cascadeDepth -= 1 }
    let mark = skipBlocked ? Optional(makeMark()) : nil
    let step = Int32(steps.count)
    steps.append(Plan.Step(record: target, transition: transition, cause: .cascade, parent: parent))
    let isDone: Bool
    if transition.readsFrame || isExplained {
      isDone = reader.withFrame(own: target, cause: Self.cascadeCause) { frame in
        fire(transition, on: target, type: type, frame: frame, step: step)
      }
    } else {
      isDone = reader.blank._withUnsafeGuaranteedRef { frame in
        fire(transition, on: target, type: type, frame: frame, step: step)
      }
    }
    guard !isDone, let mark else { return isDone }
    let reasons = takeBack(to: mark)
    skipped.append(Plan.Skipped(record: target, event: event.name, blockers: reasons, step: parent))
    return true
  }

  static let cascadeCause = Value.text(Cause.cascade.rawValue)

  private func fire(
    _ transition: Transition, on record: RecordHandle, type: RecordType, frame: Frame, step: Int32
  ) -> Bool {
    let missing =
      transition.inputs.isEmpty
      ? nil : takeInputs(transition, record: record, type: type, frame: frame)
    let verdict = check(transition, record: record, frame: frame, missing: missing)
    if verdict.failing | verdict.undecided != 0 {
      var reasons = withFrame(of: transition, frame, own: record) { frame in
        describe(verdict, of: transition.guards, record: record, frame: frame)
      }
      for index in reasons.indices { reasons[index].record = record }
      blockers += reasons
    }
    guard blockers.isEmpty else { return false }
    return carryOut(transition, on: record, type: type, frame: frame, step: step)
  }

  private func blockSend(
    _ event: Event, to target: RecordHandle, type: RecordType, skipBlocked: Bool, parent: Int32
  ) -> Bool {
    let blocker = Blocker(
      code: .wrongState, sentence: wrongStateSentence(event, record: target, type: type),
      place: event.transitions.first?.place, record: target)
    if skipBlocked {
      skipped.append(
        Plan.Skipped(record: target, event: event.name, blockers: [blocker], step: parent))
      return true
    }
    blockers.append(blocker)
    return false
  }

  private func cascadeTooLarge(_ transition: Transition, _ target: RecordHandle) -> Blocker {
    var story: [String] = []
    var current: Int32? = Int32(steps.count - 1)
    while let index = current, story.count < 4 {
      let step = steps[Int(index)]
      story.insert("\(step.transition?.event ?? "change") \(shortName(of: step.record))", at: 0)
      current = step.parent
    }
    story.append("\(transition.event) \(shortName(of: target))")
    return Blocker(
      code: .tooMuch,
      sentence: "The cascade goes on for more than \(limits.cascadeDepth) levels or "
        + "\(limits.stepTransitions) records: … \(story.joined(separator: " → ")).",
      place: transition.place, record: target)
  }

  // MARK: Taking a part back

  struct RunMark {
    var working: WorkingCopy.Mark
    var steps: Int
    var messages: Int
    var leftAlone: Int
    var skipped: Int
  }

  private func makeMark() -> RunMark {
    RunMark(
      working: working.makeMark(), steps: steps.count, messages: messages.count,
      leftAlone: leftAlone.count, skipped: skipped.count)
  }

  private func takeBack(to mark: RunMark) -> [Blocker] {
    working.undo(to: mark.working)
    steps.truncate(to: mark.steps)
    messages.removeSubrange(mark.messages...)
    leftAlone.removeSubrange(mark.leftAlone...)
    skipped.removeSubrange(mark.skipped...)
    let reasons = blockers
    blockers = []
    return reasons
  }
}
