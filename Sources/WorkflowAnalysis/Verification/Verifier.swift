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

  /// The rules that every step keeps, for any number of records and any values.
  ///
  /// - Parameter name: of the only one that is asked for; nil asks for all.
  package func provedInvariants(named name: String? = nil) -> Set<String> {
    let asked = definition.invariants.indices.filter {
      name == nil || definition.invariants[$0].name == name
    }
    let proved = zip(asked, proofs(of: asked)).filter { _, proof in
      if case .proved = proof { true } else { false }
    }
    return Set(proved.map { definition.invariants[$0.0].name })
  }

  private func proofs(of invariants: [Int]) -> [InductionProof.Result] {
    // What one proof leaves of its time the next ones may take.
    let end = ContinuousClock.now + .seconds(seconds / 2)
    var proof = InductionProof(definition)
    return invariants.enumerated().map { position, invariant in
      let now = ContinuousClock.now
      proof.deadline = now + (end - now) / (invariants.count - position)
      return proof.prove(invariant)
    }
  }

  /// Proves what can be proved, and looks for stories where something is left open.
  package func run() -> VerificationReport {
    let proofs = proofs(of: Array(definition.invariants.indices))
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
          VerificationReport.Entry(
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
    // A rule that speaks of no record that there ever was says nothing.
    var untried: [Int: [Int]] = [:]
    for (index, invariant) in definition.invariants.enumerated() {
      for record in asker.world.recordsOfType[invariant.recordType] {
        let subject = invariant.when ?? invariant.check
        untried[index, default: []].append(asker.add(subject, of: record))
      }
    }
    var reached: [Int: Int] = [:]
    exploration.run(isInterrupted: isInterrupted) { _ in
      false
    } eachNew: { situation in
      for (index, questions) in waiting where reached[index] == nil {
        if questions.contains(where: { asker.truth($0) == true }) { reached[index] = situation }
      }
      untried = untried.filter { _, questions in !questions.contains { asker.truth($0) == true } }
    }
    var report = VerificationReport(
      extent: VerificationReport.Extent(
        counts: scope.counts, moments: scope.moments, situations: exploration.situations.count,
        isComplete: exploration.limit == nil, isCut: exploration.leftScope))
    for (index, invariant) in definition.invariants.enumerated() {
      var answer = answer(index, invariant, exploration, records)
      if case .holds = answer.verdict, untried[index] != nil { answer.verdict = .untried }
      report.invariants.append(answer)
    }
    for (index, possibility) in definition.possibilities.enumerated() {
      report.possibilities.append(
        answer(possibility, reached: reached[index], exploration, records))
    }
    for (index, possibility) in definition.possibilities.enumerated() where possibility.isAlways {
      guard case .story = report.possibilities[index].verdict else { continue }
      if let verdict = openness(of: possibility, scope, records) {
        report.possibilities[index].verdict = verdict
      } else {
        report.possibilities[index].openness = .manyCases
      }
    }
    let types = definition.recordTypes
    if exploration.limit == nil {
      report.unreachedStates = exploration.unreachedStates().map {
        let region = types[$0.type].regions[$0.region]
        return (types[$0.type], region, region.states[$0.state])
      }
      report.idleGuards = idleGuards(asker)
    }
    report.deadTransitions = definition.recordTypes.flatMap(\.transitions).filter {
      $0.notSupported == nil && !asker.taken.contains($0.place)
    }
    return report
  }

  private func answer(
    _ index: Int, _ invariant: Invariant, _ exploration: Exploration, _ records: [PlacedRecord]
  ) -> VerificationReport.Entry {
    var answer = VerificationReport.Entry(
      name: invariant.name, place: invariant.place, verdict: .holds, sentence: "")
    guard let found = exploration.broken[index],
      let steps = exploration.story(
        to: found.situation,
        then: (
          { if case .broken(let found) = $0.kind { found.contains(index) } else { false } },
          found.move
        ))
    else { return answer }
    let story = Story(given: records.filter(\.isPresent), steps: steps, records: records)
    guard
      let confirmed = story.confirmed(
        .refused(by: invariant), in: definition, since: exploration.scope.moments[0])
    else {
      answer.verdict = .unconfirmed
      return answer
    }
    answer.sentence = confirmed.blocker?.sentence ?? ""
    answer.verdict = .story(confirmed.story)
    return answer
  }

  /// Whether the way stays open for the first record of its type, which stands for all that are
  /// like it; nil where it cannot be told.
  private func openness(
    of possibility: Possibility, _ scope: Scope, _ records: [PlacedRecord]
  ) -> VerificationReport.Verdict? {
    guard let apart = records.firstIndex(where: { $0.type == possibility.recordType }) else {
      return nil
    }
    let exploration = WorldSearch(definition: definition, records: records, scope: scope)
      .makeExploration(apart: apart)
    let record = exploration.world.records[apart]
    let question = exploration.asker.add(possibility.check, of: record)
    exploration.run(isInterrupted: isInterrupted)
    switch exploration.openness(of: question, record) {
    case .unknown: return nil
    case .open: return .staysOpen
    case .trap(let situation):
      guard let steps = exploration.story(to: situation) else { return .unconfirmed }
      let story = Story(given: records.filter(\.isPresent), steps: steps, records: records)
      let confirmed = story.confirmed(.done, in: definition, since: scope.moments[0])
      return confirmed.map { .trap($0.story) } ?? .unconfirmed
    }
  }

  private func idleGuards(
    _ asker: Asker
  ) -> [(type: RecordType, event: String, use: GuardUse)] {
    definition.recordTypes.flatMap { type in
      type.events.flatMap { event -> [(type: RecordType, event: String, use: GuardUse)] in
        guard event.transitions.count == 1, let way = event.transitions.first, way.isAsked,
          asker.taken.contains(way.place)
        else { return [] }
        return way.guards.filter { !asker.refusing.contains($0.place) }
          .map { (type, event.name, $0) }
      }
    }
  }

  private func answer(
    _ possibility: Possibility, reached: Int?, _ exploration: Exploration,
    _ records: [PlacedRecord]
  ) -> VerificationReport.Entry {
    var answer = VerificationReport.Entry(
      name: possibility.name, place: possibility.place, verdict: .unreached, sentence: "")
    guard let steps = reached.flatMap({ exploration.story(to: $0) }) else { return answer }
    let story = Story(given: records.filter(\.isPresent), steps: steps, records: records)
    let confirmed = story.confirmed(
      .holds(possibility.check, type: possibility.recordType), in: definition,
      since: exploration.scope.moments[0])
    answer.verdict = confirmed.map { .story($0.story) } ?? .unconfirmed
    return answer
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
      if case .trap = possibilities[index].verdict {
        result.possibilities[index] = possibilities[index]
      } else if case .trap = answer.verdict {
        result.possibilities[index] = answer
      } else if case .story = possibilities[index].verdict {
        if case .staysOpen = answer.verdict { continue }
        result.possibilities[index] = possibilities[index]
      } else if case .story = answer.verdict, case .unreached = possibilities[index].verdict {
        result.possibilities[index] = answer
      }
    }
    result.idleGuards = idleGuards.filter { guardUse in
      larger.idleGuards.contains { $0.use.place == guardUse.use.place }
    }
    result.unreachedStates = unreachedStates.filter { state in
      larger.unreachedStates.contains { $0.state.place == state.state.place }
    }
    let dead = Set(larger.deadTransitions.map(\.place))
    result.deadTransitions = deadTransitions.filter { dead.contains($0.place) }
    return result
  }
}

extension VerificationReport.Entry {
  /// A story says more than a proof that was not found, and a proof more than a search.
  mutating func add(_ proof: InductionProof.Result) {
    switch proof {
    case .proved: verdict = .proved
    case .provedForSmallSets:
      switch verdict {
      case .holds, .untried: verdict = .provedForSmallSets
      case .proved, .provedForSmallSets, .story, .unreached, .staysOpen, .trap, .unconfirmed: break
      }
    case .counterexample(let event): openness = .event(event)
    case .undecided: openness = .manyCases
    }
  }
}

extension VerificationReport.Extent {
  /// Nothing had to be looked at.
  static let none = Self(
    counts: [], moments: [], situations: 0, isComplete: true, isCut: false)
}
