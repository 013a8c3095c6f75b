import TestSupport
import WorkflowEngine

@testable import WorkflowAnalysis

/// A small workflow of houses and their rooms with rules, all drawn at random.
struct RandomRules {
  private var random: SeededRandom
  private(set) var text = ""

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    text = definition()
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts.randomElement(using: &random) ?? texts[0]
  }

  private let houseStates = ["open", "shut"]
  private let roomStates = ["dark", "lit", "gone"]

  // MARK: Conditions

  private mutating func houseCondition(sets: Bool) -> String {
    var all = [
      "status == \"\(pick(houseStates))\"", "safe", "!safe", "colour == \"red\"",
      "colour != \"red\"",
      "level < 2", "status == \"shut\" || safe", "status == \"open\" && colour == \"red\"",
    ]
    if sets {
      all += [
        "count(lit_rooms) == 0", "rooms.all(r, r.status != \"lit\")",
        "rooms.exists(r, r.safe)", "count(rooms) < 2", "count(rooms) > 0",
        "count(all_rooms) < 2", "all_rooms.all(r, r.safe)",
        "!rooms.exists(r, r.status == \"\(pick(roomStates))\" && r.safe)",
      ]
    }
    return pick(all)
  }

  private mutating func roomCondition() -> String {
    pick([
      "status == \"\(pick(roomStates))\"", "status != \"\(pick(roomStates))\"", "safe", "!safe",
      "house.status == \"\(pick(houseStates))\"", "house.safe", "!house.safe",
      "house.colour == \"red\"", "house.level < 2", "safe == house.safe",
      "status == \"lit\" || house.safe",
    ])
  }

  // MARK: Parts

  private mutating func houseTransitions() -> [String] {
    var lines = ["      create: {from: new\(chance(50) ? ", inputs: [safe]" : "")}"]
    let sends = ["light", "darken", "close", "mark"]
    for name in ["raise", "lower", "paint"].prefix(Int.random(in: 1...3, using: &random)) {
      let (from, to) = (pick(houseStates), pick(houseStates))
      lines.append("      \(name):")
      if chance(80) { lines.append("        from: \(from)") }
      if chance(70) { lines.append("        to: \(to)") }
      if chance(40) { lines.append("        edits: [\(pick(["safe", "colour", "safe, colour"]))]") }
      if chance(50) { lines.append("        guards: [\(pick(["first", "second"]))]") }
      var effects: [String] = []
      if chance(50) {
        let when = chance(40) ? ", when: '\(houseCondition(sets: false))'" : ""
        effects.append(
          "{for: \(pick(["rooms", "rooms", "lit_rooms"])), send: \(pick(sends))\(when)\(skipping())}"
        )
      }
      if chance(25) { effects.append("{for: rooms, set: {safe: \(pick(["true", "false"]))}}") }
      if chance(40) {
        effects.append(
          "{set: {\(pick(["safe: true", "safe: false", "colour: red", "level: 1", "level: =level + 1"]))}}"
        )
      }
      if chance(10) { effects.append("{delete: house}") }
      if !effects.isEmpty {
        lines.append("        effects:")
        lines += effects.map { "          - \($0)" }
      }
    }
    return lines
  }

  private mutating func roomTransitions() -> [String] {
    var lines = [
      "      create: {from: new, inputs: [house\(chance(40) ? ", safe" : "")]\(guards(percent: 50))}"
    ]
    for name in ["light", "darken", "close", "mark"] {
      let (from, to) = (pick(roomStates), pick(roomStates))
      lines.append("      \(name):")
      if chance(25) { lines.append("        only_sent: true") }
      lines.append("        from: \(chance(70) ? from : "[\(roomStates.joined(separator: ", "))]")")
      if chance(85) { lines.append("        to: \(to)") }
      if chance(20) { lines.append("        edits: [\(pick(["safe", "house"]))]") }
      if chance(50) { lines.append("        guards: [\(pick(["third", "fourth"]))]") }
      var effects: [String] = []
      if chance(35) { effects.append("{set: {safe: \(pick(["true", "false", "=house.safe"]))}}") }
      if chance(15) {
        effects.append(
          "{set: {house.\(pick(["safe: true", "safe: false", "colour: red", "level: =level + 1"]))}}"
        )
      }
      if chance(10) { effects.append("{send: raise, to: house}") }
      if chance(8) { effects.append("{delete: room}") }
      if !effects.isEmpty {
        lines.append("        effects:")
        lines += effects.map { "          - \($0)" }
      }
    }
    return lines
  }

  private mutating func skipping() -> String { chance(30) ? ", skip_blocked: true" : "" }

  private mutating func guards(percent: Int) -> String {
    chance(percent) ? ", guards: [\(pick(["third", "fourth"]))]" : ""
  }

  private mutating func definition() -> String {
    var lines = [
      "workflow: houses", "records:", "  house:", "    fields:",
      "      safe: {type: boolean, default: \(pick(["true", "false"]))}",
      "      colour: {choice: [red, blue], default: \(pick(["red", "blue"]))}",
      "      level: {type: integer, default: 0}",
      "    relations:", "      rooms: {many: room}", "      all_rooms: {many: room, by: none}",
      "      lit_rooms: {many: room, where: room.status == \"lit\"}",
    ]
    if chance(25) { lines.append("    unique: [{fields: [colour, level], in: open}]") }
    lines += [
      "    states: {status: [open, shut]}", "    guards:",
    ]
    for name in ["first", "second"] {
      lines.append("      \(name): {check: '\(houseCondition(sets: true))', otherwise: No.}")
    }
    if chance(25) {
      lines += [
        "    reactions:",
        "      - {when: '\(houseCondition(sets: false))', set: {\(pick(["safe: true", "colour: red"]))}}",
      ]
    }
    lines += ["    transitions:"] + houseTransitions()
    lines += [
      "  room:", "    fields:", "      house: house",
      "      safe: {type: boolean, default: \(pick(["true", "false"]))}",
      "      mark: {formula: safe && status == \"lit\"}",
    ]
    if chance(40) {
      let key = pick([
        "[house, safe]", "{fields: [house, mark], where: mark}",
        "{fields: [mark, safe], in: lit}", "{fields: [safe, house], in: {except: dark}}",
      ])
      lines.append("    unique: [\(key)]")
    }
    lines += [
      "    states: {status: [dark, lit, gone]}", "    guards:",
    ]
    for name in ["third", "fourth"] {
      lines.append("      \(name): {check: '\(roomCondition())', otherwise: No.}")
    }
    if chance(25) {
      lines += [
        "    reactions:",
        "      - {when: '\(roomCondition())', set: {safe: \(pick(["true", "false"]))}}",
      ]
    }
    lines += ["    transitions:"] + roomTransitions()
    lines.append("invariants:")
    for number in 1...Int.random(in: 2...4, using: &random) {
      let isRoom = chance(60)
      lines += [
        "  rule_\(number):", "    record: \(isRoom ? "room" : "house")",
        "    when: '\(isRoom ? roomCondition() : houseCondition(sets: false))'",
        "    check: '\(isRoom ? roomCondition() : houseCondition(sets: true))'",
      ]
    }
    for number in 1...2 where chance(60) {
      let (type, events, checks) =
        chance(50)
        ? ("room", ["room.light", "room.darken", "house.raise"], roomComparisons)
        : ("house", ["house.raise", "room.light", "room.close"], houseComparisons)
      lines += [
        "  change_\(number):", "    record: \(type)", "    during: [\(pick(events))]",
        "    check: '\(pick(checks))'",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private let roomComparisons = [
    "status == before.status", "safe == before.safe", "house == before.house",
    "!(safe == before.safe) || status == before.status", "house.safe == before.house.safe",
    "safe == before.safe && status != \"gone\"",
  ]
  private let houseComparisons = [
    "status == before.status", "level == before.level", "level >= before.level",
    "level == before.level || colour == before.colour", "count(rooms) == count(before.rooms)",
    "level == before.level && safe == before.safe", "!(level == before.level)",
  ]

  // MARK: Worlds

  /// Records with any values, whatever led there.
  mutating func records(of definition: WorkflowDefinition, each count: Int) -> [PlacedRecord] {
    var records: [PlacedRecord] = []
    for type in definition.recordTypes {
      for number in 1...count {
        let isPresent = type.index > 0 || number == 1 || chance(70)
        var values: [Int: StoredValue] = [:]
        for (slot, field) in type.fields.enumerated() {
          switch field.type {
          case .boolean: values[slot] = .boolean(chance(50))
          case .choice(let choice):
            values[slot] = .choice(pick(definition.choices[choice].values))
          case .integer: values[slot] = .integer(Int64.random(in: 0...2, using: &random))
          case .reference: values[slot] = .reference("house-1")
          default: break
          }
        }
        records.append(
          PlacedRecord(
            type: type.index, id: "\(type.name)-\(number)", values: isPresent ? values : [:],
            isPresent: isPresent))
      }
    }
    let houses = records.filter { $0.type == 0 && $0.isPresent }.map(\.id)
    for index in records.indices where records[index].type == 1 && records[index].isPresent {
      let slot = definition.recordTypes[1].slot(of: "house") ?? 0
      records[index].values[slot] = .reference(pick(houses))
    }
    return records
  }
}
