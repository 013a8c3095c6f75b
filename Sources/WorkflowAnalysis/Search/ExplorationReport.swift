package import WorkflowEngine

/// Looks at every situation of a world, for benchmarks and whoever wants the figures alone.
package struct WorldSearch {
  package var definition: WorkflowDefinition
  package var records: [PlacedRecord]
  package var scope: Scope
  /// Whether records that can be exchanged count as one.
  package var mergesAlike = true
  /// Whether every remembered answer is compared with a real step.
  package var isChecked = false
  /// Whether nothing is remembered: each attempt is a step of the interpreter.
  package var remembers = true

  package init(definition: WorkflowDefinition, records: [PlacedRecord], scope: Scope) {
    self.definition = definition
    self.records = records
    self.scope = scope
  }

  package struct Figures: Equatable {
    package var situations: Int
    package var transitions: Int
    package var realSteps: Int
    package var bytes: Int
    package var isComplete: Bool
    package var broken: Set<String>
  }

  package func run() -> Figures {
    let exploration = makeExploration()
    exploration.run()
    return Figures(
      situations: exploration.situations.count, transitions: exploration.transitions,
      realSteps: exploration.asker.realSteps, bytes: exploration.situations.bytes,
      isComplete: exploration.limit == nil,
      broken: Set(exploration.broken.keys.map { definition.invariants[$0].name }))
  }

  /// - Parameter apart: a record that is told apart from those that are like it, by its place.
  func makeExploration(goals: [Formula] = [], apart: Int? = nil) -> Exploration {
    let relevance = Relevance(definition, goals: goals)
    let world = SmallWorld(
      definition, records: records, moments: scope.moments.count, relevance: relevance)
    let maker = MoveMaker(
      definition: definition, records: records, relevance: relevance,
      samples: Samples(definition, now: scope.moments[0]), moments: scope.moments.count)
    let asker = Asker(world, moves: maker.moves(), moments: scope.moments, isChecked: isChecked)
    asker.remembers = remembers
    var finder = SymmetryFinder(world: world)
    if let apart { finder.distinguished = [world.records[apart]] }
    return Exploration(asker, scope: scope, symmetry: mergesAlike ? finder.symmetry() : nil)
  }
}
