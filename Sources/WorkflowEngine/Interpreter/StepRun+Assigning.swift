import CEL

/// Setting fields.
extension StepRun {
  /// Sets fields; all values are computed before any is set.
  @inline(__always)
  func assign(
    _ effect: Effect, to target: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    if effect.flat.isFixed || effect.flat.assignments.count == 1 {
      for assignment in effect.flat.assignments {
        guard let word = word(of: assignment, for: target, frame) else {
          return blockValue(assignment, of: target, effect: effect, frame)
        }
        guard store(word, assignment, target, step) else { return false }
      }
      return true
    }
    return assignSeveral(effect, to: target, frame: frame, step: step)
  }

  /// The same for an effect that nothing can keep from setting fixed values.
  @inline(__always)
  func assignFixed(_ effect: Effect, to record: RecordHandle, at place: Int, step: Int32) {
    for assignment in effect.flat.assignments {
      working.write(
        record, at: place, assignment.slot, assignment.word, traits: assignment.traits, step: step)
    }
  }

  private func assignSeveral(
    _ effect: Effect, to target: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    let assignments = effect.flat.assignments
    var words: [Int64] = []
    words.reserveCapacity(assignments.count)
    for assignment in assignments {
      guard let word = word(of: assignment, for: target, frame) else {
        return blockValue(assignment, of: target, effect: effect, frame)
      }
      words.append(word)
    }
    for (assignment, word) in zip(assignments, words) {
      guard store(word, assignment, target, step) else { return false }
    }
    return true
  }

  /// Sets fields of several records; all values are computed before any is set.
  func assignTogether(
    _ effects: [Effect], own: RecordHandle, frame: Frame, step: Int32
  ) -> Bool {
    var writes: [Write] = []
    for effect in effects {
      guard let target = target(of: effect, own: own, frame: frame) else { return false }
      for assignment in effect.flat.assignments {
        guard let word = word(of: assignment, for: target, frame) else {
          return blockValue(assignment, of: target, effect: effect, frame)
        }
        let write = Write(target: target, assignment: assignment, word: word)
        if writes.contains(where: write.contradicts) { return blockTwoValues(write) }
        writes.append(write)
      }
    }
    return writes.allSatisfy { write in
      let attributed = self.step(for: write.target, from: step)
      guard snapshot.type(of: write.target).isInline else {
        return store(write.word, write.assignment, write.target, attributed)
      }
      return replace(write.target, of: own, step: step) {
        store(write.word, write.assignment, $0, step)
      }
    }
  }

  /// A value on its way into a field.
  private struct Write {
    let target: RecordHandle
    let assignment: FlatAssignment
    let word: Int64

    /// Whether another one puts something else into the same field.
    func contradicts(_ other: Write) -> Bool {
      target == other.target && assignment.slot == other.assignment.slot && word != other.word
    }
  }

  /// The record that an effect among several is carried out on.
  private func target(of effect: Effect, own: RecordHandle, frame: Frame) -> RecordHandle? {
    guard case .each(let loop) = effect.target else { return own }
    return members(
      of: loop, effect: effect, own: own, type: snapshot.type(of: own), frame: frame)?.first
  }

  private func blockTwoValues(_ write: Write) -> Bool {
    let field = snapshot.type(of: write.target).fields[write.assignment.slot]
    blockers.append(
      undecided(
        .twoValues(field: field.name, of: shortName(of: write.target)),
        place: write.assignment.assignment._withUnsafeGuaranteedRef(\.place),
        record: write.target))
    return false
  }

  @inline(__always)
  private func word(
    of assignment: FlatAssignment, for target: RecordHandle, _ frame: Frame
  ) -> Int64? {
    if assignment.word != Scalar.failed { return assignment.word }
    return assignment.assignment._withUnsafeGuaranteedRef {
      word(
        of: $0.value, as: snapshot.type(of: target).fields[assignment.slot].type,
        into: .part(.field(target, slot: assignment.slot)), frame)
    }
  }

  @inline(__always)
  private func store(
    _ word: Int64, _ assignment: FlatAssignment, _ target: RecordHandle, _ step: Int32
  ) -> Bool {
    if word == Scalar.null, assignment.mustHaveValue { return blockEmpty(assignment, of: target) }
    working.write(
      target, at: working.touch(target), assignment.slot, word, traits: assignment.traits,
      step: step)
    return true
  }

  @inline(never)
  private func blockEmpty(_ assignment: FlatAssignment, of target: RecordHandle) -> Bool {
    let field = snapshot.type(of: target).fields[assignment.slot]
    blockers.append(
      undecided(
        .mayNotBeEmpty(field: field.name, of: shortName(of: target)),
        place: assignment.assignment._withUnsafeGuaranteedRef(\.place), record: target))
    return false
  }

  private func blockValue(
    _ assignment: FlatAssignment, of target: RecordHandle, effect: Effect, _ frame: Frame
  ) -> Bool {
    assignment.assignment._withUnsafeGuaranteedRef {
      blockValue($0, of: target, effect: effect, frame)
    }
  }

  func blockValue(
    _ assignment: Assignment, of target: RecordHandle, effect: Effect, _ frame: Frame
  ) -> Bool {
    let field = snapshot.type(of: target).fields
    let name = assignment.slot < field.count ? field[assignment.slot].name : nil
    var blocker = undecided(
      .valueUnknown(field: name, of: nil), place: assignment.place, record: target)
    blocker.facts = reasons(for: assignment.value, frame)
    blockers.append(blocker)
    return false
  }

  /// Why a value cannot be told, where a step is explained.
  func reasons(for value: Expression, _ frame: Frame) -> [Fact] {
    guard isExplained, case .formula(let formula) = value,
      let problem = formula.program.evaluate(frame).problem
    else { return [] }
    return [.problem(problem)]
  }
}
