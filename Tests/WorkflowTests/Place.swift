import CEL
import Diagnostics
import Foundation
import JSONText
import Testing
import WorkflowEngine
import WorkflowStore

@testable import Workflow
@testable import WorkflowScenarios

/// What came of a deed, in the words in which every way in can say it.
struct DeedAnswer: Equatable {
  var json: String
  var outcome: DeedOutcome
  /// What a dry run cannot know: what was written.
  var withoutTraces: String
}

/// The part of an answer that a scenario looks at too.
struct DeedOutcome: Equatable, CustomStringConvertible {
  var outcome: String
  var blockedBy: [String]
  var messages: [String]

  var description: String { "\(outcome) \(blockedBy) \(messages)" }
}

/// A store on which a story is told.
final class Place {
  private(set) var conductor: Conductor

  init(_ store: any RecordStore, _ story: RandomStory) throws {
    conductor = Conductor(store)
    var rows = story.rows[...]
    let report = try store.importRecords(
      ImportOptions(isAtomic: true, actor: Actor(user: "import"), at: RandomStory.start)
    ) { rows.popFirst() }
    try #require(report.isCommitted, "\(report.issues)")
  }

  func reopen(_ store: any RecordStore) { conductor = Conductor(store) }

  func dryRun(_ deed: RandomStory.Deed) throws -> DeedAnswer? {
    switch deed {
    case .ask(let request):
      var decisions: [Decision] = []
      let answer = try conductor.dryRun(request) { decisions.append($0) }
      return DeedAnswer(answer, decisions)
    case .tick(let time): return try conductor.forgetting { try Place.tick($0, time) }
    case .approve, .reject, .withdraw: return nil
    }
  }

  func carryOut(_ deed: RandomStory.Deed) throws -> DeedAnswer {
    try Place.carryOut(deed, conductor)
  }

  private static func carryOut(
    _ deed: RandomStory.Deed, _ conductor: Conductor
  ) throws -> DeedAnswer {
    var decisions: [Decision] = []
    switch deed {
    case .ask(let request):
      let answer = try conductor.perform(request) { decisions.append($0) }
      return DeedAnswer(answer, decisions)
    case .approve(let name, let actor, let time, let seen):
      let answer = try conductor.approve(
        name, by: actor, at: time, seen: seen ? .present : nil
      ) { decisions.append($0) }
      return DeedAnswer(answer, decisions)
    case .reject(let name, let actor, let time):
      return DeedAnswer(try conductor.reject(name, by: actor, at: time), [])
    case .withdraw(let name, let actor, let time):
      return DeedAnswer(try conductor.withdraw(name, by: actor, at: time), [])
    case .tick(let time): return try Place.tick(conductor, time)
    }
  }

  private static func tick(_ conductor: Conductor, _ time: Int64) throws -> DeedAnswer {
    var decisions: [Decision] = []
    var options = TickOptions()
    options.isDetailed = true
    options.observe = { decisions.append($0) }
    return DeedAnswer(try conductor.tick(at: time, options), decisions)
  }

  /// Carries deeds out on a store that forgets: what came of each, and the records afterwards.
  func tryOut(
    _ deeds: [RandomStory.Deed]
  ) throws -> [(answer: DeedAnswer, records: [String: [String]])] {
    try conductor.forgetting { trying in
      try deeds.map {
        (try Place.carryOut($0, trying), try Place.records(trying.store))
      }
    }
  }

  func records() throws -> [String: [String]] { try Place.records(conductor.store) }

  /// Says of the oldest message that it arrived.
  func deliverOne(at time: Int64) throws -> Bool {
    guard let message = try conductor.store.messages(delivered: false, limit: 1).first else {
      return false
    }
    return try conductor.store.acknowledge(messageKey: message.key, at: time)
  }

  func answers(page: Int) throws -> [String] {
    try StoreQuestions.answers(conductor.store, page: page)
  }

  // MARK: What is there afterwards

  struct Picture: Equatable {
    var records: [String: [String]]
    var history: [String]
    var outbox: [String]
    /// The history without the numbers of its lines, record by record.
    var deeds: [String: [String]]
  }

