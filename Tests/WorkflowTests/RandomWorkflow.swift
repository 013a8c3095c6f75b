import Foundation
import TestSupport

/// A small workflow, records and requests, all drawn at random: a plan of rooms, each with things.
///
/// Every draw loads: what is random is which rules there are and what they compare with.
struct RandomWorkflow {
  private(set) var text = ""
  private var random: SeededRandom

  init(_ random: SeededRandom) {
    self.random = random
    text = definition()
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func pick(_ texts: String...) -> String {
    texts.randomElement(using: &random) ?? texts[0]
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func definition() -> String {
    var lines = [
      "workflow: rooms", "version: 1",
      "time_zone: \(pick("UTC", "Europe/Berlin", "America/New_York"))",
      "records:", "  room:", "    fields:", "      number: {type: integer, unique: true}",
      "      level: {type: integer, default: 0}",
      "      note: \(chance(30) ? "{type: text?, secret: true}" : "text?")", "      due: date?",
      "      seen: timestamp?", "      sum: {formula: sum(things.size)}", "    relations:",
      "      things: {many: thing}",
      "      open_things: {many: thing, where: thing.status == \"open\"}",
    ]
    let hasTag = chance(50)
    if hasTag {
      let rule = pick(
        "true", "{in: open}", "{where: level > 1}",
        "{in: {except: shut}, where: level != 2, otherwise: \"{tag} is {note} already.\"}")
      lines.insert("      tag: {formula: lower(note), unique: \(rule)}", at: 10)
    }
    if chance(30) {
      lines.append("    unique: [\(hasTag && chance(50) ? "[tag, level]" : "[level, due, note]")]")
    }
    lines += [
      "    states:", "      status: [open, shut, \(chance(50) ? "gone" : "{gone: {final: true}}")]",
    ]
    if chance(50) { lines.insert("actors: {ignore_case: true}", at: 3) }
    if chance(40) { lines.append("      lamp: [dark, lit]") }
    let hasLamp = lines.last == "      lamp: [dark, lit]"
    lines += ["    guards:"]
    lines += [
      "      low: {check: level \(pick("<", "<=", "!=")) \(number(1...4)), otherwise: \"{number} is at {level}.\"}"
    ]
    lines += [
      "      light: {check: sum \(pick("<", "<=")) \(number(5...30)), otherwise: Too much stands here.}"
    ]
    lines += [
      "      late: {check: entered.status + duration('\(number(1...60))h') < now, otherwise: \"It is {status} since {entered.status} only.\"}"
    ]
    lines += [
      "      dated: {check: due \(pick("<", ">=", "!=")) \(pick("today", "date('2026-03-12')")), otherwise: \"Look at {due}.\"}"
    ]
    lines += ["    transitions:"]
    lines += ["      create: {from: new, inputs: [number, due]}"]
    lines += ["      edit: {edits: [note, due, level]\(guards())}"]
    lines += ["      close:", "        from: open", "        to: shut"]
    if chance(30) {
      lines.append("        confirm: {ask: \"Close {number}?\", buttons: [Close, Keep]}")
    }
    if chance(25) {
      lines.append(
        "        approval: \(pick("true", "[boss]", "{when: level > 1}", "{count: 2}", "{roles: [boss], count: 2}", "{expires: 2d}", "{roles: [boss], count: 2, expires: 36h}", "{expires: 'days(level + 1)'}"))"
      )
    }
    let mayExpire = lines.last?.contains("expires") == true
    let mayWait = lines.last?.contains("approval") == true
    if chance(20) { lines.append("        roles: [clerk, boss]") }
    lines += ["        edits: [due]"] + guardLines() + ["        effects:"]
    lines += [
      "          - {for: \(pick("things", "open_things")), send: close\(chance(50) ? ", skip_blocked: true" : "")}"
    ]
    if chance(60) {
      lines.append(
        "          - {emit: closed, with: {room: =room, level: =level}\(chance(40) ? ", key: \"{room}-{level}\"" : "")}"
      )
    }
    if chance(40) { lines.append("          - {set: {seen: =now, level: =level + 1}}") }
    if chance(40) {
      lines.append("          - {create: thing, with: {room: =room, size: \(number(1...9))}}")
    }
    lines += [
      "      open: {from: shut, to: open, effects: [{for: things, send: reopen}]\(guards())}"
    ]
    lines += [
      "      add: {inputs: [{size: {type: integer, default: \(number(1...5))}}], effects: [{create: thing, with: {room: =room, size: =size}}]}"
    ]
    lines += [
      "      clear: {effects: [{delete: things, where: thing.size \(pick(">", "<=")) \(number(2...6))}]}"
    ]
    lines += ["      forget: {from: shut, effects: [{erase: room}]}"]
    if mayExpire, chance(70) {
      lines.append(
        "      give_up: {expired: close\(chance(50) ? ", from: open" : ""), effects: [{set: {level: =level + 1, seen: =due}}]}"
      )
    }
    if mayWait, chance(70) {
      lines.insert(
        "      calm: {check: \"!pending.close\", otherwise: \"To close {number} is asked for.\"}",
        at: (lines.firstIndex(of: "    guards:") ?? 0) + 1)
      lines.append("      hush: {guards: [calm], effects: [{set: {level: =level + 1}}]}")
      lines.append(
        "      nag: {after: \(pick("9h", "2d")), from: open, when: \"\(pick("", "!"))pending.close\", effects: [{set: {note: \"=string(now)\"}}]}"
      )
    }
    if hasLamp { lines.append("      switch: {from: dark, to: lit}") }
    lines += timers(hasLamp: hasLamp)
    if chance(40) {
      lines += ["    reactions: [{when: level > \(number(2...5)), set: {note: high}}]"]
    }
    lines += [
      "  thing:",
      "    fields: {room: room?, size: {type: integer, default: 1}, moved: {type: integer, default: 0}, warm: date?, double: {formula: size * 2}}",
    ]
    if chance(50) {
      let key = pick(
        "[room, size, warm]", "{fields: [room, size], where: moved > 0}",
        "{fields: [double, moved], in: shut, where: moved > 0}")
      lines.append("    unique: [\(key)]")
    }
    lines += [
      "    states: {status: [open, shut]}",
      "    guards: {small: {check: size < \(number(3...12)), otherwise: \"{size} is too large.\"}}",
      "    transitions:", "      create: {from: new, inputs: [room, size]}",
      "      close: {from: open, to: shut, guards: [\(chance(60) ? "small" : "")]\(chance(40) ? ", effects: [{set: {moved: =moved + 1}}]" : "")}"
        .replacingOccurrences(of: ", guards: []", with: ""),
      "      reopen: {from: shut, to: open}", "      grow: {edits: [size, warm]}",
    ]
    if mayWait, chance(60) {
      lines.append(
        "      tidy: {when: room != null && room.pending.close, effects: [{set: {moved: =moved + 1}}]}"
      )
    }
    if chance(50) {
      lines.append("      cool: {at: warm + days(\(number(0...3))), from: open, to: shut}")
    }
    if chance(40) {
      lines.append(
        "      stir: {every: day, at: '12:00', from: open, when: day(due) != 14, effects: [{set: {moved: =moved + 1, warm: =date(due)}}]}"
      )
    }
    if chance(40) {
      lines += [
        "invariants:",
        "  bounded: {record: room, check: sum < \(number(20...60)), otherwise: The floor would break.}",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func guards() -> String {
    chance(50) ? ", guards: [\(pick("low", "light", "dated", "late", "low, light"))]" : ""
  }

  private mutating func guardLines() -> [String] {
    chance(70) ? ["        guards: [\(pick("low", "light", "dated", "late", "light, dated"))]"] : []
  }

  private mutating func timers(hasLamp: Bool) -> [String] {
    var lines: [String] = []
    if chance(60) {
      lines.append(
        "      expire: {at: due + days(\(number(0...4))), from: open, to: \(pick("shut", "gone"))\(guards())}"
      )
    }
    if chance(50) {
      lines.append(
        "      air: {after: \(pick("1d", "36h", "3d")), from: shut, to: open\(guards()), effects: [{set: {level: =level + 1}}]}"
      )
    }
    if chance(50) {
      lines.append(
        "      tick: {every: \(pick("1d", "12h", "days(2)")), from: open, effects: [{set: {level: =level + 1, seen: =now}}, {emit: ticked, with: {room: =room}}]\(guards())}"
      )
    }
    if chance(50) {
      let rule = pick(
        "day", "day, at: '09:30'", "week, on: [tuesday, friday]", "month, on: 13",
        "week, at: '23:10'")
      lines.append(
        "      sweep: {every: \(rule), from: \(pick("open", "shut"))\(chance(50) ? ", when: \(pick("level != 2", "level < 4", "today < date('2026-03-20')"))" : "")\(guards()), effects: [{set: {level: =level + 1, seen: =due}}]}"
      )
    }
    if chance(40) {
      lines.append(
        "      rest: {after: \(pick("5h", "1d")), from: \(pick("open", "shut")), when: \(pick("now > entered.status + duration('7h20m')", "level > 1", "today != date(entered.status)", "time_of_day(now) > \"21:00\"")), effects: [{set: {note: \"=string(now)\"}}]}"
      )
    }
    if hasLamp, chance(60) {
      lines.append("      dim: {after: \(pick("6h", "2d")), from: lit, to: dark}")
    }
    return lines
  }
}
