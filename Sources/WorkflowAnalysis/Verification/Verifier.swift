package import WorkflowEngine
import WorkflowWords

/// Answers for every rule of a definition whether it can be broken, and for everything that must be
/// possible whether it is.
package struct Verifier {
  package let definition: WorkflowDefinition
  /// How long all searches together may take, in seconds.
  package var seconds = 5.0
  /// By type name: how many records there may be; the others have what the search chooses.
  package var counts: [String: Int] = [:]
  package var maximumSituations = 1_000_000
  package var isInterrupted: () -> Bool = { false }

  package init(_ definition: WorkflowDefinition) { self.definition = definition }

  /// Proves what can be proved, and looks for stories where something is left open.
  package func run() -> VerificationReport {
    let proofs = definition.invariants.indices.map { rule in
      var proof = InductionProof(definition: definition)
      proof.deadline =
        ContinuousClock.now + .seconds(seconds / 2 / Double(definition.invariants.count))
      return proof.prove(rule)
    }
    let isOpen = proofs.contains { proof in
      switch proof {
      case .proved: false
      case .provedForSmallSets, .counterexample, .undecided: true
      }
    }
    var report =
      isOpen || !definition.possibilities.isEmpty
      ? explore()
      : VerificationReport(
        invariants: definition.invariants.map {
          VerificationReport.RuleAnswer(
            name: $0.name, place: $0.place, verdict: .proved, sentence: "")
        }, extent: .none)
    for (index, proof) in proofs.enumerated() { report.invariants[index].add(proof) }
    return report
  }

  /// Looks at worlds of one record of each type, then of two, as long as there is time: the largest
  /// one counts that could be looked at in full.
  private func explore() -> VerificationReport {
    let clock = ContinuousClock()
    let start = clock.now
    var answer: VerificationReport?
    for size in 1...2 {
      let spent =
        Double((clock.now - start).components.attoseconds) / 1e18
        + Double((clock.now - start).components.seconds)
      guard spent < seconds else { break }
      var scope = Scope(of: definition, records: size)
      for (index, type) in definition.recordTypes.enumerated() {
        if let count = counts[type.name] { scope.counts[index] = count }
      }
      scope.seconds = seconds - spent
      scope.maximumSituations = maximumSituations
      let next = report(in: scope)
      answer = answer.map { $0.extended(by: next) } ?? next
      if !next.extent.isComplete { break }
    }
    return answer ?? report(in: Scope(of: definition, records: 1))
  }

  private func report(in scope: Scope) -> VerificationReport {
    let records = WorldMaker(definition: definition, scope: scope).records()
    let exploration = WorldSearch(definition: definition, records: records, scope: scope)
      .makeExploration()
    let asker = exploration.asker
    var waiting: [Int: [Int]] = [:]
    for (index, possibility) in definition.possibilities.enumerated() {
      for record in asker.world.recordsOfType[possibility.recordType] {
        waiting[index, default: []].append(asker.add(possibility.check, of: record))
      }
    }
    var reached: [Int: Int] = [:]
    exploration.run(isInterrupted: isInterrupted) { _ in
      false
    } eachNew: { situation in
      for (index, questions) in waiting where reached[index] == nil {
        if questions.contains(where: { asker.truth($0) == true }) { reached[index] = situation }
      }
    }
    var report = VerificationReport(
      extent: VerificationReport.Extent(
        counts: scope.counts, moments: scope.moments, situations: exploration.situations.count,
        isComplete: exploration.limit == nil, isCut: exploration.leftScope))
    for (index, invariant) in definition.invariants.enumerated() {
      report.invariants.append(answer(index, invariant, exploration, records))
    }
    for (index, possibility) in definition.possibilities.enumerated() {
      let story = reached[index].flatMap { exploration.story(to: $0) }
        .map { Story(given: records.filter(\.isPresent), steps: $0, records: records) }
      report.possibilities.append(
        VerificationReport.RuleAnswer(
          name: possibility.name, place: possibility.place,
          verdict: story.map { .story(replayed($0)) } ?? .unreached, sentence: ""))
    }
    report.deadTransitions = definition.recordTypes.flatMap(\.transitions).filter {
      $0.notSupported == nil && !asker.taken.contains($0.place)
    }
    return report
  }

  private func answer(
    _ index: Int, _ invariant: Invariant, _ exploration: Exploration, _ records: [PlacedRecord]
  ) -> VerificationReport.RuleAnswer {
    var answer = VerificationReport.RuleAnswer(
      name: invariant.name, place: invariant.place, verdict: .holds, sentence: "")
    guard let found = exploration.broken[index],
      let steps = exploration.story(
        to: found.situation,
        then: (
          { if case .broken(let rules) = $0.kind { rules.contains(index) } else { false } },
          found.move
        ))
    else { return answer }
    let story = replayed(
      Story(given: records.filter(\.isPresent), steps: steps, records: records))
    let replay = Replay(definition, given: story.given)
    for step in story.steps {
      guard case .refused(let refusal) = replay.perform(step, of: story) else { continue }
      let blocker = refusal.blockers.first { $0.name == invariant.name }
      answer.sentence = blocker?.sentence ?? ""
    }
    answer.verdict = .story(story)
    return answer
  }

  /// The story as it went on records of its own: where a second person was needed, and without
  /// waiting that nothing depends on.
  private func replayed(_ story: Story) -> Story {
    var story = story
    let replay = Replay(definition, given: story.given)
    for index in story.steps.indices {
      if case .done(let needsApproval) = replay.perform(story.steps[index], of: story) {
        story.steps[index].needsApproval = needsApproval
      }
    }
    story.steps.removeAll { $0.move.kind == .wait }
    return story
  }
}

extension VerificationReport {
  /// The answers of a larger world, where it says more.
  func extended(by larger: VerificationReport) -> VerificationReport {
    var result = larger.extent.isComplete ? larger : self
    for (index, answer) in larger.invariants.enumerated() {
      if case .story = invariants[index].verdict {
        result.invariants[index] = invariants[index]
      } else if case .story = answer.verdict {
        result.invariants[index] = answer
      }
    }
    for (index, answer) in larger.possibilities.enumerated() {
      if case .story = possibilities[index].verdict {
        result.possibilities[index] = possibilities[index]
      } else if case .story = answer.verdict {
        result.possibilities[index] = answer
      }
    }
    let dead = Set(larger.deadTransitions.map(\.place))
    result.deadTransitions = deadTransitions.filter { dead.contains($0.place) }
    return result
  }
}

extension VerificationReport.RuleAnswer {
  /// A story says more than a proof that was not found, and a proof more than a search.
  mutating func add(_ proof: InductionProof.Result) {
    switch proof {
    case .proved: verdict = .proved
    case .provedForSmallSets:
      if case .holds = verdict { verdict = .provedForSmallSets }
    case .counterexample(let event): opening = event
    case .undecided: break
    }
  }
}

extension VerificationReport.Extent {
  /// Nothing had to be looked at.
  static let none = Self(
    counts: [], moments: [], situations: 0, isComplete: true, isCut: false)
}
