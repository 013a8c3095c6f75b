import CEL
import Diagnostics
import Foundation
import JSONText
import TestSupport
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

@testable import Workflow
@testable import WorkflowScenarios

/// Whatever the way in, the same comes out: as a scenario, as a dry run, on a store in memory, on
/// SQLite, with one tick or with many.
@Suite("One way in")
struct DifferentialTests {
  /// How many random workflows are tried; `WORKFLOW_ROUNDS` says otherwise.
  static let rounds =
    ProcessInfo.processInfo.environment["WORKFLOW_ROUNDS"].flatMap { Int($0) } ?? 40

  private func load(_ text: String) throws -> WorkflowDefinition {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "rooms.yaml", text: text))
    let renderer = DiagnosticRenderer(color: false)
    return try #require(
      definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))\n\(text)")
  }

  @Test("a scenario, a dry run, memory and SQLite give the same answers, records and histories")
  func sameEverywhere() throws {
    var random = SeededRandom()
    print("one way in: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds {
      let definition = try load(RandomWorkflow(random).text)
      _ = random.next()
      let story = RandomStory(definition, &random, length: 12, ticks: true)
      try compare(story, definition, round: round)
    }
  }

  private func compare(
    _ story: RandomStory, _ definition: WorkflowDefinition, round: Int
  ) throws {
    let memory = try Place(MemoryStore(definition: definition), story)
    let folder = try TemporaryFolder()
    let sqlite = try Place(folder.store(definition), story)
    let scenario = ScenarioPlace(definition, story)
    for (number, deed) in story.deeds.enumerated() {
      let note = Comment(rawValue: "round \(round), deed \(number): \(deed)")
      let dry = try sqlite.dryRun(deed)
      let found = try memory.carryOut(deed)
      // Each command is a process of its own: it opens the store anew.
      sqlite.reopen(folder.store(definition))
      let stored = try sqlite.carryOut(deed)
      #expect(found == stored, note)
      if let dry { #expect(dry.withoutTraces == found.withoutTraces, note) }
      #expect(scenario.carryOut(deed) == found.outcome, note)
      let (one, other) = (try memory.picture(), try sqlite.picture())
      #expect(one == other, note)
      #expect(scenario.records() == one.records, note)
      guard found == stored, one == other, scenario.records() == one.records else {
        try #require(Bool(false), "\(note)")
        return
      }
    }
  }

  @Test("one late tick does what many ticks do, in memory and on SQLite")
  func lateTick() throws {
    var random = SeededRandom()
    print("late ticks: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds {
      let text = RandomWorkflow(random).text
      let definition = try load(text)
      _ = random.next()
      let story = RandomStory(definition, &random, length: 4, ticks: false)
      let (often, once, ahead) = (
        try Place(MemoryStore(definition: definition), story),
        try Place(MemoryStore(definition: definition), story),
        try Place(MemoryStore(definition: definition), story)
      )
      for deed in story.deeds {
        for place in [often, once, ahead] { _ = try place.carryOut(deed) }
      }
      var time = RandomStory.start + 5 * 24 * RandomStory.hour
      let end = time + 12 * 24 * RandomStory.hour
      for place in [often, once, ahead] { _ = try place.carryOut(.tick(time)) }
      var options = TickOptions()
      options.now = time
      _ = try ahead.conductor.tick(at: end, options)
      while time < end {
        time = min(end, time + .random(in: 1...40, using: &random) * RandomStory.hour)
        _ = try often.carryOut(.tick(time))
      }
      _ = try once.carryOut(.tick(end))
      let one = try often.picture()
      for other in [try once.picture(), try ahead.picture()] {
        #expect(one.records == other.records, "round \(round)\n\(text)")
        #expect(one.deeds == other.deeds, "round \(round)\n\(text)")
        try #require(one.records == other.records && one.deeds == other.deeds, "round \(round)")
      }
    }
  }

  @Test("no record's history runs backwards")
  func history() throws {
    var random = SeededRandom()
    print("histories: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds / 2 {
      let definition = try load(RandomWorkflow(random).text)
      _ = random.next()
      let story = RandomStory(definition, &random, length: 20, ticks: true)
      let place = try Place(MemoryStore(definition: definition), story)
      for deed in story.deeds { _ = try place.carryOut(deed) }
      for (record, lines) in Dictionary(
        grouping: try place.lines(), by: { "\($0.recordType):\($0.recordID ?? "")" })
      {
        let times = lines.filter { $0.kind != nil }.map(\.at)
        #expect(times == times.sorted(), "round \(round), \(record)")
      }
    }
  }
}
