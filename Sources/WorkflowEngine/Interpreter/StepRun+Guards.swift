import CEL

/// Guards: all are evaluated, and all that fail are reported, in file order.
extension StepRun {
  /// Bits in the order of a transition's guards.
  struct Verdict {
    var failing: UInt64 = 0
    var undecided: UInt64 = 0
  }

  func check(
    _ transition: Transition, record: RecordHandle, frame: Frame, missing: Set<String>
  ) -> Verdict {
    let programs = transition.guardPrograms
    var verdict = Verdict()
    for index in programs.indices {
      if missing.isEmpty, let program = programs[index] {
        switch program._withUnsafeGuaranteedRef({ $0.truth(frame) }) {
        case .yes: break
        case .no: verdict.failing |= 1 << UInt64(index)
        case .cannotTell: verdict.undecided |= 1 << UInt64(index)
        }
        continue
      }
      let rule = transition.guards[index].rule
      if !missing.isEmpty, rule.needs(missing, of: snapshot.type(of: record)) { continue }
      switch truth(of: rule, frame) {
      case .yes: continue
      case .no: verdict.failing |= 1 << UInt64(index)
      case .cannotTell: verdict.undecided |= 1 << UInt64(index)
      }
    }
    return verdict
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
      return Blocker(
        code: verdict.failing & bit != 0 ? .guardFailed : .cannotDecide, name: use.rule.name,
        sentence: reader.text(of: use.sentence, frame), place: use.rule.place,
        facts: facts(of: use.rule, frame, own: record))
    }
  }

  func undecided(_ sentence: String, place: SourcePlace?, record: RecordHandle? = nil) -> Blocker {
    Blocker(code: .cannotDecide, sentence: sentence, place: place, record: record)
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
    if !usedVariables.isDisjoint(with: inputs) { return true }
    return reads.contains { read in
      guard read.recordType == type.index else { return false }
      if inputs.contains(read.member) { return true }
      return type.formulas.first { $0.name == read.member }?.formula.program.needs(inputs, of: type)
        ?? false
    }
  }
}
