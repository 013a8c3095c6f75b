import CEL
import WorkflowEngine

/// Decides whether several ways can be enabled for one record at the same time.
struct OverlapDecider {
  let definition: WorkflowDefinition

  enum Answer {
    /// There is no such record.
    case disjoint
    case overlap(Witness)
    /// Conditions that could not be looked into; none where there was too much to try.
    case undecided([String])
  }

  /// A record for which several ways are enabled, as the engine says.
  struct Witness {
    let text: String
    let world: WitnessWorld
  }

  /// How many conditions may be evaluated, and values tried, for one decision.
  static let maximumEvaluations = 200_000
  /// Conditions and values that one decision may be about.
  static let maximumParts = 400
  /// Bytes of formulas that one decision may be about.
  static let maximumLength = 20_000
  /// For all decisions about one file; what comes after is undecided.
  static let maximumTotal = 2_000_000

  /// - Parameter budget: How much may be tried; what was is taken off.
  func decide(_ ways: [Way], of type: RecordType, budget: inout Int) -> Answer {
    // Taking long conditions apart is work as well.
    let length = ways.flatMap(\.formulas).reduce(0) { $0 + $1.text.utf8.count }
    budget -= length
    guard budget > 0, length <= OverlapDecider.maximumLength else { return .undecided([]) }
    let resolver = PathResolver(definition: definition, type: type)
    let proof = SituationBuilder(resolver: resolver, ways: ways, purpose: .proof).build()
    let isExact = proof.unsettled.isEmpty
    let proving = solve(proof, ways, resolver, budget: &budget, isTrusted: isExact)
    switch proving {
    case .none: return .disjoint
    case .found(let witness?): return .overlap(witness)
    case .unfinished: return .undecided([])
    case .found(nil): break
    }
    let samples = SituationBuilder(resolver: resolver, ways: ways, purpose: .samples).build()
    switch solve(samples, ways, resolver, budget: &budget, isTrusted: true) {
    case .found(let witness?): return .overlap(witness)
    case .none, .found(nil), .unfinished:
      return .undecided(proof.unsettled)
    }
  }

  private enum Solution {
    case none
    /// With a witness, where a real one was found.
    case found(Witness?)
    case unfinished
  }

  private func solve(
    _ situation: Situation, _ ways: [Way], _ resolver: PathResolver, budget: inout Int,
    isTrusted: Bool
  ) -> Solution {
    guard !situation.isTooLarge, situation.atoms.count <= OverlapDecider.maximumParts,
      situation.variables.count <= OverlapDecider.maximumParts
    else { return .unfinished }
    let world = WitnessWorld(situation, resolver: resolver, ways: ways)
    var wasDoubted = false
    var witness: Witness?
    let atoms = situation.atoms.map { atom in
      Search.Atom(variables: atom.variables) { world.truth(atom, $0) }
    }
    let allowed = min(budget, OverlapDecider.maximumEvaluations)
    var search = Search(
      situation.goal, counts: situation.variables.map(\.samples.count), atoms: atoms,
      weight: 1 + situation.size / 8, budget: allowed
    ) { chosen in
      guard isTrusted else { return true }
      guard world.isWitness(chosen) else {
        wasDoubted = true
        return false
      }
      witness = Witness(
        text: WitnessSentence(world: world, chosen: chosen).text, world: world)
      return true
    }
    let result = search.run()
    budget -= allowed - max(search.budget, 0)
    switch result {
    case .found: return .found(witness)
    case .none: return wasDoubted ? .found(nil) : .none
    case .unfinished: return .unfinished
    }
  }
}
