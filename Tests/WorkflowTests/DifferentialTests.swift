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
  /// After how many minutes no further round begins; `WORKFLOW_MINUTES` says so.
  static let minutes =
    ProcessInfo.processInfo.environment["WORKFLOW_MINUTES"].flatMap { Int($0) }

  /// Plays rounds until there were enough or the time is over, and prints how many there were.
  private func play(
    _ what: String, of rounds: Int = rounds,
    _ body: (_ round: Int, _ random: inout SeededRandom) throws -> Void
  ) throws {
    var random = SeededRandom()
    print("\(what): SEED=\(SeededRandom.givenSeed)")
    let end = Self.minutes.map { ContinuousClock.now + .seconds(60 * $0) }
    var played = 0
    while played < rounds, end.map({ ContinuousClock.now < $0 }) ?? true {
      try body(played, &random)
      played += 1
    }
    print("\(what): SEED=\(SeededRandom.givenSeed), \(played) rounds")
  }

  private func load(_ text: String) throws -> WorkflowDefinition {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "rooms.yaml", text: text))
    let renderer = DiagnosticRenderer(color: false)
    return try #require(
      definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))\n\(text)")
  }

  @Test("a scenario, a dry run, memory and SQLite give the same answers, records and histories")
  func sameEverywhere() throws {
    try play("one way in") { round, random in
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

  @Test("memory and SQLite answer every question the same, in pages of any size")
  func sameAnswers() throws {
    var random = SeededRandom()
    print("questions: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds / 2 {
      let definition = try load(RandomWorkflow(random).text)
      _ = random.next()
      let story = RandomStory(definition, &random, length: 12, ticks: true)
      let memory = try Place(MemoryStore(definition: definition), story)
      let folder = try TemporaryFolder()
      let sqlite = try Place(folder.store(definition), story)
      for (number, deed) in story.deeds.enumerated() {
        _ = try memory.carryOut(deed)
        _ = try sqlite.carryOut(deed)
        let time = RandomStory.start + Int64(number)
        #expect(try memory.deliverOne(at: time) == sqlite.deliverOne(at: time))
        guard number % 4 == 3 else { continue }
        let page = Int.random(in: 1...4, using: &random)
        let (one, other) = (try memory.answers(page: page), try sqlite.answers(page: page))
        for (one, other) in zip(one, other) {
          try #require(one == other, "round \(round), deed \(number), pages of \(page)")
        }
        #expect(one.count == other.count, "round \(round), deed \(number)")
      }
    }
  }

  @Test("what is tried out goes on as it would, and leaves nothing")
  func triedOut() throws {
    var random = SeededRandom()
    print("tried out: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds / 2 {
      let definition = try load(RandomWorkflow(random).text)
      _ = random.next()
      let story = RandomStory(definition, &random, length: 12, ticks: true)
      let memory = try Place(MemoryStore(definition: definition), story)
      let folder = try TemporaryFolder()
      let sqlite = try Place(folder.store(definition), story)
      let begun = Int.random(in: 0...8, using: &random)
      for deed in story.deeds.prefix(begun) {
        _ = try memory.carryOut(deed)
        _ = try sqlite.carryOut(deed)
      }
      let before = try sqlite.answers(page: 1000)
      let tried = try sqlite.tryOut(Array(story.deeds.dropFirst(begun)))
      #expect(try sqlite.answers(page: 1000) == before, "round \(round)")
      for (deed, (answer, records)) in zip(story.deeds.dropFirst(begun), tried) {
        let found = try memory.carryOut(deed)
        #expect(answer.outcome == found.outcome, "round \(round): \(deed)")
        try #require(try records == memory.records(), "round \(round): \(deed)")
      }
    }
  }

  @Test("one late tick does what many ticks do, in memory and on SQLite")
  func lateTick() throws {
    try play("late ticks") { round, random in
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
    try play("histories", of: Self.rounds / 2) { round, random in
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
