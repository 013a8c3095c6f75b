import CEL

/// Guards: all are evaluated, and all that fail are reported, in file order.
extension StepRun {
  /// Bits in the order of a transition's guards.
  struct Verdict {
    var failing: UInt64 = 0
    var undecided: UInt64 = 0
  }

  /// - Parameter missing: inputs without a value; guards that need one are not judged.
  @inline(__always)
  func check(
    _ transition: Transition, record: RecordHandle, frame: Frame, missing: Set<String>? = nil
  ) -> Verdict {
    if transition.flatGuards.isEmpty { return Verdict() }
    if transition.guardsAreTests, missing?.isEmpty != false,
      let verdict = working.verdict(on: transition.flatGuards, own: record)
    {
      return verdict
    }
    return checkEach(transition, record: record, frame: frame, missing: missing)
  }

  /// The same for a transition that is given no frame.
  @inline(__always)
  func checkPlain(_ transition: Transition, record: RecordHandle) -> Verdict {
    if transition.flatGuards.isEmpty { return Verdict() }
    return working.verdict(on: transition.flatGuards, own: record)
      ?? checkBlank(transition, record: record)
  }

  @inline(never)
  private func checkBlank(_ transition: Transition, record: RecordHandle) -> Verdict {
    reader.blank._withUnsafeGuaranteedRef {
      checkEach(transition, record: record, frame: $0, missing: nil)
    }
  }

  @inline(never)
  private func checkEach(
    _ transition: Transition, record: RecordHandle, frame: Frame, missing: Set<String>?
  ) -> Verdict {
    var verdict = Verdict()
    var bit: UInt64 = 1
    for (index, rule) in transition.flatGuards.enumerated() {
      if let missing, !missing.isEmpty,
        transition.guards[index].declared.needs(missing, of: snapshot.type(of: record))
      {
        bit <<= 1
        continue
      }
      switch truth(of: rule, transition, index, record: record, frame: frame) {
      case .yes: break
      case .no: verdict.failing |= bit
      case .cannotTell: verdict.undecided |= bit
      }
      bit <<= 1
    }
    return verdict
  }

  private func truth(
    of rule: FlatGuard, _ transition: Transition, _ index: Int, record: RecordHandle, frame: Frame
  ) -> Truth {
    if let test = rule.test, let truth = working.truth(of: test, own: record) { return truth }
    return evaluate(rule, transition, index, record: record, frame: frame)
  }

  private func evaluate(
    _ rule: FlatGuard, _ transition: Transition, _ index: Int, record: RecordHandle, frame: Frame
  ) -> Truth {
    withFrame(of: transition, frame, own: record) { frame in
      if let program = rule.program {
        return program._withUnsafeGuaranteedRef { reader.truth(of: $0, frame) }
      }
      return truth(of: transition.guards[index].declared, frame)
    }
  }

  /// Runs `body` with the transition's frame, or with one made for it where the transition does
  /// without.
  func withFrame<Result>(
    of transition: Transition, _ frame: Frame, own record: RecordHandle,
    _ body: (Frame) -> Result
  ) -> Result {
    if !reader.isBlank(frame) { return body(frame) }
    return reader.withFrame(own: record, cause: cascadeDepth > 0 ? Cause.cascade.value : nil, body)
  }

  /// A guard that does not apply holds.
  func truth(of rule: Guard, _ frame: Frame) -> Truth {
    if let when = rule.when {
      switch reader.truth(of: when, frame) {
      case .no: return .yes
      case .cannotTell: return .cannotTell
      case .yes: break
      }
    }
    return reader.truth(of: rule.check, frame)
  }

  func refuse(
    _ transition: Transition, verdict: Verdict, record: RecordHandle, type: RecordType, frame: Frame
  ) -> Outcome {
    guard isExplained else {
      if blockers.isEmpty {
        if working.journal.count == 0 { leaveClean() }
        return .blocked(
          Refusal(reason: .guards(failing: verdict.failing, undecided: verdict.undecided)))
      }
      return refused()
    }
    blockers += describe(verdict, of: transition.guards, record: record, frame: frame)
    checkUniqueness(assumingNew: transition)
    let isByGuard = verdict.failing | verdict.undecided != 0
    return .blocked(
      Refusal(
        reason: isByGuard
          ? .guards(failing: verdict.failing, undecided: verdict.undecided) : .other,
        blockers: blockers))
  }

  func describe(
    _ verdict: Verdict, of guards: [GuardUse], record: RecordHandle, frame: Frame
  ) -> [Blocker] {
    guards.enumerated().compactMap { index, use in
      let bit = UInt64(1) << UInt64(index)
      guard (verdict.failing | verdict.undecided) & bit != 0 else { return nil }
      let isFailing = verdict.failing & bit != 0
      return Blocker(
        code: isFailing ? .guardFailed : .cannotDecide, name: use.declared.name,
        cause: isFailing
          ? .said(reader.text(of: use.sentence, frame)) : unknown(use.declared, frame),
        place: use.declared.place, facts: facts(of: use.declared, frame, own: record))
    }
  }

  /// What is said of a condition that cannot be told.
  func unknown(_ rule: Guard, _ frame: Frame) -> BlockCause {
    rule.unknown.map { .said(reader.text(of: $0, frame)) } ?? .conditionUnknown
  }

  func undecided(_ cause: BlockCause, place: SourcePlace?, record: RecordHandle? = nil) -> Blocker {
    Blocker(code: .cannotDecide, cause: cause, place: place, record: record)
  }
}

extension Guard {
  /// Whether the guard reads one of these inputs, or the own fields that they would have filled.
  func needs(_ inputs: Set<String>, of type: RecordType) -> Bool {
    ((when?.formulas ?? []) + check.formulas).contains { $0.program.needs(inputs, of: type) }
  }
}

extension Program {
  // Formula fields of a definition never build on each other in a circle.
  fileprivate func needs(_ inputs: Set<String>, of type: RecordType) -> Bool {
    if usedVariables.contains(where: inputs.contains) { return true }
    return reads.contains { read in
      guard read.recordType == type.index else { return false }
      if inputs.contains(read.member) { return true }
      return type.formulas.first { $0.name == read.member }?.formula.program.needs(inputs, of: type)
        ?? false
    }
  }
}