  private static func records(_ store: any RecordStore) throws -> [String: [String]] {
    var records: [String: [String]] = [:]
    for type in store.definition.recordTypes where !type.isInline {
      for record in try store.records(of: type, after: nil, limit: 1000) {
        records["\(type.name):\(record.id)"] = zip(type.fields, record.values)
          .filter { !$0.0.isInternal }.map { "\($0.name)=\($1)" }
      }
    }
    return records
  }

  func lines() throws -> [HistoryLine] { try conductor.store.history(after: 0, limit: 10_000) }

  func picture() throws -> Picture {
    let store = conductor.store
    let lines = try lines()
    return Picture(
      records: try records(), history: lines.map { "\($0)" },
      outbox: try store.messages(delivered: false, limit: 1000).map { "\($0)" },
      deeds: Dictionary(grouping: lines, by: { "\($0.recordType):\($0.recordID ?? "")" })
        .mapValues { $0.map { "\($0.at) \($0.event ?? "") \($0.outcome) \($0.changes)" } })
  }
}

extension DeedAnswer {
  init(_ answer: Answer, _ decisions: [Decision]) {
    json = JSON(answer).compact
    var bare = answer
    bare.purpose = .apply
    bare.isWritten = nil
    bare.history = nil
    bare.waitsAs = nil
    withoutTraces = JSON(bare).compact
    outcome = DeedOutcome(
      outcome: answer.outcome.asExpected.rawValue, blockedBy: answer.blockers.map(\.reportedName),
      messages: decisions.filter { !$0.isRepeated }.compactMap(\.plan).flatMap(\.messages).map(
        \.name))
  }

  init(_ answer: ClockAnswer, _ decisions: [Decision]) {
    json = JSON(answer).compact
    withoutTraces = json
    outcome = DeedOutcome(
      outcome: "allowed", blockedBy: [],
      messages: decisions.compactMap(\.plan).flatMap(\.messages).map(\.name))
  }
}

extension Answer.Outcome {
  fileprivate var asExpected: ExpectedOutcome {
    switch self {
    case .allowed, .partlyBlocked: .allowed
    case .pending: .pending
    case .blocked, .stale: .blocked
    case .invalid: .invalid
    }
  }
}

/// The same story as a scenario.
final class ScenarioPlace {
  private let performer: StepPerformer

  init(_ definition: WorkflowDefinition, _ story: RandomStory) {
    let file = SourceFile(name: "story", text: "-")
    let range = file.range(0, 1)
    let given = story.rows.map { row in
      GivenRecord(
        name: RecordName(type: row.type, id: row.id),
        values: row.values.map { (slot: $0.key, value: $0.value) }, claims: [], enteredAt: nil,
        range: range)
    }
    performer = StepPerformer(
      world: World(definition: definition, given: given, clock: RandomStory.start))
  }

  func carryOut(_ deed: RandomStory.Deed) -> DeedOutcome {
    let file = SourceFile(name: "story", text: "-")
    var action: ScenarioStep.Action
    var (actor, time) = (Actor(user: "tester"), RandomStory.start)
    switch deed {
    case .ask(let request): (action, actor, time) = (.ask(request), request.actor, request.now)
    case .approve(let name, let who, let at, let seen):
      (action, actor, time) = (.approve(name, seen: seen), who, at)
    case .reject(let name, let who, let at): (action, actor, time) = (.reject(name), who, at)
    case .withdraw(let name, let who, let at): (action, actor, time) = (.withdraw(name), who, at)
    case .tick(let at): (action, time) = (.tick(names: []), at)
    }
    let observation = performer.perform(
      ScenarioStep(
        action: action, at: time, actor: actor, isDryRun: false, expectations: [],
        range: file.range(0, 1)))
    return DeedOutcome(
      outcome: observation.outcome.rawValue,
      blockedBy: observation.blockers.map(\.reportedName),
      messages: observation.messages.map(\.name))
  }

  func records() -> [String: [String]] {
    let now = performer.world.now
    var records: [String: [String]] = [:]
    for name in now.known where now.presence(of: name) == .present {
      let type = now.definition.recordTypes[name.type]
      records["\(type.name):\(name.id)"] = zip(type.fields, now.storedValues(of: name))
        .filter { !$0.0.isInternal }.map { "\($0.name)=\($1)" }
    }
    return records
  }
}
