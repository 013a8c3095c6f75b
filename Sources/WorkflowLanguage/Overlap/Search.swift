import CEL

/// Looks for values of variables under which several propositions hold together.
struct Search {
  enum Result {
    case none
    /// The place of each variable's value among its samples.
    case found([Int])
    /// More had to be tried than the limit allows.
    case unfinished
  }

  /// A condition over some variables.
  struct Atom {
    let variables: [Int]
    /// Its truth for a choice of samples for all variables.
    let truth: ([Int]) -> Truth
  }

  private let goal: Proposition
  private var samples: [[Int]]
  private let atoms: [Atom]
  /// For each variable the atoms in which it is the last to be chosen.
  private var settled: [[Int]] = []
  private let order: [Int]
  private var known: [Truth?]
  private var chosen: [Int]
  private var remembered: [[[Int]: Truth]]
  private let weight: Int
  /// How much may still be tried.
  private(set) var budget: Int
  private let accept: ([Int]) -> Bool

  /// - Parameter counts: How many samples each variable has.
  /// - Parameter weight: What looking at the goal once counts for.
  /// - Parameter accept: Has the last word on what was found.
  init(
    _ goal: Proposition, counts: [Int], atoms: [Atom], weight: Int, budget: Int,
    accept: @escaping ([Int]) -> Bool
  ) {
    self.goal = goal
    self.atoms = atoms
    self.budget = budget
    self.accept = accept
    self.weight = weight
    samples = counts.map { Array(0..<$0) }
    known = Array(repeating: nil, count: atoms.count)
    chosen = Array(repeating: 0, count: counts.count)
    remembered = Array(repeating: [:], count: atoms.count)
    order = Search.order(counts, atoms)
    var position = Array(repeating: 0, count: counts.count)
    for (place, variable) in order.enumerated() { position[variable] = place }
    settled = Array(repeating: [], count: counts.count)
    for (number, atom) in atoms.enumerated() {
      if let last = atom.variables.max(by: { position[$0] < position[$1] }) {
        settled[last].append(number)
      }
    }
  }

  /// First what completes most atoms together with those before, then what has few values: so most
  /// is decided for the least.
  private static func order(_ counts: [Int], _ atoms: [Atom]) -> [Int] {
    var open = atoms.map { Set($0.variables) }
    var users: [[Int]] = Array(repeating: [], count: counts.count)
    for (number, variables) in open.enumerated() {
      for variable in variables { users[variable].append(number) }
    }
    var rest = Array(counts.indices)
    var order: [Int] = []
    while let place = rest.indices.max(by: { left, right in
      let weights = [left, right].map { place -> (Int, Int, Int) in
        let variable = rest[place]
        let completed = users[variable].count { open[$0].count == 1 }
        return (completed, -counts[variable], -variable)
      }
      return weights[0] < weights[1]
    }) {
      let variable = rest.remove(at: place)
      order.append(variable)
      for atom in users[variable] { open[atom].remove(variable) }
    }
    return order
  }

  mutating func run() -> Result {
    for (number, atom) in atoms.enumerated() where atom.variables.isEmpty {
      known[number] = atom.truth(chosen)
    }
    narrow()
    guard samples.allSatisfy({ !$0.isEmpty }), goal.possible(known).yes else { return .none }
    return choose(0)
  }

  /// Leaves out samples that cannot be right whatever the others are, and those that make no
  /// difference to one before.
  private mutating func narrow() {
    for variable in samples.indices {
      let concerned = atoms.indices.filter { atoms[$0].variables.contains(variable) }
      let own = concerned.filter { atoms[$0].variables.count == 1 }
      var seen: Set<[Truth]> = []
      samples[variable] = samples[variable].filter { sample in
        guard budget > 0 else { return true }
        chosen[variable] = sample
        budget -= weight
        for atom in own { known[atom] = truth(atom) }
        let isPossible = goal.possible(known).yes
        let isNew =
          own.count < concerned.count || seen.insert(own.compactMap { known[$0] }).inserted
        return isPossible && isNew
      }
      for atom in own { known[atom] = nil }
      chosen[variable] = 0
    }
  }

  private mutating func truth(_ number: Int) -> Truth {
    let key = atoms[number].variables.map { chosen[$0] }
    if let truth = remembered[number][key] { return truth }
    budget -= 1
    let truth = atoms[number].truth(chosen)
    remembered[number][key] = truth
    return truth
  }

  private mutating func choose(_ place: Int) -> Result {
    guard place < order.count else { return accept(chosen) ? .found(chosen) : .none }
    let variable = order[place]
    for sample in samples[variable] {
      budget -= weight
      if budget <= 0 { return .unfinished }
      chosen[variable] = sample
      for atom in settled[variable] { known[atom] = truth(atom) }
      if goal.possible(known).yes {
        switch choose(place + 1) {
        case .none: break
        case .found(let result): return .found(result)
        case .unfinished: return .unfinished
        }
      }
    }
    for atom in settled[variable] { known[atom] = nil }
    return .none
  }
}
