import CEL
import TestSupport
import Workflow
import WorkflowEngine
import WorkflowStore

/// What is done in a random workflow: records from outside, then requests, answers of a second
/// person and ticks, in the order of time.
struct RandomStory {
  enum Deed {
    case ask(WorkflowRequest)
    case approve(PendingRequest.Name, Actor, Int64, seen: Bool)
    case reject(PendingRequest.Name, Actor, Int64)
    case withdraw(PendingRequest.Name, Actor, Int64)
    case tick(Int64)
  }

  static let start: Int64 = 1_773_133_200_000_000
  static let hour: Int64 = 3_600_000_000
  static let actors = [
    Actor(user: "ann", roles: ["clerk"]), Actor(user: "bob", roles: ["boss"]), Actor(user: "cid"),
    Actor(user: "ANN", roles: ["boss"]),
  ]

  let rows: [ImportRow]
  let deeds: [Deed]

  /// - Parameter ticks: whether the clock ticks in between.
  init(_ definition: WorkflowDefinition, _ random: inout SeededRandom, length: Int, ticks: Bool) {
    var rows: [ImportRow] = []
    if let room = definition.recordType(named: "room"),
      let thing = definition.recordType(named: "thing")
    {
      for number in 1...3 {
        var values: [String: StoredValue] = ["number": .integer(Int64(number))]
        if Bool.random(using: &random) { values["due"] = .date(Self.day(&random)) }
        if Bool.random(using: &random) {
          values["level"] = .integer(.random(in: 0...4, using: &random))
        }
        if Bool.random(using: &random) { values["status"] = .choice("shut") }
        rows.append(Self.row(room, "R\(number)", values))
      }
      for number in 1...4 {
        rows.append(
          Self.row(
            thing, "T\(number)",
            [
              "room": .reference("R\(Int.random(in: 1...3, using: &random))"),
              // No two are alike in what may stand only once.
              "size": .integer(Int64(number) + 4 * .random(in: 0...2, using: &random)),
              "warm": Bool.random(using: &random) ? .date(Self.day(&random)) : .null,
            ]))
      }
    }
    self.rows = rows
    var time = Self.start
    deeds = (0..<length).map { _ in
      time += .random(in: 0...30, using: &random) * Self.hour
      if ticks, Int.random(in: 0..<4, using: &random) == 0 { return .tick(time) }
      return Self.deed(definition, &random, at: time)
    }
  }

  private static func row(
    _ type: RecordType, _ id: String, _ values: [String: StoredValue]
  ) -> ImportRow {
    var slots: [Int: StoredValue] = [:]
    for (name, value) in values where value != .null {
      if let slot = type.slot(of: name) { slots[slot] = value }
    }
    return ImportRow(type: type.index, id: id, values: slots)
  }

  private static func day(_ random: inout SeededRandom) -> CivilDate {
    CivilDate(daysSinceEpoch: 20_520 + .random(in: 0...12, using: &random))
  }

  private static func deed(
    _ definition: WorkflowDefinition, _ random: inout SeededRandom, at time: Int64
  ) -> Deed {
    let types = definition.recordTypes.filter { !$0.events.isEmpty }
    let type = types[Int.random(in: 0..<types.count, using: &random)]
    let event = type.events[Int.random(in: 0..<type.events.count, using: &random)]
    let actor = actors[Int.random(in: 0..<actors.count, using: &random)]
    let prefix = type.name == "room" ? "R" : "T"
    let id = "\(prefix)\(Int.random(in: 1...4, using: &random))"
    if event.transitions.contains(where: { $0.approval != nil }), Bool.random(using: &random) {
      let name = PendingRequest.Name(recordType: type.name, event: event.name, recordID: id)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return .reject(name, actor, time)
      case 1: return .withdraw(name, actor, time)
      default: return .approve(name, actor, time, seen: Bool.random(using: &random))
      }
    }
    let creates = event.transitions.contains(where: \.creates)
    var request = WorkflowRequest(
      recordType: type.index, event: event.index,
      target: creates
        ? .new(
          id: Bool.random(using: &random)
            ? "\(prefix)\(Int.random(in: 4...7, using: &random))" : nil)
        : target(id, prefix, &random),
      isConfirmed: Int.random(in: 0..<4, using: &random) > 0, actor: actor, now: time)
    if Int.random(in: 0..<4, using: &random) == 0 {
      request.key = "k\(Int.random(in: 1...3, using: &random))"
    }
    for input in event.transitions.flatMap(\.inputs) where Int.random(in: 0..<4, using: &random) > 0
    {
      if request.inputs.contains(where: { $0.name == input.name }) { continue }
      request.inputs.append(NamedValue(input.name, value(of: input.type, &random)))
    }
    if Bool.random(using: &random) { request.edits = edits(type, &random) }
    return .ask(request)
  }

  private static func target(
    _ id: String, _ prefix: String, _ random: inout SeededRandom
  ) -> WorkflowRequest.Target {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: .all
    case 1: .records(["\(prefix)1", "\(prefix)2", id])
    default: .records([id])
    }
  }

  private static func edits(_ type: RecordType, _ random: inout SeededRandom) -> [NamedValue] {
    let names = type.name == "room" ? ["due", "level", "note"] : ["size", "warm"]
    let name = names[Int.random(in: 0..<names.count, using: &random)]
    guard let slot = type.slot(of: name) else { return [] }
    return [NamedValue(name, value(of: type.fields[slot].type, &random))]
  }

  private static func value(of type: FieldType, _ random: inout SeededRandom) -> StoredValue {
    switch type {
    case .plain(.integer): .integer(.random(in: 0...12, using: &random))
    case .plain(.date): Bool.random(using: &random) ? .date(day(&random)) : .null
    case .plain(.text): .text(["low", "übel", "x\"y"][Int.random(in: 0..<3, using: &random)])
    case .reference: .reference("R\(Int.random(in: 1...4, using: &random))")
    case .plain, .choice, .list, .entries, .links: .null
    }
  }
}
