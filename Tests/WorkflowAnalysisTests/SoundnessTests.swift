import CEL
import Diagnostics
import Foundation
import TestSupport
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowAnalysis

/// Proofs against searches, over random definitions. `SOUNDNESS_RUNS` says how many there are.
@Suite("Proofs are sound")
struct SoundnessTests {
  private static let runs =
    ProcessInfo.processInfo.environment["SOUNDNESS_RUNS"].flatMap { Int($0) } ?? 200

  private struct Account {
    var definitions = 0
    var proved = 0
    var provedForSmallSets = 0
    var open = 0
    var broken = 0
    var situations = 0
    var complete = 0
    var searches = 0
  }

  @Test("what is proved is broken in no world of up to three records of each type")
  func proofs() throws {
    let seed = SeededRandom.givenSeed
    var account = Account()
    var unread: [String] = []
    for run in 0..<Self.runs {
      var rules = RandomRules(seed: seed &+ UInt64(run))
      let (definition, diagnostics) = DefinitionLoader().load(
        SourceFile(name: "random.yaml", text: rules.text))
      guard let definition else {
        unread.append(diagnostics.first { $0.severity == .error }?.message ?? "")
        continue
      }
      account.definitions += 1
      check(definition, &rules, &account, "SEED=\(seed &+ UInt64(run)) SOUNDNESS_RUNS=1")
    }
    print(
      "SEED=\(seed): \(account.definitions) definitions, \(account.proved) rules proved, "
        + "\(account.provedForSmallSets) for small sets, \(account.open) open; "
        + "\(account.broken) broken in \(account.searches) searches of \(account.situations) "
        + "situations, \(account.complete) of them to the end")
    #expect(
      Set(unread).count <= max(2, Self.runs / 4), "\(Set(unread).sorted().joined(separator: "\n"))")
    #expect(account.definitions * 2 > Self.runs)
    if Self.runs >= 100 {
      #expect(account.proved > Self.runs / 20)
      #expect(account.broken > Self.runs / 20)
    }
  }

  private func check(
    _ definition: WorkflowDefinition, _ rules: inout RandomRules, _ account: inout Account,
    _ repeating: String
  ) {
    var proved: Set<String> = []
    var provedForSmallSets: Set<String> = []
    for (index, invariant) in definition.invariants.enumerated() {
      var proof = InductionProof(definition)
      proof.maximumPaths = 20_000
      proof.deadline = ContinuousClock.now + .seconds(20)
      switch proof.prove(index) {
      case .proved: proved.insert(invariant.name)
      case .provedForSmallSets: provedForSmallSets.insert(invariant.name)
      case .counterexample, .undecided: account.open += 1
      }
    }
    account.proved += proved.count
    account.provedForSmallSets += provedForSmallSets.count
    guard !proved.isEmpty || !provedForSmallSets.isEmpty else { return }
    for size in [2, 3] {
      let scope = Scope(of: definition, records: size)
      search(WorldMaker(definition: definition, scope: scope).records(), scope)
      for _ in 0..<4 {
        let records = rules.records(of: definition, each: size)
        guard isAllowed(records, definition) else { continue }
        search(records, scope)
      }
      func search(_ records: [PlacedRecord], _ scope: Scope) {
        var search = WorldSearch(definition: definition, records: records, scope: scope)
        search.scope.maximumSituations = Self.runs > 1_000 ? 3_000 : 1_000
        search.scope.seconds = 60
        let figures = search.run()
        account.searches += 1
        account.situations += figures.situations
        account.complete += figures.isComplete ? 1 : 0
        account.broken += figures.broken.count
        let wrong = figures.broken.intersection(
          size < 3 ? proved.union(provedForSmallSets) : proved)
        #expect(
          wrong.isEmpty,
          "\(wrong.sorted()) proved and broken with \(size) records, \(repeating)\n\(rules.text)")
      }
    }
  }

  /// Whether every rule holds at the beginning.
  private func isAllowed(_ records: [PlacedRecord], _ definition: WorkflowDefinition) -> Bool {
    let snapshot = Replay(
      definition, given: records.filter(\.isPresent), since: Scope.morning
    ).snapshot
    let interpreter = Interpreter(definition)
    return definition.recordTypes.allSatisfy { type in
      snapshot.all(type: type.index).allSatisfy { record in
        definition.invariants.filter { $0.recordType == type.index }.allSatisfy { invariant in
          let actor = Actor(user: "nobody")
          if let when = invariant.when,
            interpreter.holds(when, snapshot, record, actor: actor, now: Scope.morning) != .yes
          {
            return true
          }
          return interpreter.holds(
            invariant.check, snapshot, record, actor: actor, now: Scope.morning) == .yes
        }
      }
    }
  }
}
