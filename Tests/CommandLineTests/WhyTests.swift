import Foundation
import Testing

@Suite("Why it is so")
struct WhyTests {
  private static let workflow = """
    workflow: houses
    version: 1
    records:
      house:
        fields: {name: text, note: text?}
        relations: {rooms: {many: room}}
        states: {status: [open, shut]}
        transitions:
          create: {from: new, inputs: [name]}
          edit: {edits: [note]}
          shut: {from: open, to: shut, effects: [{for: rooms, send: darken}]}
          open: {from: shut, to: open}
      room:
        fields: {house: house, size: {type: integer, default: 1}}
        relations: {lamps: {many: lamp}}
        states: {status: [light, dark]}
        transitions:
          create: {from: new, inputs: [house]}
          darken: {from: light, to: dark, effects: [{for: lamps, send: turn_off}]}
          lighten: {from: dark, to: light}
      lamp:
        fields: {room: room}
        states: {status: ["on", "off"]}
        transitions:
          create: {from: new, inputs: [room]}
          turn_off: {from: "on", to: "off"}
          turn_on: {from: "off", to: "on"}
    """

  /// A house that was shut, with a room and a lamp.
  private func house() throws -> Workplace {
    let place = try Workplace(workflow: Self.workflow)
    for command in [
      ["apply", "house.create", "--id", "H1", "--input", "name=Mill"],
      ["apply", "room.create", "--id", "R1", "--input", "house=H1"],
      ["apply", "lamp.create", "--id", "B1", "--input", "room=R1"],
      ["apply", "edit", "house:H1", "--set", "note=old"],
      ["apply", "shut", "house:H1"],
      ["apply", "edit", "house:H1", "--set", "note=older"],
    ] {
      let done = try place.run(command)
      #expect(done.status == 0, "\(command): \(done.output)\(done.remarks)")
    }
    return place
  }

  private static let moment = ["--at", "2026-03-10T09:00:00Z", "--as", "u17:clerk"]

  @Test("the step is named with what it followed from, and what would change it")
  func step() throws {
    let place = try house()
    let answer = try place.run(["why", "lamp:B1", "status == \"off\""] + Self.moment)
    #expect(answer.status == 0, "\(answer.remarks)")
    #expect(answer.output.contains("lamp B1: status == \"off\" holds"), "\(answer.output)")
    #expect(answer.output.contains("turn_off of lamp B1"), "\(answer.output)")
    #expect(answer.output.contains("because of darken of room R1"), "\(answer.output)")
    #expect(
      answer.output.contains("because of shut of house H1, asked by u17 (clerk)"),
      "\(answer.output)")
    #expect(answer.output.contains("what would change it, 1 step:"), "\(answer.output)")
    #expect(answer.output.contains("apply turn_on lamp:B1"), "\(answer.output)")
  }

  /// A condition, and the event that made it so.
  private static let cases = [
    ("house:H1", "status == \"open\"", "does not hold", "shut of house H1"),
    ("lamp:B1", "room.house.status == \"shut\"", "holds", "shut of house H1"),
    ("house:H1", "count(rooms) == 1", "holds", "create of room R1"),
    ("house:H1", "note == \"older\"", "holds", "edit of house H1"),
    ("house:H1", "note != null && status == \"shut\"", "holds", "shut of house H1"),
    ("room:R1", "size == 1", "holds", "create of room R1"),
  ]

  @Test("also through other records and sets", arguments: cases)
  func others(record: String, condition: String, verdict: String, event: String) throws {
    let place = try house()
    let answer = try place.run(["why", record, condition] + Self.moment)
    #expect(answer.output.contains("\(condition) \(verdict)\n"), "\(answer.output)")
    #expect(answer.output.contains(": \(event), asked by u17 (clerk)"), "\(answer.output)")
  }

  @Test("the history says for each line what it followed from")
  func history() throws {
    let place = try house()
    let answer = try place.run("history", "lamp:B1", "--why")
    #expect(
      answer.output.contains("because of shut of house H1, asked by u17 (clerk)"),
      "\(answer.output)")
    let machine = try place.run("history", "lamp:B1", "--why", "--format", "json")
    #expect(machine.output.contains("\"why\": ["))
    let without = try place.run("history", "lamp:B1", "--format", "json")
    #expect(!without.output.contains("\"why\""))
  }

  @Test("what is no condition is said at its character")
  func mistaken() throws {
    let place = try house()
    let answer = try place.run(["why", "lamp:B1", "statu == \"off\""] + Self.moment)
    #expect(answer.status == 64)
    #expect(answer.remarks.contains("^^^^^ did you mean status?"), "\(answer.remarks)")
    let absent = try place.run(["why", "lamp:B9", "true"] + Self.moment)
    #expect(absent.status == 64)
  }
}
