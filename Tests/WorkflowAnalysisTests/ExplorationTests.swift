import Testing
import WorkflowEngine

@testable import WorkflowAnalysis

@Suite("Exploration")
struct ExplorationTests {
  /// Situations and transitions of one account, two locations and some services, as a program
  /// written by hand for this one model counts them.
  @Test("Every situation is found, and none twice", arguments: [(2, 99, 678), (4, 2187, 24246)])
  func counts(_ services: Int, _ situations: Int, _ transitions: Int) throws {
    let definition = try load(file: "Benchmarks/three-levels.yaml")
    var search = WorldSearch(
      definition: definition, records: threeLevels(services),
      scope: Scope(of: definition, records: 0))
    search.scope.seconds = 60
    search.mergesAlike = false
    let figures = search.run()
    #expect(figures.situations == situations)
    #expect(figures.transitions == transitions)
    #expect(figures.isComplete)
    #expect(figures.broken.isEmpty)
    #expect(figures.realSteps < transitions / 5)
  }

  @Test("Records that can be exchanged count as one")
  func merging() throws {
    let definition = try load(file: "Benchmarks/three-levels.yaml")
    var search = WorldSearch(
      definition: definition, records: threeLevels(6), scope: Scope(of: definition, records: 0))
    search.scope.seconds = 60
    let figures = search.run()
    // The number that is left where an independent program sorts siblings.
    #expect(figures.situations == 2321)
    #expect(figures.isComplete)
  }

  @Test("What is remembered is what the interpreter answers", arguments: lives)
  func checked(_ life: Life) throws {
    let definition = try load(life.text)
    let scope = Scope(counts: definition.recordTypes.map { _ in 2 }, moments: life.moments)
    let records = WorldMaker(definition: definition, scope: scope).records()
    var search = WorldSearch(definition: definition, records: records, scope: scope)
    search.scope.seconds = 60
    search.isChecked = true
    search.mergesAlike = false
    let checked = search.run()
    #expect(checked.isComplete)
    search.isChecked = false
    search.remembers = false
    let stepped = search.run()
    #expect(stepped.situations == checked.situations)
    #expect(stepped.transitions == checked.transitions)
    #expect(stepped.broken == checked.broken)
    #expect(checked.broken == life.broken)
  }

  @Test(
    "The search finds what a plain search over the public interface finds",
    arguments: lives.filter { $0.moments.count == 1 })
  func plain(_ life: Life) throws {
    let definition = try load(life.text)
    let scope = Scope(counts: definition.recordTypes.map { _ in 2 }, moments: [Scope.morning])
    let records = WorldMaker(definition: definition, scope: scope).records()
    var search = WorldSearch(definition: definition, records: records, scope: scope)
    search.scope.seconds = 60
    search.mergesAlike = false
    let exploration = search.makeExploration()
    exploration.run()
    var plain = PlainSearch(
      definition, records, exploration.asker.moves.filter { $0.kind == .ask }, Scope.morning)
    let states = plain.run()
    #expect(states.count == exploration.situations.count)
    #expect(
      plain.broken == Set(exploration.broken.keys.map { definition.invariants[$0].name }))
  }

  private func threeLevels(_ services: Int) -> [PlacedRecord] {
    [PlacedRecord(type: 0, id: "A")]
      + (0..<2).map { PlacedRecord(type: 1, id: "L\($0)", values: [1: .reference("A")]) }
      + (0..<services).map {
        PlacedRecord(type: 2, id: "S\($0)", values: [1: .reference("L\($0 * 2 / services)")])
      }
  }
}
