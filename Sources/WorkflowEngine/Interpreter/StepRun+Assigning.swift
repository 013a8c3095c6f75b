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

  @inline(__always)
  private func word(
    of assignment: FlatAssignment, for target: RecordHandle, _ frame: Frame
  ) -> Int64? {
    if assignment.word != Scalar.failed { return assignment.word }
    return assignment.assignment._withUnsafeGuaranteedRef {
      word(of: $0.value, as: snapshot.type(of: target).fields[assignment.slot].type, frame)
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
        "\(field.name) of \(shortName(of: target)) may not be empty.",
        place: assignment.assignment._withUnsafeGuaranteedRef(\.place), record: target))
    return false
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
    let name = assignment.slot < field.count ? field[assignment.slot].name : "a value"
    var blocker = undecided(
      "The new value of \(name) cannot be told.", place: assignment.place, record: target)
    blocker.facts = reasons(for: assignment.value, frame)
    blockers.append(blocker)
    return false
  }

  /// Why a value cannot be told, where a step is explained.
  func reasons(for value: Expression, _ frame: Frame) -> [String] {
    guard isExplained, case .formula(let formula) = value,
      let problem = formula.program.evaluate(frame).problem
    else { return [] }
    return [problem]
  }
}
